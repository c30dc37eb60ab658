# ./dev fuzz TARGET …: looks for what breaks, for as long as it is let. Every finding is told so that it can be repeated.

# ./dev fuzz model [--runs N] [--seed S] [--play 'STEPS']: the delivery model (tests/model). Without a seed every call looks elsewhere.
fuzz_model() {
  logged model-build build release deskbell-model
  local seed=()
  [[ " $* " == *" --seed"* || " $* " == *" --play"* ]] || seed=(--seed "$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')")
  exec "$top/build/release/bin/deskbell-model" --runs 100000 "${seed[@]}" "$@"
}

command_fuzz() {
  local target=${1:-}
  [ $# -eq 0 ] || shift
  declare -F "fuzz_$target" >/dev/null || die "fuzz: no target \"$target\"; there are: $(declare -F | sed -n 's/^declare -f fuzz_//p' | tr '\n' ' ')"
  command_setup >&2
  "fuzz_$target" "$@"
}

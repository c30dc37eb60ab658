# ./dev fuzz TARGET …: looks for what breaks, for as long as it is let. Every finding is told so that it can be repeated.

# ./dev fuzz model [--runs N] [--seed S] [--play 'STEPS']: the delivery model (tests/model). Without a seed every call looks elsewhere.
fuzz_model() {
  logged model-build build release deskbell-model
  local seed=()
  [[ " $* " == *" --seed"* || " $* " == *" --play"* ]] || seed=(--seed "$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')")
  exec "$top/build/release/bin/deskbell-model" --runs 100000 "${seed[@]}" "$@"
}

# ./dev fuzz page [--messages N] [--cut MS] [--reloads N] [--kills N]: a conversation in a real browser through a network that breaks (tests/web/faults.mjs).
fuzz_page() {
  logged page build_page
  logged relay build release deskbell-relay
  DESKBELL_RELAY="$top/build/release/bin/deskbell-relay" DESKBELL_DIST="$dist" exec node "$top/tests/web/faults.mjs" "$@"
}

command_fuzz() {
  local target=${1:-}
  [ $# -eq 0 ] || shift
  declare -F "fuzz_$target" >/dev/null || die "fuzz: no target \"$target\"; there are: $(declare -F | sed -n 's/^declare -f fuzz_//p' | tr '\n' ' ')"
  command_setup >&2
  "fuzz_$target" "$@"
}

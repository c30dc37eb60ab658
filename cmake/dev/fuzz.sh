# ./dev fuzz TARGET …: looks for what breaks, for as long as it is let. Every finding is told so that it can be repeated.

# ./dev fuzz model [--runs N] [--seed S] [--play 'STEPS']: the delivery model (tests/model). Without a seed every call looks elsewhere.
fuzz_model() {
  logged model-build build release deskbell-model
  local given=()
  [[ " $* " == *" --seed"* || " $* " == *" --play"* ]] || given+=(--seed "$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')")
  [[ " $* " == *" --runs"* || " $* " == *" --play"* ]] || given+=(--runs 100000)
  # The relay's own log, a line for each refusal that the model makes, is left out.
  "$top/build/release/bin/deskbell-model" "${given[@]}" "$@" 2> >(grep -vE '^[0-9-]+T[0-9:.]+Z ' >&2)
}

# ./dev fuzz page [--messages N] [--cut MS] [--reloads N] [--kills N]: a conversation in a real browser through a network that breaks (tests/web/faults.mjs).
fuzz_page() {
  logged page build_page
  logged relay build release deskbell-relay
  DESKBELL_RELAY="$top/build/release/bin/deskbell-relay" DESKBELL_DIST="$dist" exec node "$top/tests/web/faults.mjs" "$@"
}

# The libFuzzer targets (tests/fuzz), by name.
fuzz_targets() { (cd "$top/tests/fuzz" && ls -- *.cpp | sed 's/\.cpp$//'); }

# run_fuzz TARGET FOLDER ARGUMENT…: first the inputs that once broke something, then new ones, from the fixtures on; what is found interesting stays in FOLDER.
# The last line tells how many inputs there were. An input that breaks a rule is kept in build/fuzz/found/.
run_fuzz() {
  local target=$1 folder=$2 program="$top/build/fuzz/bin/deskbell-fuzz-$1" dictionary="$top/tests/fuzz/dictionaries/$1.dict" old status=0
  shift 2
  mkdir -p "$folder" "$top/build/fuzz/found"
  [ -f "$dictionary" ] || dictionary="$top/build/fuzz/seeds/json.dict"
  mapfile -t old < <(find "$top/tests/fuzz/regression/$target" -type f 2>/dev/null)
  [ "${#old[@]}" = 0 ] || "$program" -timeout=10 "${old[@]}" 2>&1 || return
  "$program" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 "-dict=$dictionary" "-artifact_prefix=$top/build/fuzz/found/$target-" "$@" "$folder" "$top/build/fuzz/seeds/$target" 2>&1 || status=$?
  [ "$status" = 0 ] || printf '%s: BROKEN; the input is in build/fuzz/found/ (mended, it belongs into tests/fuzz/regression/%s/)\n' "$target" "$target"
  return "$status"
}

build_fuzz() { build fuzz deskbell-fuzz && node "$top/tests/fuzz/seeds.mjs" "$top/build/fuzz/seeds"; }

# ./dev fuzz TARGET [--seconds N] [ARGUMENT…]: for as long as it is let, 10 minutes by default; other arguments are libFuzzer's. It goes on where it stopped.
fuzz_library() {
  local target=$1 seconds=600
  shift
  if [ "${1:-}" = --seconds ]; then seconds=${2:?--seconds needs a number}; shift 2; fi
  logged fuzz-build build_fuzz
  run_fuzz "$target" "$top/build/fuzz/corpus/$target" "-max_total_time=$seconds" "$@"
}

command_fuzz() {
  local target=${1:-}
  [ $# -eq 0 ] || shift
  case " model page $(fuzz_targets | tr '\n' ' ')" in
    *" $target "*) ;;
    *) die "fuzz: no target \"$target\"; there are: model page $(fuzz_targets | tr '\n' ' ')" ;;
  esac
  command_setup >&2
  case $target in
    model | page) "fuzz_$target" "$@" ;;
    *) fuzz_library "$target" "$@" ;;
  esac
}

# ./dev test [GROUP…]: builds what the groups need, runs them, one summary line each, and the sum as the last line.

all_groups=(layers format texts unit fixtures fuzz tidy web-types relay model harness wasm size reproduce e2e engines)

# Group → the builds it needs (asan, tools, harness, page, fuzz).
needs_of() {
  case $1 in
    layers | format | texts) ;;
    unit | fixtures) echo asan ;;
    tidy) echo asan ;;
    web-types) echo page ;;
    relay | model) echo tools ;;
    fuzz) echo fuzz ;;
    harness) echo harness ;;
    wasm | size | e2e | engines) echo tools page ;;
    reproduce) echo page ;;
  esac
}

build_asan() { build asan-ubsan deskbell_unit deskbell-replay; }
build_harness() { build release deskbell-harness; }
build_tools() { build release deskbell-relay deskbell-replay deskbell-model; }

group_layers() { node "$top/tests/layers.mjs" && node --test --test-reporter=tap "$top/tests/layers.test.mjs"; }
group_format() { (cd "$top" && our_sources | xargs clang-format --dry-run -Werror); }
group_texts() { node "$top/i18n/compile.mjs" --check && node --test --test-reporter=tap "$top/tests/texts.test.mjs" "$top/tests/languages.test.mjs"; }
group_unit() { (cd "$top" && ctest --preset asan-ubsan --verbose --parallel "$(nproc)"); }
# A field, step or error that no fixture touches fails the group, unless the excuses say why; so does an excuse that is not needed.
group_fixtures() {
  local replay="$top/build/asan-ubsan/bin/deskbell-replay"
  (cd "$top" && "$replay" --coverage --excuses tests/fixtures/excuses.txt tests/fixtures && "$replay" --check tests/fixtures &&
    DESKBELL_REPLAY="$replay" node --test --test-reporter=tap tests/seed/ tests/replay/)
}
group_web-types() { npm --silent --prefix "$top/web" run check && node "$top/web/api.mjs" --check; }
group_relay() { DESKBELL_RELAY="$top/build/release/bin/deskbell-relay" node --test --test-reporter=tap "$top/tests/relay/" "$top/tests/desks/"; }
# The same runs every time; ./dev fuzz model makes others.
group_model() { "$top/build/release/bin/deskbell-model" --runs 2000 --seed 1; }
# 10 000 inputs (or 30 seconds) for each target of tests/fuzz, the same ones every time, as many targets at a time as there are cores: what fails here fails for everybody. ./dev fuzz TARGET looks elsewhere and for
# longer. Each target counts as one test.
group_fuzz() {
  local target passed=0 failed=0
  rm -rf "$top/build/fuzz/short"
  export -f run_fuzz
  export top
  fuzz_targets | xargs -P "$(nproc)" -I{} bash -c 'run_fuzz {} "$top/build/fuzz/short/{}" -runs=10000 -max_total_time=30 -seed=1 >"$top/build/logs/fuzz-{}.log"; echo $? >"$top/build/logs/fuzz-{}.status"'
  for target in $(fuzz_targets); do
    if [ "$(cat "$logs/fuzz-$target.status")" = 0 ] && grep -q '^stat::number_of_executed_units: [1-9]' "$logs/fuzz-$target.log"; then
      passed=$((passed + 1))
      printf '%s: %s inputs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: //p' "$logs/fuzz-$target.log" | tail -n 1)"
    else
      failed=$((failed + 1))
      tail -n 40 "$logs/fuzz-$target.log"
    fi
  done
  echo "$passed passed, $failed failed"
}
group_harness() { (cd "$top" && DESKBELL_HARNESS="$top/build/release/bin/deskbell-harness" node --test --test-reporter=tap tests/harness.test.mjs); }
group_wasm() { (cd "$top" && node tests/parity.mjs --native build/release/bin/deskbell-replay --wasm build/web/deskbell-replay.wasm tests/fixtures); }
group_size() { node --test --test-reporter=tap "$top/tests/size.test.mjs" && node "$top/tests/size.mjs" "$dist"; }
group_reproduce() { reproduce_wasm; }
group_e2e() {
  DESKBELL_RELAY="$top/build/release/bin/deskbell-relay" DESKBELL_DIST="$dist" DESKBELL_SHOTS="$top/build/screenshots" \
    npm --silent --prefix "$top/web" run e2e
}

# The same story in each engine; the other browser tests are in Chromium.
group_engines() {
  DESKBELL_RELAY="$top/build/release/bin/deskbell-relay" DESKBELL_DIST="$dist" DESKBELL_SHOTS="$top/build/screenshots" \
    node --test --test-reporter=tap "$top/tests/engines/engines.test.mjs"
}

# One core is left to the browser tests, which run at the same time.
group_tidy() {
  local jobs=$(($(nproc) > 1 ? $(nproc) - 1 : 1))
  (cd "$top" && our_sources | grep -E '^(core|widget)/.*\.cpp$' |
    xargs -P "$jobs" -n 1 clang-tidy -p build/asan-ubsan --quiet --extra-arg=-Wno-unknown-warning-option)
}

# The counts in a log, as "passed failed": doctest's, Node's, and lines of the form "N passed, M failed".
counts_in() {
  awk '
    /\[doctest\] test cases:/ { split($0, part, "|"); passed += number(part[2]); failed += number(part[3]) }
    /^(#|ℹ) pass [0-9]+/ { passed += $3 }
    /^(#|ℹ) fail [0-9]+/ { failed += $3 }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    function number(text) { gsub(/[^0-9]/, "", text); return text + 0 }
    END { print passed + 0, failed + 0 }' "$1"
}

# What failed in a log, for a reader who has the terminal only: of Node's reports each failure with what it says, of others the end.
complaints_in() {
  awk '
    /^ *not ok / { left = 30 }
    left > 0 && !/^ *duration_ms:/ { print; left-- }
    /^ *\.\.\.$/ { left = 0 }' "$1" | head -n 200 | grep . || tail -n 60 "$1"
}

# run_group NAME: log in build/logs/test-NAME.log, "passed failed" in test-NAME.result, one line to the terminal.
run_group() {
  local name=$1 log="$logs/test-$1.log" began=$SECONDS status=0 need passed failed
  for need in $(needs_of "$name"); do
    [ -f "$logs/build-$need.failed" ] && status=1
  done
  if [ "$status" = 0 ]; then
    "group_$name" >"$log" 2>&1 </dev/null || status=$?
  else
    echo "not run: its build failed" >"$log"
  fi
  read -r passed failed < <(counts_in "$log")
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  if [ "$status" = 0 ] && [ "$failed" != 0 ]; then status=1; fi
  if [ "$status" = 0 ] && [ "$passed" = 0 ]; then passed=1; fi
  echo "$passed $failed" >"$logs/test-$name.result"
  if [ "$status" = 0 ]; then
    printf 'ok    %-10s %5d passed %14s %4d s\n' "$name" "$passed" "" $((SECONDS - began))
  else
    printf 'FAIL  %-10s %5d passed, %4d failed %4d s\n%s\n' "$name" "$passed" "$failed" $((SECONDS - began)) \
      "$(complaints_in "$log" | sed 's/^/      /')"
  fi
}

# run_build NAME: a failed build is remembered, and the groups that need it count as failed.
run_build() {
  local name=$1 began=$SECONDS
  rm -f "$logs/build-$name.failed"
  if "build_$name" >"$logs/build-$name.log" 2>&1 </dev/null; then
    say "built $name in $((SECONDS - began)) s"
  else
    touch "$logs/build-$name.failed"
    say "building $name FAILED"
    grep -nE 'error|FAILED|Error' "$logs/build-$name.log" | head -n 20 || true
    tail -n 30 "$logs/build-$name.log"
  fi
}

wants() { local item=$1; shift; [[ " $* " == *" $item "* ]]; }

command_test() {
  local groups=("$@") group need passed=0 failed=0 counts builds=() pids=() pid
  [ "${#groups[@]}" -gt 0 ] || groups=("${all_groups[@]}")
  for group in "${groups[@]}"; do
    wants "$group" "${all_groups[@]}" || die "no test group $group; there are: ${all_groups[*]}"
  done
  command_setup
  mkdir -p "$logs"
  rm -f "$logs"/test-*

  for group in "${groups[@]}"; do builds+=($(needs_of "$group")); done
  for need in tools harness page asan fuzz; do
    if wants "$need" "${builds[@]}"; then run_build "$need"; fi
  done

  # Two lanes: the browser's tests mostly wait, the others compute.
  set -m
  (for group in e2e engines relay model harness wasm size reproduce web-types; do if wants "$group" "${groups[@]}"; then run_group "$group"; fi; done) & pids+=($!)
  (for group in layers format texts unit fixtures fuzz tidy; do if wants "$group" "${groups[@]}"; then run_group "$group"; fi; done) & pids+=($!)
  set +m
  trap 'for pid in '"${pids[*]}"'; do kill -- "-$pid" 2>/dev/null || true; done' EXIT
  for pid in "${pids[@]}"; do wait "$pid" || true; done
  trap - EXIT

  for group in "${groups[@]}"; do
    if [ -f "$logs/test-$group.result" ]; then
      read -r -a counts <"$logs/test-$group.result"
    else
      say "$group did not finish"
      counts=(0 1)
    fi
    passed=$((passed + counts[0]))
    failed=$((failed + counts[1]))
  done
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

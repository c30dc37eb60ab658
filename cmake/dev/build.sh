# Building: configure once, then Ninja decides what is to do.

# build PRESET [TARGET…]
build() {
  mkdir -p "$logs"
  local preset=$1
  shift
  if [ ! -f "$top/build/$preset/build.ninja" ]; then
    (cd "$top" && cmake --preset "$preset" >"$logs/configure-$preset.log" 2>&1) ||
      { rm -f "$top/build/$preset/build.ninja"; tail -n 30 "$logs/configure-$preset.log"; return 1; }
  fi
  ninja -j "$(nproc)" -C "$top/build/$preset" "$@"
}

# The page: WebAssembly modules, language files, message types, bundles → build/web/dist.
build_page() {
  build web app_wasm replay_wasm stream_wasm deskbell_texts && build release deskbell-schema && page_types && npm --silent --prefix "$top/web" run build -- --out "$dist"
}

# The TypeScript of the core's field lists; written only when it differs.
page_types() {
  local generated="$top/web/src/gen/protocol.ts" fresh
  fresh=$("$top/build/release/bin/deskbell-schema") || return
  [ "$(cat "$generated" 2>/dev/null)" = "$fresh" ] && return
  mkdir -p "${generated%/*}"
  printf '%s\n' "$fresh" >"$generated"
}

# logged NAME COMMAND…: runs with the output in a log, which is shown when it fails.
logged() {
  local name=$1
  shift
  mkdir -p "$logs"
  "$@" >"$logs/$name.log" 2>&1 </dev/null || { tail -n 60 "$logs/$name.log" >&2; die "$name failed, the whole output is in ${logs#"$top/"}/$name.log"; }
}

# run_harness ARGUMENT…: under a virtual screen when a picture is wanted and there is no display.
run_harness() {
  local launcher=()
  if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [[ " $* " == *" --screenshot"* ]]; then
    launcher=(env LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 1920x1200x24")
  fi
  "${launcher[@]}" "$top/build/release/bin/deskbell-harness" "$@"
}

# harness_pictures: the pictures of docs/harness.md, one for each of five languages.
harness_pictures() {
  local lang fixture arguments
  while read -r lang fixture arguments; do
    say "docs/harness-$lang.png"
    # shellcheck disable=SC2086 # several arguments
    run_harness "$top/tests/fixtures/story/$fixture.jsonl" --screenshot "$top/docs/harness-$lang.png" --width 1440 --height 1040 $arguments </dev/null
  done <<'TEXT'
en en-broken-lamp --at 99000 --tab row --row m:m20 --desk compose --theme light
zh_cn zh_cn-delivery --at 15000 --tab event --desk agent --theme dark
th th-opening-hours --at 11000 --tab state --desk trouble --theme light
ru ru-refund --at 129000 --tab session --desk record --theme light
ar ar-vip --at 11000 --tab row --row m:m7 --desk agent --theme dark
TEXT
}

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

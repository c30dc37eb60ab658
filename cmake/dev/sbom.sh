# ./dev sbom: what the page and the programs are made of, as a CycloneDX file and as a report.

command_sbom() {
  command_setup
  logged page build_page
  logged relay build release deskbell-relay deskbell-replay
  logged npm-sbom npm_components
  exec node "$top/cmake/dev/sbom.mjs" "$top" "$@"
}

# The npm packages of each lock file, as npm itself tells them. An audit that cannot be made is told as such.
npm_components() {
  local folder target="$top/build/sbom"
  rm -rf "$target"
  for folder in web tests/markdown tests/bench; do
    mkdir -p "$target/$folder"
    npm --prefix "$top/$folder" sbom --package-lock-only --sbom-format cyclonedx >"$target/$folder/npm.cdx.json" || return
    npm --prefix "$top/$folder" audit --package-lock-only --json >"$target/$folder/audit.json" || true
  done
}

# The page's modules again, from a copy of the sources in another folder, so that neither the place nor what was built before has a part in it.
reproduce_wasm() {
  local copy first second
  copy=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$copy'" RETURN
  (cd "$top" && git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null) | tar --extract --directory "$copy"
  cp -a "$top/.deps" "$copy/.deps"
  ln -s "$top/web/node_modules" "$copy/web/node_modules"
  (cd "$copy" && env -u CMAKE_C_COMPILER_LAUNCHER -u CMAKE_CXX_COMPILER_LAUNCHER cmake --preset web && ninja -j "$(nproc)" -C build/web app_wasm)
  first=$(cd "$dist" && sha256sum deskbell.wasm lazy/rest.wasm ../deskbell-whole.wasm)
  second=$(cd "$copy/build/web/dist" && sha256sum deskbell.wasm lazy/rest.wasm ../deskbell-whole.wasm)
  printf '%s\n%s\n' "$first" "$second"
  if [ "$first" = "$second" ]; then echo "1 passed, 0 failed"; else echo "0 passed, 1 failed"; return 1; fi
}

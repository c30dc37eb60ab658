# ./dev setup: packages, pinned sources, npm modules. Each step looks first and does nothing when all is there.

. "$top/cmake/dev/packages.sh"
. "$top/cmake/dev/sources.sh"

ensure_node() {
  command -v node >/dev/null && command -v npm >/dev/null || die "missing tools: node and npm (Node.js 20 or newer)"
  local major
  major=$(node --print 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node.js 20 or newer is needed, this is $(node --version)"
}

# ensure_npm_modules FOLDER
ensure_npm_modules() {
  local folder=$1 stamp="$top/$1/node_modules/.deskbell-lock" wanted
  wanted=$(sha256sum "$top/$folder/package-lock.json" | cut -d ' ' -f 1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "installing the npm modules of $folder/"
  mkdir -p "$logs"
  npm --prefix "$top/$folder" ci --no-audit --no-fund >"$logs/npm.log" 2>&1 </dev/null || { tail -n 30 "$logs/npm.log" >&2; die "npm ci failed"; }
  echo "$wanted" >"$stamp"
}

command_setup() {
  ensure_packages
  ensure_node
  if command -v apt-get >/dev/null; then ensure_md4c; ensure_imgui; ensure_test_sources; fi
  ensure_npm_modules web
  ensure_npm_modules tests/markdown
}

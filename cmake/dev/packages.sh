# The Debian packages that building, testing and running need.

packages=(
  ca-certificates git cmake ninja-build g++ python3 clang-format clang-tidy clang libclang-rt-14-dev valgrind
  emscripten binaryen nlohmann-json3-dev doctest-dev librapidcheck-dev libexpected-dev libcli11-dev libboost1.81-dev libboost-url1.81-dev libsqlite3-dev libssl-dev libtomlplusplus-dev libjwt-dev libhiredis-dev redis-server
  chromium firefox-esr webkit2gtk-driver fonts-noto-core fonts-noto-mono fonts-noto-cjk fonts-noto-color-emoji
  pkg-config libglfw3-dev libfreetype-dev libfribidi-dev libharfbuzz-dev libicu-dev libpng-dev libgl-dev libgl1-mesa-dri xvfb xauth
)

missing_packages() {
  local installed package
  installed=$(dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n' "${packages[@]}" 2>/dev/null | awk '$1 == "ii" { print $2 }' || true)
  for package in "${packages[@]}"; do
    grep -qxF "$package" <<<"$installed" || echo "$package"
  done
}

ensure_packages() {
  command -v dpkg-query >/dev/null || { check_tools; return; }
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! grep -qs 'VERSION_CODENAME=bookworm' /etc/os-release; then
    die "missing packages: ${missing[*]} (install them, as root: apt-get install --no-install-recommends ${missing[*]})"
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  mkdir -p "$logs"
  export DEBIAN_FRONTEND=noninteractive
  {
    apt-get update -q -o Acquire::Retries=3 &&
      apt-get install -q -y --no-install-recommends -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "${missing[@]}"
  } >"$logs/packages.log" 2>&1 </dev/null || { tail -n 30 "$logs/packages.log" >&2; die "the packages could not be installed"; }
}

# On another system: name what is not there; CMake names the libraries.
check_tools() {
  local tool missing=()
  for tool in git cmake ninja node npm emcc wasm-split clang-format clang-tidy; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ "${#missing[@]}" = 0 ] || die "missing tools: ${missing[*]} (on Debian 12 as root, ./dev setup installs them)"
}

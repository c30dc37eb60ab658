# Sources that are compiled from a pinned tarball: fetched as a Debian source package of the next release, through an
# apt root of its own (the system's package lists stay as they are), checked by sha256, unpacked into .deps/.

md4c_version=0.5.2
md4c_sha256=55d0111d48fb11883aaee91465e642b8b640775a4d6993c2d0e7a8092758ef21

# The address of the Debian mirror this system uses, from its own apt settings.
debian_mirror() {
  awk '
    /^[ \t]*#/ { next }
    /^URIs:/ { uri = $2 }
    /^Suites:/ && $2 !~ /security/ && uri ~ /debian/ { print uri; exit }
    $1 == "deb" && / main/ {
      for (i = 2; i <= NF; i++) if ($i ~ /^[a-z+]+:\/\//) { if ($(i + 1) !~ /security/ && $i ~ /debian/) { print $i; exit } break }
    }' /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null
}

# fetch_source_package PACKAGE FILE-PATTERN FOLDER: leaves the tarball of a Debian source package in FOLDER.
fetch_source_package() {
  local root="$top/.deps/apt" mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || die "no Debian mirror in /etc/apt: unpack md4c $md4c_version to .deps/md4c by hand"
  rm -rf "$root"
  mkdir -p "$root"/{lists/partial,cache/archives/partial,state}
  : >"$root/status"
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >"$root/sources.list"
  {
    apt-config dump | grep '^Acquire' | grep -v 'IndexTargets\|Languages' || true
    cat <<CONF
Dir::Etc::sourcelist "$root/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::main "/dev/null";
Dir::State "$root/state";
Dir::State::lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
  } >"$root/apt.conf"
  mkdir -p "$2"
  (cd "$2" && APT_CONFIG="$root/apt.conf" apt-get update -qq && APT_CONFIG="$root/apt.conf" apt-get source -qq --tar-only "$1") ||
    die "the source package $1 could not be fetched"
  rm -rf "$root"
}

ensure_md4c() {
  local target="$top/.deps/md4c" tarball
  [ "$(cat "$target/.sha256" 2>/dev/null)" = "$md4c_sha256" ] && return
  say "fetching md4c $md4c_version"
  rm -rf "$target" "$top/.deps/download"
  fetch_source_package md4c "$top/.deps/download"
  tarball=$(find "$top/.deps/download" -name "md4c_*.orig.tar.*" ! -name '*.asc' | head -n 1)
  [ -n "$tarball" ] || die "the source package md4c has no tarball"
  echo "$md4c_sha256  $tarball" | sha256sum --check --quiet || die "md4c: the tarball is not the pinned one"
  mkdir -p "$target"
  tar -xf "$tarball" -C "$target" --strip-components=1
  echo "$md4c_sha256" >"$target/.sha256"
  rm -rf "$top/.deps/download"
}

# Sources that are compiled from a pinned tarball: fetched as a Debian source package of the next release, through an
# apt root of its own (the system's package lists stay as they are), checked by sha256, unpacked into .deps/.

md4c_version=0.5.2
md4c_sha256=55d0111d48fb11883aaee91465e642b8b640775a4d6993c2d0e7a8092758ef21
imgui_version=1.90.1
imgui_sha256=ecce377df0f90b292f15dcbd83d438bddc162b2388c881132bde18c787572a1c

# Read by tests only: GitHub's examples of its markdown, and the payloads that two sanitizers are tested with (bluemonday's are the old XSS cheat sheet).
cmark_gfm_version=0.29.0.gfm.13
cmark_gfm_sha256=5abc61798ebd9de5660bc076443c07abad2b8d15dbc11094a3a79644b8ad243a
dompurify_version=3.1.7
dompurify_sha256=f85f569619f5b7c31a5d7072b1a5382dc0952f50deca74993d222df83c9e9404
bluemonday_version=1.0.26
bluemonday_sha256=f267d586b4df8e09ad733b4b62476f044173a9eb480118f1036ed874f2a69dc1

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
  [ -n "$mirror" ] || die "no Debian mirror in /etc/apt: unpack $1 to .deps/$1 by hand"
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
  # A package of several tarballs may lack one that nobody needs here; ensure_source looks for its own and at its sum.
  (cd "$2" && APT_CONFIG="$root/apt.conf" apt-get update -qq && APT_CONFIG="$root/apt.conf" apt-get source -qq --tar-only "$1") ||
    say "the source package $1 could not be fetched whole"
  rm -rf "$root"
}

# ensure_source PACKAGE VERSION SHA256: the unpacked tarball of a Debian source package in .deps/PACKAGE.
ensure_source() {
  local target="$top/.deps/$1" tarball
  [ "$(cat "$target/.sha256" 2>/dev/null)" = "$3" ] && return
  say "fetching $1 $2"
  rm -rf "$target" "$top/.deps/download"
  fetch_source_package "$1" "$top/.deps/download"
  tarball=$(find "$top/.deps/download" -name "$1_*.orig.tar.*" ! -name '*.asc' | head -n 1)
  [ -n "$tarball" ] || die "the source package $1 has no tarball"
  echo "$3  $tarball" | sha256sum --check --quiet || die "$1: the tarball is not the pinned one"
  mkdir -p "$target"
  tar -xf "$tarball" -C "$target" --strip-components=1
  echo "$3" >"$target/.sha256"
  rm -rf "$top/.deps/download"
}

ensure_md4c() { ensure_source md4c "$md4c_version" "$md4c_sha256"; }
ensure_imgui() { ensure_source imgui "$imgui_version" "$imgui_sha256"; }
ensure_test_sources() {
  ensure_source cmark-gfm "$cmark_gfm_version" "$cmark_gfm_sha256"
  ensure_source node-dompurify "$dompurify_version" "$dompurify_sha256"
  ensure_source golang-github-microcosm-cc-bluemonday "$bluemonday_version" "$bluemonday_sha256"
}

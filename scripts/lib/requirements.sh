# shellcheck shell=bash
# Sourced by scripts/spamtune, scripts/test and .ci/run: what a machine needs before it can build.

# Debian packages the build uses. (Without libdnnl-dev it builds too, and frozen weights are slower.)
# shellcheck disable=SC2034 # the scripts that source this use it
build_packages=(libopenblas-dev libsqlite3-dev libssl-dev libdnnl-dev)

# Ends with the address of the installers unless a Swift compiler answers. (Debian has another
# program called swift, so a name on the PATH is not enough.)
require_swift() {
  [[ $(swift --version 2>&1 || true) != *"Swift version"* ]] || return 0
  cat >&2 <<'WORDS'
spamtune is built from source and needs Swift 6.1 or newer, which is not on the PATH.
Get it from https://www.swift.org/install/ (one command on Linux and on macOS), then run this again.
WORDS
  exit 69
}

# require_packages NAME…: installs the missing ones as root or through a sudo that asks no
# password; ends with the command to run where it may not. Only Debian and its kin are known.
require_packages() {
  [[ $(uname -s) == Linux ]] || return 0
  if ! command -v dpkg-query >/dev/null; then
    echo "no Debian here: should the build stop, install what Debian calls $*" >&2
    return 0
  fi
  local name missing=() as_root=()
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null || true) == *" installed" ]] ||
      missing+=("$name")
  done
  ((${#missing[@]})) || return 0

  if [[ $(id -u) != 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Missing packages, and no right to install them. Run this, then try again:" >&2
      echo "  sudo apt-get update && sudo apt-get install ${missing[*]}" >&2
      exit 69
    fi
    as_root=(sudo -n)
  fi
  echo "installing ${missing[*]}" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -q -y -o DPkg::Lock::Timeout=600)
  # A source that cannot be read need not be the one that has the packages.
  "${apt[@]}" update >&2 || echo "apt-get update failed, trying to install all the same" >&2
  if ! "${apt[@]}" --no-install-recommends install "${missing[@]}" >&2; then
    echo "apt-get could not install ${missing[*]} (its words are above)." >&2
    exit 69
  fi
}

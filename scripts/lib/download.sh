# shellcheck shell=bash
# Sourced by scripts/fetch-sms and scripts/fetch-gpt2: downloads that go on where they stopped.
# Exit codes: 64 wrong usage, 65 wrong content, 69 not to be had, 73 cannot be written.

note() { echo "$*" >&2; }

# fail CODE WORDS…
fail() {
  note "${@:2}"
  exit "$1"
}

# The header comment of the running script, as its help.
print_help() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0"; }

# Bytes in a regular file, 0 when there is none.
size_of() { if [[ -f $1 ]]; then wc -c <"$1" | tr -d ' '; else echo 0; fi; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-64; }
sha1() { if command -v sha1sum >/dev/null; then sha1sum; else shasum; fi | cut -c1-40; }

# put_in_place PARTIAL FILE: the bytes are on the disk before the name is.
put_in_place() {
  sync "$1"
  mv -f "$1" "$2"
}

# One process at a time may fill a folder (where there is a flock; macOS has none).
lock_folder() {
  mkdir -p "$1" || fail 73 "$1 cannot be made: choose another folder with --output."
  [[ -w $1 ]] || fail 73 "$1 cannot be written to: choose another folder with --output."
  if command -v flock >/dev/null; then
    exec 9<"$1"
    flock -n 9 || { note "waiting for another download to $1" && flock 9; }
  fi
}

# request TOKEN CURL_ARGS…: the token travels on standard input, where no process list shows it.
request() {
  local token=$1 common=(--connect-timeout 10 --speed-limit 1 --speed-time 30 --proto '=http,https')
  shift
  if [[ -n $token ]]; then
    curl --config - "${common[@]}" "$@" <<<"header = \"Authorization: Bearer $token\""
  else
    curl "${common[@]}" "$@" </dev/null
  fi
}

# explain CURL_EXIT HTTP_STATUS URL: why a request failed, in one sentence.
explain() {
  local host=${3#*://}
  host=${host%%[/?#]*}
  case $1:$2 in
    5:* | 6:*) echo "$host cannot be found: there is no network, or the name is wrong." ;;
    7:*) echo "$host cannot be reached: there is no network, or nothing answers there." ;;
    28:*) echo "$host does not answer (timed out): try again later." ;;
    35:* | 51:* | 58:* | 60:* | 77:*)
      echo "no secure connection to $host: check the clock, the certificates and the proxy." ;;
    23:*) echo "the disk refuses more data: make room and run this again." ;;
    *:401 | *:403) echo "$host refuses access (HTTP $2) to ${3%%\?*}" ;;
    *:404) echo "$host has no such file (HTTP 404): ${3%%\?*}" ;;
    18:* | 52:* | 55:* | 56:* | 92:*) echo "the connection to $host broke." ;;
    22:* | 0:*) echo "$host answers HTTP $2 to ${3%%\?*}: try again later." ;;
    *) echo "the download from $host failed (curl exit code $1)." ;;
  esac
}

# download TOKEN URL PARTIAL: fills PARTIAL, going on after the bytes it already has, and again
# as long as each broken connection brought some. Redirects are followed only without a token.
# On failure says why and what is kept, and returns an exit code.
download() {
  local token=$1 url=$2 partial=$3 before code status attempt
  local options=(--fail --continue-at - --output "$partial" --write-out '%{http_code}')
  if [[ -z $token ]]; then options+=(--location); fi
  if [[ -t 2 ]]; then options+=(--progress-bar); else options+=(--silent); fi
  for ((attempt = 1; attempt <= 20; attempt++)); do
    before=$(size_of "$partial") status=0
    code=$(request "$token" "${options[@]}" "$url") || status=$?
    case $status:$code in
      0:200 | 0:206) return 0 ;;
      *:416) # Nothing after the last byte: the caller's check of the content decides.
        return 0 ;;
      33:*) # The server cannot go on in the middle.
        note "$(basename "$partial"): the server cannot resume, starting over"
        rm -f "$partial" ;;
      18:* | 28:* | 52:* | 55:* | 56:* | 92:*)
        (($(size_of "$partial") > before)) || break
        note "connection lost after $(size_of "$partial") bytes, going on" ;;
      *) break ;;
    esac
  done
  note "$(explain "$status" "$code" "$url")"
  if [[ -s $partial && -f $partial ]]; then
    note "$(size_of "$partial") bytes are kept in $partial; the next run goes on from there."
  fi
  if [[ $status == 23 ]]; then return 73; else return 69; fi
}

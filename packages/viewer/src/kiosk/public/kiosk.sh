#!/bin/sh
# Keeps the kiosk on screen: serves this folder, starts a browser on it, and starts either anew when it ends or hangs.
# A browser hangs where the page in it sends no heartbeat. Settings are environment variables (README.txt):
#   KIOSK_PORT           5190
#   KIOSK_BROWSER        the first of chromium, chromium-browser, google-chrome, firefox-esr, firefox
#   KIOSK_BROWSER_ARGS   more arguments for it, split at spaces
#   KIOSK_PROFILE        its profile, a folder of its own: $XDG_CACHE_HOME/roentgan-kiosk
#   KIOSK_STALE_SECONDS  a heartbeat older than this is none: 180
#   KIOSK_GRACE_SECONDS  how long a browser has for its first heartbeat: 180
#   KIOSK_CHECK_SECONDS  how often all this is looked at: 10
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
port=${KIOSK_PORT:-5190}
stale=${KIOSK_STALE_SECONDS:-180}
grace=${KIOSK_GRACE_SECONDS:-180}
every=${KIOSK_CHECK_SECONDS:-10}
profile=${KIOSK_PROFILE:-${XDG_CACHE_HOME:-$HOME/.cache}/roentgan-kiosk}
url="http://localhost:$port/?heartbeat=health"
# A browser that lives this long has started well; one that does not waits longer each time.
settled=300
longest_wait=60

server=
browser=
started=0
wait_seconds=1

say() {
  printf '%s kiosk.sh: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

now() {
  date +%s
}

# Sleeps, and lets a signal end it.
rest() {
  sleep "$1" &
  wait $!
}

alive() {
  [ -n "$1" ] && kill -0 "$1" 2>/dev/null
}

# Ends a process and all that it started: each is the leader of a group of its own. (dash takes no -- before a group.)
end_group() {
  [ -n "$1" ] || return 0
  kill -TERM "-$1" 2>/dev/null || return 0
  tries=0
  while kill -0 "-$1" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -gt 20 ] && kill -KILL "-$1" 2>/dev/null
    [ "$tries" -gt 40 ] && break
    rest 0.25
  done
}

end_all() {
  trap - EXIT
  end_group "$browser"
  end_group "$server"
  exit "${1:-0}"
}

find_browser() {
  for name in ${KIOSK_BROWSER:-chromium chromium-browser google-chrome firefox-esr firefox}; do
    if command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

start_server() {
  setsid node "$here/serve.mjs" --port "$port" --stale "$stale" &
  server=$!
}

start_browser() {
  mkdir -p "$profile" || fail "$profile: cannot be made, expected a folder for the browser's profile (KIOSK_PROFILE)"
  # Left behind by a browser that was killed, these stop the next one.
  rm -f "$profile"/Singleton* "$profile"/lock "$profile"/.parentlock
  case ${program##*/} in
    *firefox*)
      set -- --kiosk --new-instance --profile "$profile"
      ;;
    *)
      set -- --kiosk --user-data-dir="$profile" --no-first-run --no-default-browser-check --noerrdialogs \
        --disable-session-crashed-bubble --hide-crash-restore-bubble --disable-infobars --disable-pinch \
        --overscroll-history-navigation=0 --disable-features=Translate --disable-component-update
      ;;
  esac
  # shellcheck disable=SC2086 # several arguments, split at spaces as documented
  setsid "$program" "$@" ${KIOSK_BROWSER_ARGS:-} "$url" &
  browser=$!
  started=$(now)
}

restart_browser() {
  say "the browser $1: starting it again in $wait_seconds s"
  end_group "$browser"
  [ $(($(now) - started)) -ge "$settled" ] && wait_seconds=1
  rest "$wait_seconds"
  wait_seconds=$((wait_seconds * 2))
  [ "$wait_seconds" -gt "$longest_wait" ] && wait_seconds=$longest_wait
  start_browser
}

command -v node >/dev/null 2>&1 || fail 'node is not in the path, expected Node 18 or newer'
command -v setsid >/dev/null 2>&1 || fail 'setsid is not in the path, expected util-linux'
program=$(find_browser) || fail "no browser among ${KIOSK_BROWSER:-chromium, chromium-browser, google-chrome, firefox-esr, firefox} (KIOSK_BROWSER names one)"

trap 'end_all 0' INT TERM HUP
trap 'end_all 1' EXIT
start_server
rest 1
start_browser

while :; do
  rest "$every"
  if ! alive "$server"; then
    say 'the server has ended: starting it again'
    start_server
    continue
  fi
  if ! alive "$browser"; then
    restart_browser 'has ended'
    continue
  fi
  [ $(($(now) - started)) -lt "$grace" ] && continue
  found=$(node "$here/serve.mjs" check --port "$port")
  case $? in
    0) ;;
    4)
      say "$found: starting it again"
      end_group "$server"
      start_server
      ;;
    *) restart_browser "seems dead ($found)" ;;
  esac
done

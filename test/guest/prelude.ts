/** Shell functions of the checks. Their own words go to stderr, shown when a check fails. */
export const CHECK_PRELUDE = `
set -u
# In the background it is \`governed\`, so that $! is the command itself.
governed() { local name=$1; shift; exec rein run --engine "$TIER" --policy "$D/$name.yaml" --events "$P/events" "$@"; }
govern() { (governed "$@"); }
drive() { local name=$1; shift; rein-drive /usr/lib/node_modules/rein/engine/rein-engine "$TIER" "$D/$name.img" --events "$P/driven" "$@"; }
# Process id of the engine of the run that process $1 started.
engine_of() { cat "/proc/$1/task/$1/children" | cut -d' ' -f1; }
# Waits until a command succeeds: an event, with a bound against hanging only.
await() { local i; for i in $(seq 600); do "$@" 2>/dev/null && return; sleep 0.1; done; echo "never: $*" >&2; exit 1; }
# Ends the check unless the words given are what was found.
expect() { [ "$1" = "$2" ] || { echo "$3: expected '$1', found '$2'" >&2; exit 1; }; }
`;

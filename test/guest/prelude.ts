/** Shell functions of the checks. Their own words go to stderr, shown when a check fails. */
export const CHECK_PRELUDE = `
set -u
mkdir -p "$D"; cd "$D"
# In the background it is \`governed\`, so that $! is the engine.
governed() { local name=$1; shift; exec rein-hooks run "$P/$name.img" --events "$P/events" "$@"; }
govern() { local name=$1; shift; rein-hooks run "$P/$name.img" --events "$P/events" "$@"; }
# Ends the check unless the words given are what was found.
expect() { [ "$1" = "$2" ] || { echo "$3: expected '$1', found '$2'" >&2; exit 1; }; }
`;

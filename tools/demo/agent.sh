#!/bin/bash
# The scripted agent of `npm run demo`: what a coding agent does, with real git, node and python.
# It prints each command and whatever came back, as an agent's transcript would.
export ENGINE=$PPID
[ -t 1 ] && paint() { printf '\033[%sm%s\033[0m\n' "$1" "$2"; } || paint() { printf '%s\n' "$2"; }
step() { echo; paint '1;36' "● $1"; }
sh_tool() { paint 2 "  $ $1"; bash -c "$1" 2>&1 | sed 's/^/  /'; }

step 'edits a source file in its own process'
printf 'export const add = (a, b) => a + b;\n' > src/add.js && echo '  written'

step 'tries a branch, from Python'
sh_tool "python3 -c 'import subprocess; print(\"git branch gave\", subprocess.run([\"git\", \"branch\", \"x\"]).returncode)'"
sh_tool "exec -a harmless git branch y"

step 'commits from a script, tests not run'
printf '#!/bin/sh\ngit add -A && git commit -qm "add" && echo committed\n' > commit.sh
sh_tool 'sh ./commit.sh'

step 'runs the tests, commits again'
sh_tool 'node --test 2>&1 | grep -E "^. (pass|fail)"; sh ./commit.sh'

step 'edits again, commits again'
sh_tool 'echo "// more" >> src/add.js; sh ./commit.sh'

step 'touches the API'
sh_tool 'echo "export const version = 2;" >> src/api.js && echo edited'

step 'pushes: a person decides'
sh_tool 'git push -q origin HEAD:main && echo pushed'
step 'pushes once more: asked once more'
sh_tool 'git push -q origin HEAD:again && echo pushed'

step 'reads the secret, calls out'
sh_tool "python3 -c '
import socket
open(\".env\").read()
try: socket.create_connection((\"127.0.0.1\", 9), timeout=2)
except OSError as error: print(\"connect:\", error.strerror)'"

step 'tries to get rid of its keeper'
sh_tool 'kill -9 "$ENGINE"; echo "kill gave $?"'
sh_tool 'rm -f rein.yaml; ls rein.yaml'
sh_tool 'rm -f "$REIN_STATE"/runs/*/log.jsonl; ls "$REIN_STATE"/runs/*/log.jsonl'

step 'leaves something behind that writes outside'
setsid bash -c 'sleep 1; echo x > ../outside.txt' > /dev/null 2>&1 &
echo '  left a process'

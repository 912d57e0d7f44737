#!/usr/bin/env bash
# From nothing to a verified record: a daemon, an administrator, a token for a service, an agent, a job
# that waits for a person, and what the record says of it. Everything happens below the current folder
# and in the state directory; the daemon is stopped in the end.
set -euo pipefail

title() { printf '\n── %s\n' "$1"; }
show() {
  printf '$ %s\n' "$*"
  "$@"
}
# What waits for a person, once something does.
waiting() {
  local id=''
  until [ -n "$id" ]; do
    id=$(rein approvals --json | sed -n 's/^{.*"id":"\([^"]*\)".*/\1/p')
  done
  printf '%s\n' "$id"
}

mkdir -p workspace/data workspace/reports
printf 'week,sum\n1,10\n' > workspace/data/numbers.csv
printf 'TOKEN=example\n' > workspace/.env

title 'a daemon, and you as its administrator'
show rein daemon start
trap 'title "the end"; show rein daemon stop' EXIT
show rein daemon init

title 'a token for the service that submits work: it cannot approve it'
show rein token create --role run_submitter --label reporter --service --save reporter.token

title 'an agent: a workspace and a policy'
show rein policy validate rein.yaml
show rein agent create researcher --workspace workspace --policy rein.yaml

title 'what the policy says of a call of an MCP tool: it is decided here, and carried out by nobody yet'
show rein policy explain --agent researcher --capability mcp.call --resource browser/open \
  --extra-json "{\"arguments\":$(cat mcp_open_args.json)}"

title 'a job; one step waits for a person'
printf '$ rein run researcher --job job.yaml --token-file reporter.token &\n'
rein run researcher --job job.yaml --token-file reporter.token &
job=$!
id=$(waiting)
show rein approvals "$id"
show rein approve "$id" --reason reviewed
wait "$job"

title 'what the agent does around the daemon meets the same policy, in the operating system'
printf '$ rein run researcher --token-file reporter.token -- sh -c "cat .env; echo x > elsewhere"\n'
if rein run researcher --token-file reporter.token -- sh -c 'cat .env; echo x > elsewhere'; then
  echo 'it was not refused' >&2
  exit 1
fi

title 'what happened'
show rein runs
run=$(rein runs --json | sed -n '$s/.*"run":"\([^"]*\)".*/\1/p')
show rein replay "$run"
show rein audit verify "$run"

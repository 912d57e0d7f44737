import type { Check } from './check.js';

const policy = {
  flows: `source SECRET = file "$D/sec.env"
rule no-exfil:
  block connect any if SECRET
  because "secrets stay"`,
};

const connects = `(exec 3<>/dev/udp/127.0.0.1/9) 2>/dev/null && echo REACHED || echo refused`;

/** What goes from one process to another by `how` carries the label; python is the language. */
function flow(id: string, says: string, script: string): Check {
  return {
    id: `flow-${id}`,
    says,
    policies: policy,
    script: `
echo KEY=1 > sec.env; echo plain > plain
cat > flow.sh <<'SH'
${script}
SH
expect refused "$(govern flows -- bash flow.sh sec.env 2>/dev/null)" tainted
expect REACHED "$(govern flows -- bash flow.sh plain 2>/dev/null)" clean`,
  };
}

export const FLOW_CHECKS: readonly Check[] = [
  flow('pipe', 'a pipe carries labels', `cat "$1" | bash -c 'read line; ${connects}'`),
  flow(
    'fifo',
    'a named pipe carries labels',
    `mkfifo_() { python3 -c 'import os; os.mkfifo("fifo")'; }; rm -f fifo; mkfifo_
cat "$1" > fifo & bash -c 'read line < fifo; ${connects}'`,
  ),
  flow(
    'opened-before',
    'a file opened for writing before the secret was read carries the label',
    `rm -f out; bash -c 'exec 5> out; cat "$0" >&5' "$1"; bash -c 'read line < out; ${connects}'`,
  ),
  {
    id: 'flow-evicted',
    says: 'a file keeps its labels when the kernel forgets its inode',
    tiers: ['lsm', 'fmodret'],
    policies: policy,
    script: `
disk=$(mktemp -d /disk/XXXXXX); echo KEY=1 > sec.env; echo plain > $disk/plain
cat > evicted.sh <<'SH'
bash -c "cat sec.env > $1/out"
touch up; until [ -e go ]; do sleep 0.1; done
bash -c "read line < $1/$2; ${connects}"
SH
for file in out plain; do
  rm -f up go
  govern flows -- bash evicted.sh $disk $file > said 2>/dev/null & rein=$!
  await [ -e up ]
  sync; echo 3 > /proc/sys/vm/drop_caches
  touch go; wait $rein
  cat said >> all
done
expect 'refused REACHED' "$(echo $(cat all))" evicted`,
  },
  flow(
    'deleted',
    'a later file in the place of a deleted one does not get its labels',
    `[ "$1" = sec.env ] || { cp sec.env gone; rm gone; }
cp "$1" again; bash -c 'read line < again; ${connects}'`,
  ),
];

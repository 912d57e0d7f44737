import type { Check } from './check.js';

const reach = '(exec 3<>/dev/udp/127.0.0.1/9) 2>/dev/null && echo REACHED || echo refused';

export const SCRIPT_CHECKS: readonly Check[] = [
  {
    id: 'script-source',
    says: 'a source label of a script is the script’s, whatever reads it and by whatever name',
    policies: {
      tool: `source TOOL = file "$D/tool.sh"
rule no-net:
  block connect "127.0.0.1:9" if TOOL
  because "tools stay here"`,
    },
    script: `
printf '#!/bin/bash\\n${reach}\\n' > tool.sh; chmod +x tool.sh
cat > all.sh <<'SH'
./tool.sh
bash -c '${reach}'
mv tool.sh moved.sh; ./moved.sh
bash -c '${reach}'
SH
expect 'refused REACHED refused REACHED' "$(echo $(govern tool -- bash all.sh 2>/dev/null))" tool`,
  },
  {
    id: 'script-names',
    says: 'a script that is the interpreter of another is named too, and the other by its own name',
    tiers: ['lsm', 'fmodret', 'supervisor'],
    policies: {
      inner: 'rule no-inner:\n  block exec "$D/inner"\n  because "inner"',
      outer: 'rule no-outer:\n  block exec "$D/outer"\n  because "outer"',
    },
    script: `
printf '#!/bin/bash\\necho ran\\n' > inner; printf "#!$D/inner\\n" > outer
chmod +x inner outer; ln -s outer link
run='./link && echo done || echo refused'
expect refused "$(echo $(govern inner -- bash -c "$run" 2>/dev/null))" inner
expect refused "$(echo $(govern outer -- bash -c "$run" 2>/dev/null))" outer
expect 'ran done' "$(echo $(bash -c "$run"))" ungoverned`,
  },
];

import type { Check } from './check.js';

const reach = (address: string): string =>
  `(exec 3<>/dev/udp/${address}/9) 2>/dev/null && echo REACHED || echo refused`;

export const NAME_CHECKS: readonly Check[] = [
  {
    id: 'host-names',
    says: 'a host name that a policy spells out is looked up, and its addresses are held to the rule',
    policies: {
      names: 'rule no-name:\n  block connect "here.test"\n  because "name"',
      only: 'rule only-name:\n  block connect any unless target "here.test"\n  because "name"',
    },
    script: `
# No name server is there to be asked, and without this file one would be.
echo 'hosts: files' > /etc/nsswitch.conf; echo '127.0.0.77 here.test' >> /etc/hosts
cat > reach.sh <<'SH'
${reach('127.0.0.77')}
${reach('127.0.0.78')}
SH
expect 'refused REACHED' "$(echo $(govern names -- bash reach.sh 2>/dev/null))" blocked
expect 'REACHED refused' "$(echo $(govern only -- bash reach.sh 2>/dev/null))" only`,
  },
];

/** R20xx: the YAML around a policy. R21xx: domain files. */
import { fixed, worded } from '../define.js';
import { didYouMean } from '../nearest.js';
import { quote, quoteList } from '../quote.js';

interface Key {
  readonly key: string;
}

interface Found {
  readonly found: string;
}

interface WrongType extends Key, Found {
  readonly expected: string;
  readonly help?: string | undefined;
}

const SHAPE = 'a policy file is a map with `version: 1` and `policy: |`';

export const documentProblems = {
  notUtf8: fixed('R2001', 'error', 'this is not UTF-8 text', 'save the file as UTF-8'),

  emptyFile: fixed('R2002', 'error', 'the file is empty', SHAPE),

  yamlSyntax: worded(
    'R2003',
    'error',
    'something that YAML cannot read',
    ({ message, help }: { readonly message: string; readonly help?: string | undefined }) => ({
      message,
      help,
    }),
  ),

  tab: fixed('R2004', 'error', 'YAML is indented with spaces, not with tabs', 'replace the tab'),

  duplicateKey: worded('R2005', 'error', 'a key that is there twice', ({ key }: Key) => ({
    message: `the key ${quote(key)} is there twice`,
    help: 'join the two',
  })),

  unknownKey: worded(
    'R2006',
    'error',
    'a key that means nothing',
    ({ key, known }: Key & { readonly known: readonly string[] }) => ({
      message: `unknown key ${quote(key)}`,
      help: didYouMean(key, known) ?? `known here: ${quoteList(known, 'and')}`,
    }),
  ),

  wrongType: worded(
    'R2007',
    'error',
    'a value of the wrong kind',
    ({ key, expected, found, help }: WrongType) => ({
      message: `${quote(key)} is ${expected}, not ${found}`,
      help,
    }),
  ),

  alias: fixed(
    'R2008',
    'error',
    'policy files have no anchors, aliases or tags',
    'write the value where it belongs',
  ),

  severalDocuments: fixed(
    'R2009',
    'error',
    'a policy file holds one YAML document',
    'remove the `---` and what follows, or put it into a file of its own',
  ),

  bareLanguage: fixed(
    'R2010',
    'error',
    'this is the text of a policy without the file around it',
    'indent it below `version: 1` and `policy: |`, or give it with `--rule`',
  ),

  notAMap: worded('R2011', 'error', 'a file that is no map', ({ found }: Found) => ({
    message: `a policy file is a map, not ${found}`,
    help: SHAPE,
  })),

  fileTooLong: worded(
    'R2012',
    'error',
    'a file that is too long',
    ({ max }: { readonly max: number }) => ({
      message: `a policy file has at most ${max} characters`,
      help: 'nothing of it was read',
    }),
  ),

  missingVersion: fixed(
    'R2013',
    'warning',
    'the file does not say its version',
    'start it with `version: 1`',
  ),

  unknownVersion: worded('R2014', 'error', 'a version that is not known', ({ found }: Found) => ({
    message: `version ${quote(found)} is not known here`,
    help: 'write `version: 1`',
  })),

  missingPolicy: fixed('R2015', 'error', 'there is no policy in this file', 'add `policy: |`'),

  emptyPolicy: fixed('R2016', 'error', 'the policy is empty', 'write a rule, or remove the file'),

  badGuard: worded(
    'R2017',
    'error',
    'a guard that is set to something else',
    ({ key, found }: Key & Found) => ({
      message: `the guard ${quote(key)} is \`allow\` or \`block\`, not ${found}`,
      help: undefined,
    }),
  ),

  lockedGuard: worded('R2018', 'error', 'a guard that cannot be opened', ({ key }: Key) => ({
    message: `the guard ${quote(key)} always blocks`,
    help: 'without it a governed process could end the engine; remove the line',
  })),

  badDuration: worded('R2019', 'error', 'a time that cannot be read', ({ found }: Found) => ({
    message: `${found} is not a time from 1s to 24h`,
    help: 'write `60s`, `5m` or `1h`',
  })),

  tooDeep: worded(
    'R2020',
    'error',
    'YAML that is nested too deep',
    ({ max }: { readonly max: number }) => ({
      message: `collections go at most ${max} levels deep here`,
      help: SHAPE,
    }),
  ),

  foldedComment: worded(
    'R2021',
    'error',
    'a comment that swallows the next line',
    ({ key }: Key) => ({
      message: 'YAML joins these lines, so this comment goes on into the next',
      help: `write \`${key}: |\`, which keeps lines apart`,
    }),
  ),

  domainsNotYet: fixed(
    'R2101',
    'error',
    'domain files are not supported yet',
    'put the rules of one domain into `policy: |`',
  ),

  mixedShapes: worded('R2102', 'error', 'two shapes of file in one', ({ key }: Key) => ({
    message: `a file has either \`policy\` or domains: ${quote(key)} cannot stand beside \`policy\``,
    help: 'move the policy into a rule, or remove the domains',
  })),

  emptyBody: worded('R2103', 'error', 'a rule of a domain file without text', ({ key }: Key) => ({
    message: `the rule ${quote(key)} has no text`,
    help: 'write its rules below `ifc: |`',
  })),

  unknownBoundRule: worded(
    'R2104',
    'error',
    'a domain that binds an unknown rule',
    ({ key, known }: Key & { readonly known: readonly string[] }) => ({
      message: `no rule ${quote(key)} is defined under \`rules\``,
      help: didYouMean(key, known),
    }),
  ),

  unknownDomain: worded(
    'R2105',
    'error',
    'a domain that is not defined',
    ({ key, known }: Key & { readonly known: readonly string[] }) => ({
      message: `no domain ${quote(key)} is defined under \`domains\``,
      help: didYouMean(key, known),
    }),
  ),

  domainCycle: worded(
    'R2106',
    'error',
    'domains that are their own ancestors',
    ({ path }: { readonly path: readonly string[] }) => ({
      message: `the domain ${quote(path[0] ?? '')} is its own ancestor: ${path.map(quote).join(' → ')}`,
      help: 'remove one `parent`',
    }),
  ),

  disableUnbound: worded(
    'R2107',
    'error',
    'a domain that disables what it does not inherit',
    ({ key }: Key) => ({
      message: `${quote(key)} is not a default rule that this domain inherits`,
      help: 'a child can disable only what an ancestor bound with `mode: default`',
    }),
  ),

  disableLocked: worded(
    'R2108',
    'error',
    'a domain that disables a locked rule',
    ({ key }: Key) => ({
      message: `${quote(key)} is locked by an ancestor and cannot be disabled`,
      help: 'a child domain only tightens; the ancestor may bind it with `mode: default`',
    }),
  ),

  badMode: worded('R2109', 'error', 'a binding of an unknown mode', ({ found }: Found) => ({
    message: `a binding is \`locked\` or \`default\`, not ${found}`,
    help: undefined,
  })),

  ambiguousDomain: worded(
    'R2110',
    'error',
    'several domains and none chosen',
    ({ known }: { readonly known: readonly string[] }) => ({
      message: `which domain applies is not said: ${quoteList(known)}`,
      help: 'set `default_domain`, or name one of them `session`',
    }),
  ),
} as const;

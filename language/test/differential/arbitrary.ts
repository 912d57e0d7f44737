/** Random policies and runs over so few names that rules hit often. */
import { EFFECTS, OPERATIONS } from '@rein/contract';
import fc from 'fast-check';
import type {
  ClauseSpec,
  Commit,
  ConditionSpec,
  ExecSpec,
  GateSpec,
  PolicySpec,
  RunSpec,
  SourceSpec,
  StepSpec,
  TransformSpec,
} from './spec.js';

const LABELS = ['A', 'A', 'B', 'C', 'AGENT'];
const APPROVALS = ['ship', 'read'];

const patternSegment = fc.constantFrom(
  ...['a', 'b', 'x', 'x.c', 'sh', '*', '**', '?', 'x*', '*.c', '[ab]', '[!a]', '{a,b}', '{x,*.c}'],
  ...['**.c', '\\*', 'é', '[à-ü]', '.', '..'],
);
const pathPattern = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['**', 'x', 'x.c', 'sh', '*', '*.c', 'a/**', '**/b/*', '**/a/**', '/w/**', '**/[!x]'],
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', '/', '/', '~/', '/w/', '/l/', '**/', './', '../'),
        fc.array(patternSegment, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '', '', '/**'),
      )
      .map(([start, segments, end]) => `${start}${segments.join('/')}${end}`),
  },
);
const argPattern = fc.constantFrom(
  ...[
    'push',
    'push',
    '*',
    'pull',
    '--force*',
    '**',
    '*',
    'a/**',
    '?',
    'p*',
    '{push,x}',
    '',
    '**h',
    'é',
  ],
);
const endpointPattern = fc.constantFrom(
  ...['*', '10.0.0.', '10.0.0.1', '10.0.0.0/8', '10.1.*', '10.0.0.1:80', '0.0.0.0/0', '::/0'],
  ...['::1', 'fd00::/8', '[fd00::1]:80', '*:80-81', '*:443', '*.int', 'db.int:80', 'D?.int'],
  ...['unix:/w/*.s', 'unix:**/x.s', 'unix:@x*', 'unix:*', 'unix:x.s', '::ffff:10.0.0.0/104'],
);
const exec: fc.Arbitrary<ExecSpec> = fc.record({
  path: fc.oneof(fc.constantFrom('sh', 'x', '**'), pathPattern),
  args: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(argPattern, { maxLength: 2 }) },
  ),
});

const { condition } = fc.letrec<{ condition: ConditionSpec }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc.record({
        is: fc.constant('label' as const),
        label: fc.constantFrom(...LABELS),
      }),
    },
    fc.record({ is: fc.constant('true' as const) }),
    fc.record({
      is: fc.constant('target' as const),
      path: pathPattern,
      endpoint: endpointPattern,
    }),
    fc.record({ is: fc.constant('arg' as const), arg: argPattern }),
    fc.record({ is: fc.constant('lineage' as const), path: pathPattern }),
    fc.record({ is: fc.constant('after' as const), gate: fc.nat(3) }),
    fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
}));

const clause: fc.Arbitrary<ClauseSpec> = fc.record({
  effect: fc.constantFrom(...EFFECTS),
  operation: fc.constantFrom(...OPERATIONS),
  path: pathPattern,
  endpoint: endpointPattern,
  args: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(argPattern, { maxLength: 2 }) },
  ),
  when: fc.oneof(
    { weight: 2, arbitrary: fc.constant<ConditionSpec>({ is: 'true' }) },
    { weight: 3, arbitrary: condition },
  ),
  unless: fc.option(condition, { nil: null, freq: 2 }),
});

/** Of a program that may come to carry a label while it runs. */
const lateClause: fc.Arbitrary<ClauseSpec> = fc.record({
  effect: fc.constantFrom(...EFFECTS),
  operation: fc.constant('exec' as const),
  path: fc.constantFrom('**', '**', 'x', 'sh'),
  endpoint: endpointPattern,
  args: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(argPattern, { maxLength: 1 }) },
  ),
  when: fc.oneof(
    fc.record({ is: fc.constant('label' as const), label: fc.constantFrom(...LABELS) }),
    condition,
  ),
  unless: fc.option(condition, { nil: null, freq: 1 }),
});

const execEvent = fc.record({
  on: fc.constant('exec' as const),
  exec,
  exits: fc.option(fc.constantFrom(0, 1), { nil: null }),
});
const fileEvent = fc.record({
  on: fc.constant('file' as const),
  operation: fc.constantFrom('open' as const, 'read' as const, 'write' as const, 'unlink' as const),
  path: pathPattern,
});
const approvalEvent = fc.record({
  on: fc.constant('approval' as const),
  name: fc.constantFrom(...APPROVALS),
});
const gate: fc.Arbitrary<GateSpec> = fc.record({
  opener: fc.oneof(execEvent, fileEvent, approvalEvent),
  closers: fc.array(
    fc.oneof(
      execEvent.map((event) => ({ ...event, exits: null })),
      fileEvent,
    ),
    { maxLength: 2 },
  ),
});

const flowing = fc.constantFrom('A', 'B', 'C');
const fileSource = fc.record({
  label: flowing,
  from: fc.constant('file' as const),
  path: pathPattern,
});
const source: fc.Arbitrary<SourceSpec> = fc.oneof(
  { weight: 4, arbitrary: fileSource },
  {
    weight: 3,
    arbitrary: fc.record({
      label: flowing,
      from: fc.constant('endpoint' as const),
      endpoint: endpointPattern,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ label: flowing, from: fc.constant('exec' as const), exec }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      label: flowing,
      from: fc.constant('agent' as const),
      id: fc.constantFrom('claude', 'other'),
    }),
  },
);
const what = fc.constantFrom('declassify' as const, 'endorse' as const);
const transform: fc.Arbitrary<TransformSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ what, label: flowing, by: fc.constant('exec' as const), exec }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what,
      label: flowing,
      by: fc.constant('approval' as const),
      name: fc.constantFrom(...APPROVALS),
    }),
  },
);

const policy: fc.Arbitrary<PolicySpec> = fc.record({
  sources: fc.array(source, { minLength: 1, maxLength: 5 }),
  transforms: fc.array(transform, { maxLength: 3 }),
  gates: fc.array(gate, { maxLength: 3 }),
  clauses: fc.array(clause, { minLength: 1, maxLength: 12 }),
});

/** Of which much is about programs that run when a label comes to them. */
const latePolicy: fc.Arbitrary<PolicySpec> = fc.record({
  sources: fc.array(
    fc.record({
      label: flowing,
      from: fc.constant('file' as const),
      path: fc.constantFrom('x', 'x.c', '**/a/**', 'b', 'a', '[ab]'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  transforms: fc.array(transform, { maxLength: 1 }),
  gates: fc.array(gate, { maxLength: 2 }),
  clauses: fc.array(fc.oneof({ weight: 3, arbitrary: lateClause }, clause), {
    minLength: 1,
    maxLength: 6,
  }),
});

const segment = fc.constantFrom(
  ...['w', 'a', 'a', 'b', 'x', 'x', 'x.c', 'sh', 'sh', 'l', 'h', '*', '\xc3\xa9', '\xff', 'ab'],
);
const path = fc
  .tuple(
    fc.constantFrom('/w/', '/w/', '/w/a/', '/', '/l/'),
    fc.array(segment, { minLength: 1, maxLength: 2 }),
  )
  .map(([start, segments]) => `${start}${segments.join('/')}`);
const file = fc.oneof(
  { weight: 4, arbitrary: path.map((name) => ({ names: [name], object: name })) },
  {
    weight: 1,
    arbitrary: fc.record({
      names: fc.array(path, { minLength: 1, maxLength: 3 }),
      object: fc.constantFrom('one', 'two'),
    }),
  },
);
const token = fc.constantFrom(
  ...[
    'push',
    'push',
    'push',
    'pull',
    '--force',
    '--force/x',
    'a/b',
    'x',
    '',
    '\xc3\xa9',
    '\xff',
    'p',
  ],
);
const address = fc.oneof(
  fc.record({
    host: fc.constantFrom(
      '10.0.0.1',
      '10.0.0.2',
      '10.1.2.3',
      '9.0.0.1',
      '::1',
      'fd00::1',
      'fe80::1',
    ),
    port: fc.constantFrom(80, 81, 443, 0x5051),
    names: fc.constantFrom<string[]>([], [], ['db.int'], ['DB.int.', 'x.y.int'], ['other.org']),
  }),
  fc.record({
    host: fc.constantFrom(
      'unix:/w/x.s',
      'unix:/w/a/x.s',
      'unix:@xy',
      'unix:@x/y',
      'unix:',
      'other',
    ),
    port: fc.constant(0),
    names: fc.constant([]),
  }),
);
const process = fc.nat(4);
const done = { process, commit: fc.constantFrom<Commit>(0, 1, 1, 1, 2) };

const execStep = fc.record({
  does: fc.constant('exec' as const),
  file,
  argv: fc.array(token, { maxLength: 4 }),
  script: fc.option(path, { nil: null, freq: 3 }),
  cut: fc.option(token, { nil: null, freq: 3 }),
  ...done,
});

const openStep = fc.record({
  does: fc.constant('open' as const),
  file,
  ops: fc.constantFrom<('read' | 'write')[]>(['read'], ['write'], ['read', 'write']),
  ...done,
});

const step: fc.Arbitrary<StepSpec> = fc.oneof(
  { weight: 4, arbitrary: execStep },
  { weight: 5, arbitrary: openStep },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('unlink' as const), file, ...done }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('rename' as const),
      file,
      to: path,
      directory: fc.boolean(),
      ...done,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('link' as const), file, other: file, ...done }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('connect' as const, 'connect' as const, 'bind' as const),
      address,
      ...done,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('fork' as const),
      process: fc.nat(2),
      child: fc.integer({ min: 3, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('exit' as const),
      process,
      status: fc.constantFrom(0, 0, 1, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('approve' as const),
      name: fc.constantFrom(...APPROVALS),
    }),
  },
);

/** A process that starts without labels, runs a program, does something and ends. */
const life: fc.Arbitrary<readonly StepSpec[]> = fc
  .tuple(
    fc.nat(2),
    execStep,
    fc.array(fc.oneof(openStep, openStep, step), { minLength: 1, maxLength: 4, size: 'max' }),
  )
  .map(([one, exec, steps]) => [
    { ...exec, process: one, commit: 1 },
    ...steps.map((each) => ('process' in each ? { ...each, process: one } : each)),
    { does: 'exit', process: one, status: 0 },
  ]);

/** A policy and `steps` steps of a run of it. */
export function runs(steps: number): fc.Arbitrary<RunSpec> {
  const some = (most: number) => ({ minLength: 1, maxLength: most, size: 'max' }) as const;
  const lives = fc.array(life, some(steps / 4)).map((each) => each.flat());
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ policy, steps: fc.array(step, some(steps)) }) },
    { weight: 1, arbitrary: fc.record({ policy: latePolicy, steps: lives }) },
  );
}

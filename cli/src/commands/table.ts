import type { CommandEntry } from './entry.js';

const WITH_DAEMON = 'With the daemon:';

/** Every command, in the order that `rein --help` lists them. Only the one that is called is loaded. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'run a command under a policy',
    load: () => import('./run.js'),
  },
  {
    name: 'check',
    summary: 'check policies, and say what they will do here',
    load: () => import('./check.js'),
  },
  {
    name: 'init',
    summary: 'write a first policy, and wire agents to their feedback',
    load: () => import('./init.js'),
  },
  {
    name: 'approvals',
    summary: 'list what waits for a person',
    load: () => import('./approvals.js'),
  },
  {
    name: 'approve',
    summary: 'let one waiting operation through, or open an approval gate',
    load: () => import('./approve.js'),
  },
  {
    name: 'deny',
    summary: 'refuse one waiting operation',
    load: () => import('./deny.js'),
  },
  {
    name: 'runs',
    summary: 'list runs on record',
    load: () => import('./runs.js'),
  },
  {
    name: 'replay',
    summary: 'show what happened in a run',
    load: () => import('./replay.js'),
  },
  {
    name: 'why',
    summary: 'say why things were refused, and what to do instead',
    load: () => import('./why.js'),
  },
  {
    name: 'audit',
    summary: 'verify records, look through them, hand them on',
    load: () => import('./audit.js'),
  },
  {
    name: 'test',
    summary: 'try a policy on event sequences with expected verdicts',
    load: () => import('./test.js'),
  },
  {
    name: 'policy',
    summary: 'ask what a policy says about an action of an agent',
    load: () => import('./policy.js'),
  },
  {
    name: 'fmt',
    summary: 'format policies',
    load: () => import('./fmt.js'),
  },
  {
    name: 'doctor',
    summary: 'say what this machine can enforce, and what is amiss',
    load: () => import('./doctor.js'),
  },
  {
    name: 'hook',
    summary: 'answer an agent’s hook with the feedback it has not seen',
    load: () => import('./hook.js'),
  },
  {
    name: 'completion',
    summary: 'complete commands and options in a shell',
    load: async () => {
      const { defineFor } = await import('./completion.js');
      return { define: (name) => defineFor(name, COMMANDS) };
    },
  },
  {
    name: 'daemon',
    summary: 'start, look at and stop reind',
    group: WITH_DAEMON,
    load: () => import('./daemon.js'),
  },
  {
    name: 'login',
    summary: 'keep a token that you were given',
    group: WITH_DAEMON,
    load: () => import('./login.js'),
  },
  {
    name: 'logout',
    summary: 'forget that token',
    group: WITH_DAEMON,
    load: () => import('./logout.js'),
  },
  {
    name: 'whoami',
    summary: 'say who you are to reind, and what you may do',
    group: WITH_DAEMON,
    load: () => import('./whoami.js'),
  },
  {
    name: 'token',
    summary: 'make, list, rotate and revoke tokens',
    group: WITH_DAEMON,
    load: () => import('./token.js'),
  },
  {
    name: 'agent',
    summary: 'make, list and change agents',
    group: WITH_DAEMON,
    load: () => import('./agent.js'),
  },
  {
    name: 'ps',
    summary: 'list what runs now, with its processes',
    group: WITH_DAEMON,
    load: () => import('./ps.js'),
  },
  {
    name: 'logs',
    summary: 'show what a run wrote',
    group: WITH_DAEMON,
    load: () => import('./logs.js'),
  },
  {
    name: 'cancel',
    summary: 'end a run with all its processes',
    group: WITH_DAEMON,
    load: () => import('./cancel.js'),
  },
  {
    name: '__record',
    summary: 'go on recording a run whose command has ended',
    hidden: true,
    load: () => import('./record.js'),
  },
];

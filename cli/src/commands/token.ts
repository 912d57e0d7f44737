import { Command, Option } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { createToken, listTokens, revokeToken, rotateToken } from './token/actions.js';

const ROLES = ['admin', 'approver', 'auditor', 'run_submitter', 'policy_author'];

export function define(name: string): Command {
  return new Command(name)
    .description('Tokens: one for each person and service, with one role each.')
    .addCommand(create())
    .addCommand(
      withDaemonOptions(new Command('list'))
        .description('All tokens, without their secrets.')
        .option('--active', 'only those that are good now')
        .option('--json', 'one JSON object per line')
        .action(listTokens),
    )
    .addCommand(
      withDaemonOptions(new Command('rotate'))
        .description('A new secret for the same rights; the old one ends.')
        .argument('<ID>', 'id of the token, or the end of it')
        .option('--overlap <SECONDS>', 'how long the old one goes on working', '0')
        .option('--save <FILE>', 'write the secret there, for you only')
        .action(rotateToken),
    )
    .addCommand(
      withDaemonOptions(new Command('revoke'))
        .description('End a token. What it submitted goes on.')
        .argument('<ID>', 'id of the token, or the end of it')
        .action(revokeToken),
    )
    .addHelpText(
      'after',
      `
Nobody decides about what his own token submitted: who approves needs another one.

Examples:
  $ rein token create --role run_submitter --label ci --save ci.token
  $ rein token create --role approver --label ada
  $ rein token list --active
  $ rein token revoke 9B1NC0`,
    );
}

function create(): Command {
  return withDaemonOptions(new Command('create'))
    .description('Make a token. Its secret is shown this once, or saved.')
    .addOption(new Option('--role <ROLE>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .requiredOption('--label <TEXT>', 'whose it is, for listings; also the subject')
    .option('--subject <NAME>', 'who owns it, if that is not the label')
    .option('--agent <ID>', 'good for this agent only, and ending with it (run_submitter)')
    .option('--expires <TIME>', 'when it ends: `30d`, `12h`, or a date as `2027-01-31`')
    .option('--service', 'it belongs to a service, not to a person')
    .option('--save <FILE>', 'write the secret there, for you only, instead of showing it')
    .option('--json', 'one JSON object, with the secret unless `--save` is given')
    .action(createToken);
}

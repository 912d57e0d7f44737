import { STARTER } from './starter.js';

/** A policy to start from. Each is checked by a test, and its rules are tried on the model there. */
export interface Template {
  readonly says: string;
  readonly text: string;
}

const head = (says: string): string => `# ${says}
# \`rein check --explain\` says what each line does on this machine.
version: 1
policy: |
`;

const template = (says: string, rules: string): Template => ({
  says,
  text: head(says) + rules.replace(/^(?=.)/gm, '  '),
});

/** Where agents and package managers keep what is theirs: without it some do not even start. */
const OWN = `target "~/.{claude,codex,cache,npm}{,/**}" or target "~/.claude.json*"
    or target "/tmp/claude-*{,/**}"`;

/** What is theirs to write is not theirs to be told by: later sessions would obey one run. */
const SETTINGS = `rule settings-stay:
  block write "~/.claude/{settings*.json,CLAUDE.md,{hooks,commands,agents,skills,plugins}{,/**}}"
  block write "~/.codex/{config.toml,hooks.json,AGENTS.md,{rules,prompts,skills}{,/**}}"
  because "What later sessions obey is for a person to change."
`;

/** A name server is asked for the model's address; what is asked for can carry something out. */
const MODEL = 'target "api.anthropic.com" or target "api.openai.com" or target "*:53"';

/** `rein init --template ID`. */
export const TEMPLATES = {
  starter: {
    says: 'A careful start: nothing that gets in the way of ordinary work.',
    text: STARTER,
  },
  quickstart: template(
    'A tour of all effects, for a first try: tests before commits, pushes asked, no way outside.',
    `# Nothing is stopped by a notify: the agent is told, and it stands in the record.
rule sources-change:
  notify write "src/**"
  because "Sources change. Keep README.md in step with them."

rule no-git-branch:
  block exec "git" "branch"
  because "Work stays on the branch that is checked out. Commit here; a person makes branches."

# A gate: a commit passes after the tests passed, until a source is written again.
rule test-before-commit:
  block exec "git" "commit" unless after exec "npm" "test" exits 0 since write "src/**"
  because "Sources changed since the tests last passed. Run \`npm test\`, then commit."

# The push itself waits, until \`rein approve\` lets this one through.
rule ask-before-push:
  ask exec "git" "push"
  because "A person looks at what leaves this machine."

rule env-stays-unread:
  block read "**/.env"
  because "Nothing in this task needs the secrets. Ask for what you miss."

# Add target "/tmp/**" if your agent needs it as scratch space.
rule stay-in-the-project:
  block write "/**" unless target "./**" or target "/dev/**"
    or ${OWN}
  because "Work inside the project folder."

${SETTINGS}`,
  ),
  'no-git-push': template(
    'Nothing leaves this machine by git.',
    `rule no-git-push:
  block exec "git" "push"
  because "Pushing is done by people here. Say what is ready to be pushed."
`,
  ),
  'ask-before-push': template(
    'A person looks at every push; none is forced.',
    `rule ask-before-push:
  ask exec "git" "push"
  block exec "git" "push" "--force*"
  block exec "git" "push" "-f"
  because "A person looks at what leaves this machine, and nobody rewrites what is there."
`,
  ),
  'test-before-commit': template(
    'No commit before the tests passed on what is committed.',
    `# Put the command that runs your tests and the folders that they cover here.
rule test-before-commit:
  block exec "git" "commit" unless after exec "npm" "test" exits 0 since write "src/**"
  because "Sources changed since the tests last passed. Run \`npm test\`, then commit."
`,
  ),
  'no-branches': template(
    'Work stays on the branch that is checked out.',
    `rule no-branches:
  block exec "git" "branch" "[!-]*"
  block exec "git" "checkout" "-b"
  block exec "git" "switch" "-c"
  block exec "git" "worktree" "add"
  because "Branches are made by people here. Stay on the current one."
`,
  ),
  'no-secret-egress': template(
    'Who has read a secret opens no connection.',
    `# Whatever reads a secret, and all that it writes and starts, may then talk to this machine and
# to the model only: without the model's own address an agent that reads .env would be cut off.
source SECRET = file "**/.env"
source SECRET = file "**/.env.*"

rule secrets-stay:
  block connect any if SECRET unless target "127.0.0.0/8" or target "::1" or target "unix:/**"
    or ${MODEL}
  because "This process has read a secret; what it knows goes to the model and nowhere else."
`,
  ),
  'workspace-confinement': template(
    'Writing only in the project folder and in scratch space.',
    `rule stay-in-the-project:
  block write "/**" unless target "./**" or target "/tmp/**" or target "/dev/**"
    or ${OWN}
  because "Work inside the project folder."

${SETTINGS}`,
  ),
  'readonly-review': template(
    'A reviewer: reads everything, changes nothing, calls nobody but its model.',
    `rule nothing-is-written:
  block write "**" unless target "/dev/**" or target "/tmp/**"
    or ${OWN}
  because "This is a review: describe the change instead of making it."

${SETTINGS}
rule nobody-is-called:
  block connect any unless target "127.0.0.0/8" or target "::1" or target "unix:/**"
    or ${MODEL}
  because "A review needs no network."
`,
  ),
  'no-network': template(
    'No connection but to this machine.',
    `# An agent needs its model: or ${MODEL}
rule no-network:
  block connect any unless target "127.0.0.0/8" or target "::1" or target "unix:/**"
  because "There is no network for this task."
`,
  ),
  'database-by-migration': template(
    'The database is changed by the migration tool only.',
    `rule database-by-migration:
  block write "**/*.db" unless lineage-includes exec "migrate"
  because "Change the database with \`migrate\`, so that the change can be repeated."
`,
  ),
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof TEMPLATES;

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(TEMPLATES, name);
}

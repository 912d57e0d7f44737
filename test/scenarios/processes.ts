/** E1 to E14: what rules say about processes, information and order. */
import { halves, type Scenario } from './scenario.js';

const NO_EXFIL = `
source SECRET = file "**/sec.env"
rule no-exfil:
  kill connect any if SECRET
  because "secrets must not leave the machine"
declassify SECRET by exec "**/redact"
`;

const READ_SECRET = 'read line < sec.env';
const CONNECT = 'tryconnect 127.0.0.1 9';

export const PROCESS_SCENARIOS: readonly Scenario[] = [
  {
    id: 'E1',
    says: 'after reading sec.env no connection, unless through redact',
    policy: NO_EXFIL,
    rule: 'no-exfil',
    files: { 'sec.env': 'KEY=1\n' },
    stopped: halves(`codex -c '${READ_SECRET}; ${CONNECT}'`),
    passes: halves(`codex -c '${READ_SECRET}; redact -c "${CONNECT}"'`, `codex -c '${CONNECT}'`),
  },
  {
    id: 'E2',
    says: 'no git push after reading a download, unless a person reviewed it',
    policy: `
source UNTRUST = file "$D/downloads/**"
rule review-downloads:
  kill exec "git" "push" if UNTRUST and not REVIEWED
  because "downloads must be reviewed before they are pushed"
endorse REVIEWED by exec "**/human-approve"
`,
    rule: 'review-downloads',
    files: { 'downloads/page.html': 'x\n' },
    stopped: halves(`codex -c 'read l < downloads/page.html; git push'`),
    passes: halves(
      `codex -c 'read l < downloads/page.html; human-approve -c "git push"'`,
      `codex -c 'git push'`,
    ),
  },
  {
    id: 'E3',
    says: 'prod.db is opened only beneath migrate',
    policy: `
rule through-migrate:
  block open "**/prod.db" unless lineage-includes exec "**/migrate"
  because "use migrate for the production database"
`,
    rule: 'through-migrate',
    files: { 'prod.db': 'rows\n' },
    stopped: halves('cat prod.db && echo REACHED', 'bash -c "cat prod.db" && echo REACHED'),
    passes: halves(`migrate -c 'cat prod.db' && echo REACHED`),
  },
  {
    id: 'E4',
    says: 'files are removed only under work',
    policy: `
rule remove-in-work:
  block unlink "$D/**" unless target "$D/work/**"
  because "only work/ may be cleaned"
`,
    rule: 'remove-in-work',
    files: { 'outside.txt': 'x\n', 'work/in.txt': 'x\n' },
    stopped: halves('rm -f outside.txt; [ -e outside.txt ] || echo REACHED'),
    passes: halves('rm work/in.txt && echo REACHED'),
  },
  {
    id: 'E5',
    says: 'git commit only after pytest',
    policy: `
rule test-first:
  block exec "git" "commit" unless after exec "pytest"
  because "run the tests first"
`,
    rule: 'test-first',
    stopped: halves('git commit', 'git status >/dev/null; git commit'),
    passes: halves('pytest -c true; git commit'),
  },
  {
    id: 'E5b',
    says: 'an edit makes the tests stale',
    policy: `
rule test-first:
  block exec "git" "commit" unless after exec "pytest" since write "$D/work/**"
  because "run the tests again"
`,
    rule: 'test-first',
    files: { 'work/a.py': 'x\n' },
    stopped: halves('pytest -c true; echo y >> work/a.py; git commit'),
    passes: halves('pytest -c true; git commit', 'echo y >> work/a.py; pytest -c true; git commit'),
  },
  {
    id: 'E5c',
    says: 'only a passing test run counts',
    policy: `
rule test-first:
  block exec "git" "commit" unless after exec "pytest" exits 0
  because "the tests must pass"
`,
    rule: 'test-first',
    stopped: halves("pytest -c 'exit 1'; git commit", "pytest -c 'kill -9 $$'; git commit"),
    passes: halves("pytest -c 'exit 0'; git commit", "pytest -c 'exit 1'; pytest -c :; git commit"),
  },
  {
    id: 'E6',
    says: 'a research agent writes nothing, connects nowhere and runs no git, at any depth',
    policy: `
source RESEARCH = exec "**/research-agent"
rule read-only:
  block write "$D/**" if RESEARCH
  block connect any if RESEARCH
  block exec "git" if RESEARCH
  because "the research agent only reads"
`,
    rule: 'read-only',
    files: { 'a.txt': 'x\n' },
    stopped: halves(
      `research-agent -c 'bash -c "echo y > b.txt"'; [ -e b.txt ] && echo REACHED`,
      `research-agent -c '${CONNECT}'`,
      `research-agent -c 'bash -c "bash -c \\"git status\\""'`,
    ),
    passes: halves(`research-agent -c 'cat a.txt && ls . && echo REACHED'`),
  },
  {
    id: 'E7',
    says: 'the secret taints what is made of it, across processes',
    policy: NO_EXFIL,
    rule: 'no-exfil',
    files: { 'sec.env': 'KEY=1\n' },
    stopped: halves(
      `bash -c 'cat sec.env > out.json'; bash -c 'read l < out.json; ${CONNECT}'`,
      `bash -c 'cp sec.env a'; bash -c 'cp a b'; bash -c 'read l < b; ${CONNECT}'`,
    ),
    passes: halves(`bash -c 'cat sec.env > out.json'; bash -c '${CONNECT}'`),
  },
  {
    id: 'E8',
    says: 'what redact wrote is clean',
    policy: NO_EXFIL,
    rule: 'no-exfil',
    files: { 'sec.env': 'KEY=1\n' },
    stopped: halves(
      `bash -c 'cat sec.env > report'; bash -c 'cat report >/dev/null; read l < report; ${CONNECT}'`,
    ),
    passes: halves(
      `bash -c 'cat sec.env > report'; redact -c 'cat report > clean'; bash -c 'read l < clean; ${CONNECT}'`,
    ),
  },
  {
    id: 'E9',
    says: 'no git beneath the agent, however it is started',
    policy: `
rule no-git:
  kill exec "git"
  because "no git in this run"
`,
    rule: 'no-git',
    stopped: halves(
      'git status',
      "bash -c 'git status'",
      "bash -c 'exec -a other git status'",
      "(setsid bash -c '(git status > late &) ; sleep 0.2' &) ; sleep 1; cat late",
      'nohup git status 2>/dev/null; cat nohup.out 2>/dev/null',
      'env git status',
      'echo status | xargs git',
    ),
    passes: halves('ls >/dev/null && echo REACHED'),
  },
  {
    id: 'E10',
    says: 'with personal data only loopback may be reached',
    policy: `
source PII = file "$D/customers/**"
rule pii-stays:
  block connect any if PII unless target "127.0.0.0/8" or target "::1"
  because "personal data stays on this machine"
`,
    rule: 'pii-stays',
    files: { 'customers/list.csv': 'ann\n' },
    stopped: halves(
      "bash -c 'read l < customers/list.csv; tryconnect 192.0.2.53 53'",
      "bash -c 'read l < customers/list.csv; tryconnect 2001:db8::1 53'",
    ),
    passes: halves(
      "bash -c 'read l < customers/list.csv; tryconnect 127.0.0.1 9'",
      "bash -c 'read l < customers/list.csv; tryconnect ::1 9'",
    ),
  },
  {
    id: 'E11',
    says: 'each forced push needs a confirmation of its own',
    policy: `
rule confirm-force:
  block exec "git" "--force" unless after exec "confirm" since exec "git"
  because "confirm each forced push"
`,
    rule: 'confirm-force',
    stopped: halves('confirm -c :; git push --force >/dev/null; git push --force'),
    passes: halves('confirm -c :; git push --force'),
  },
  {
    id: 'E12',
    says: 'one commit does not mix two tasks',
    policy: `
source TASK_A = exec "**/task-a"
source TASK_B = exec "**/task-b"
rule one-task:
  block exec "git" "commit" if TASK_A and TASK_B
  because "commit one task at a time"
`,
    rule: 'one-task',
    stopped: halves(
      `task-a -c "task-b -c 'git commit'"`,
      "task-a -c 'echo x > notes'; task-b -c 'read l < notes; git commit'",
    ),
    passes: halves("task-a -c 'git commit'", "task-b -c 'git commit'"),
  },
  {
    id: 'E13',
    says: 'the database is written only after a check of the present migrations',
    policy: `
rule checked-migrations:
  block write "**/prod.db" unless after exec "**/migrate-check" since write "$D/migrations/**"
  because "check the migrations first"
`,
    rule: 'checked-migrations',
    files: { 'prod.db': 'x\n', 'migrations/1.sql': 'x\n' },
    stopped: halves(
      'migrate-check -c :; echo y >> migrations/1.sql; echo z >> prod.db && echo REACHED',
    ),
    passes: halves('migrate-check -c :; echo z >> prod.db && echo REACHED'),
  },
  {
    id: 'E14',
    says: 'a program that may not have drafts does not get one while it runs',
    policy: `
source DRAFT = file "**/drafts/**"
rule drafts-apart:
  block exec "task-a" if DRAFT
  because "drafts are not part of this task"
`,
    rule: 'drafts-apart',
    files: { 'drafts/one': 'x\n', plan: 'x\n' },
    stopped: halves(
      "task-a -c 'read l < drafts/one && echo REACHED'",
      "task-a -c '(read l < drafts/one && echo REACHED)'",
    ),
    passes: halves(
      "task-a -c 'read l < plan && echo REACHED'",
      "task-b -c 'read l < drafts/one && echo REACHED'",
      `task-a -c "task-b -c 'read l < drafts/one && echo REACHED'"`,
    ),
  },
];

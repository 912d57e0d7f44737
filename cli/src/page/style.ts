/** How the page looks; dark where the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --dim: #697077; --line: #dfe3e6; --back: #ffffff;
  --soft: #f5f7f8; --notify: #0a7f91; --ask: #a86400; --block: #c02626; --kill: #8f1212; --good: #1f7a3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --dim: #98a1a9; --line: #32383e;
  --back: #15181b; --soft: #1e2226; --notify: #4cc2d4; --ask: #e0a340; --block: #f26d6d;
  --kill: #ff8f8f; --good: #64c583; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; background: var(--back);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem; }
code, .mono { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.command { display: block; background: var(--soft); padding: .6rem .8rem; border-radius: 6px; }
.facts { color: var(--dim); margin: .6rem 0 0; } .facts span + span::before { content: " · "; }
.verdict { font-weight: 600; } .good { color: var(--good); } .bad { color: var(--block); }
ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { display: grid; grid-template-columns: 6.2rem 6.5rem minmax(0, 1fr); gap: .2rem 1rem;
  padding: .5rem .3rem; border-bottom: 1px solid var(--line); align-items: baseline; }
li.fact { color: var(--dim); } time { color: var(--dim); font: 12px/1.5 ui-monospace, monospace; }
.outcome { font-weight: 600; } .notify { color: var(--notify); } .ask { color: var(--ask); }
.block { color: var(--block); } .kill { color: var(--kill); }
.rule { color: var(--dim); } .reason { color: var(--dim); margin: .1rem 0 0; }
.said { margin: .1rem 0 0; font-style: italic; }
details { margin-top: .2rem; } summary { color: var(--dim); cursor: pointer; font-size: 13px; }
dl { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0 1rem; margin: .3rem 0 .3rem; }
dt { color: var(--dim); font-size: 13px; } dd { margin: 0; white-space: pre-wrap; }
.flow { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem; margin: .5rem 0; }
.node { border: 1px solid var(--line); border-radius: 6px; padding: .15rem .55rem; background: var(--soft); }
.node small { color: var(--dim); display: block; font: 11px/1.3 system-ui, sans-serif; }
.label { font-weight: 600; min-width: 5rem; } .refused { border-color: currentColor; }
.arrow { color: var(--dim); margin-right: .35rem; } .step { display: inline-flex; align-items: center; }
footer { margin-top: 2.5rem; color: var(--dim); font-size: 13px; }
`;

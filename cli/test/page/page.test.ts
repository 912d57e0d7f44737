import type { Entry, JsonValue } from '@rein/ledger';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/page/html.js';
import { type RunPage, renderPage } from '../../src/page/page.js';
import { flowsOf } from '../../src/timeline/flows.js';
import { rowsOf } from '../../src/timeline/rows.js';

const HOSTILE = '<script>alert("1")</script><img src=x onerror=\'x\'>';
const TIME = '2026-01-02T03:04:05.000Z';

function entry(seq: number, kind: string, fields: Readonly<Record<string, JsonValue>>): Entry {
  return { v: 1, run: 'R', seq, kind, time: TIME, prev: '', hash: '', ...fields };
}

/** A page whose every string is hostile. */
function page(changes: Partial<RunPage> = {}): string {
  const entries = [
    entry(0, 'label', { pid: 7, gained: ['SECRET'], op: 'read', target: HOSTILE }),
    entry(1, 'match', {
      ...{ rule: 'r', effect: 'block', outcome: 'blocked', decisive: true, reason: HOSTILE },
      ...{ op: 'exec', target: HOSTILE, argv: ['a', HOSTILE], pid: 7, ppid: 1, exe: HOSTILE },
      ...{ cwd: HOSTILE, labels: ['SECRET'], stale_by: [], feedback: HOSTILE },
      clause: { line: 1, text: 'block exec any if SECRET' },
      hold: { id: 'x', by: HOSTILE, reason: HOSTILE },
    }),
  ];
  return renderPage({
    ...{ run: 'R', command: HOSTILE, facts: [HOSTILE], zeroMs: 0, cwd: '' },
    rows: rowsOf(entries),
    flows: flowsOf(entries, () => true),
    verdict: { ok: true, text: HOSTILE },
    ...changes,
  });
}

describe('the page of a run', () => {
  it('keeps whatever an agent wrote as text', () => {
    const text = page();
    expect(text).not.toMatch(/<script|<img|onerror='/);
    expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(8);
  });

  it('fetches nothing and runs nothing, and tells the browser so', () => {
    const text = page();
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(text).not.toMatch(/\b(?:src|href)=["']/);
    expect(text).not.toMatch(/url\(|@import/);
  });

  it('shows flows only where there are some', () => {
    expect(page()).toContain('Where it came from');
    expect(page({ flows: [] })).not.toContain('Where it came from');
  });
});

describe('markup', () => {
  it('escapes strings, also in attributes, and leaves markup', () => {
    expect(html`<a b="${'"<&>\''}">${html`<i>${1}</i>`}${[html`x`, html`y`]}</a>`.html).toBe(
      '<a b="&quot;&lt;&amp;&gt;&#39;"><i>1</i>xy</a>',
    );
  });
});

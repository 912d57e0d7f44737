import type { EnforceFault, RunEnd } from '@rein/enforce';
import { cliFault } from '../fault.js';
import { endFields } from '../record/recorder.js';
import { reportFailure } from '../terminal/failure.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { count, shortRun } from '../terminal/words.js';
import { waitForEnd } from './crippled.js';
import type { Governed } from './governed.js';
import { GRACE_MS, within } from './grace.js';
import { startRecorder } from './hand-over.js';
import type { Keeper } from './keeper.js';
import { exitCodeOf, type RunOutcome } from './outcome.js';
import { renderSummary } from './summary.js';

/** Stays with a run until its command has ended, tells what happened, and returns the exit code. */
export async function seeThrough(governed: Governed, keeper: Keeper): Promise<number> {
  const first = await Promise.race([governed.exited, governed.ended]);
  if ('state' in first && first.state === 'failed') {
    return failed(governed, keeper, first.fault, undefined);
  }

  const { code } = await governed.exited;
  governed.release();
  keeper.exited(code);
  const end = await within(governed.ended, GRACE_MS, undefined);
  if (end === undefined) return leaveBehind(governed, keeper, code);
  if (end.state === 'failed') return failed(governed, keeper, end.fault, code);
  keeper.note('end', endFields(end.counters));
  await keeper.finish({ how: 'empty' });
  conclude(keeper, code, end);
  return exitCodeOf({ how: 'ended', code }, reportLoss(keeper));
}

/** Processes outlive the command: another process goes on recording, and this one says so. */
async function leaveBehind(governed: Governed, keeper: Keeper, code: number): Promise<number> {
  const { engine } = governed;
  const { run } = keeper.record;
  engine.pause();
  keeper.note('left-behind', {});
  const tip = await keeper.handOver();
  const { yellow, dim } = colorsFor('stderr');
  conclude(keeper, code, undefined);
  try {
    if (tip === undefined) throw cliFault('not-handed-over', { why: keeper.loss().why });
    await new Promise<void>((resolve, reject) => {
      engine.handOver((socket, unread) => {
        const events = keeper.events?.fd;
        startRecorder(
          run,
          { tip, hasEvents: events !== undefined },
          { engine: socket, unread, ...(events === undefined ? {} : { events }) },
        ).then(resolve, reject);
      });
    });
    say(
      `${yellow('rein')} processes of this run live on, governed and recorded ${dim(`· rein replay ${shortRun(run)}`)}\n`,
    );
  } catch (error) {
    return reportFailure(error);
  }
  return exitCodeOf({ how: 'ended', code }, reportLoss(keeper));
}

/** The engine is gone. What it governed is refused what it asks; this says so and waits for it. */
async function failed(
  governed: Governed,
  keeper: Keeper,
  fault: EnforceFault,
  code: number | undefined,
): Promise<number> {
  reportFailure(fault);
  keeper.note('end', { how: 'failed', why: fault.message });
  await keeper.settled();
  const root = governed.root();
  if (root !== undefined) await waitForEnd(root);
  governed.release();
  await keeper.finish({ how: 'failed', why: fault.message });
  conclude(keeper, code, undefined);
  return exitCodeOf({ how: 'failed' } satisfies RunOutcome, reportLoss(keeper));
}

function conclude(
  keeper: Keeper,
  code: number | undefined,
  end: Extract<RunEnd, { state: 'empty' }> | undefined,
): void {
  const { record, startedMs, tally } = keeper;
  say(
    renderSummary(
      {
        run: record.run,
        code,
        tookMs: Date.now() - startedMs,
        tally,
        loss: keeper.loss(),
        ...(end === undefined ? {} : { counters: end.counters }),
      },
      colorsFor('stderr'),
    ),
  );
}

/** Says what is not on the record, if anything. */
function reportLoss(keeper: Keeper) {
  const loss = keeper.loss();
  if (loss.entries > 0) {
    const lost = count(loss.entries, 'entry', 'entries');
    reportFailure(cliFault('record-incomplete', { lost, why: loss.why }));
  }
  return loss;
}

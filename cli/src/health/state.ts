import { listRuns, liveRuns, openStateDirectory } from '@rein/enforce';
import { count } from '../terminal/words.js';
import { type Finding, failure } from './finding.js';

/** Whether the record has a place that nobody else can reach. */
export function stateFindings(): Finding[] {
  try {
    const state = openStateDirectory();
    const runs = count(listRuns(state).length, 'run');
    const live = liveRuns(state).length;
    const detail = `${state}: ${runs}${live > 0 ? `, ${live} live` : ''}`;
    return [{ state: 'good', topic: 'record', detail }];
  } catch (error) {
    return [failure('record', error)];
  }
}

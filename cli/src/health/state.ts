import { accessSync, constants, statfsSync } from 'node:fs';
import { listRuns, liveRuns, openStateDirectory } from '@rein/enforce';
import { count } from '../terminal/words.js';
import { type Finding, failure } from './finding.js';

/** Free bytes below which a run is not to be begun: its record would end early. */
const ROOM_BYTES_MIN = 1024 * 1024;

/** Whether the record has a place that nobody else can reach, and that has room. */
export function stateFindings(): Finding[] {
  try {
    const state = openStateDirectory();
    accessSync(state, constants.W_OK);
    const runs = count(listRuns(state).length, 'run');
    const live = liveRuns(state).length;
    const detail = `${state}: ${runs}${live > 0 ? `, ${live} live` : ''}`;
    const { bavail, bsize } = statfsSync(state);
    if (bavail * bsize >= ROOM_BYTES_MIN) return [{ state: 'good', topic: 'record', detail }];
    const help =
      'free some space, or point XDG_STATE_HOME to another disk: no run begins unrecorded';
    return [{ state: 'bad', topic: 'record', detail: `${detail}, and the disk is full`, help }];
  } catch (error) {
    return [failure('record', error)];
  }
}

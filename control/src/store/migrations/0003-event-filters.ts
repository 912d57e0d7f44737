import { sql } from 'kysely';
import type { Step } from './step.js';

/** Lists by submitter, by kind or by outcome find what is rare without passing by everything else. */
export const eventFilters: Step = async ({ schema }) => {
  await schema.createIndex('run_submitter').on('run').columns(['submitted_by', 'id']).execute();
  await schema
    .createIndex('event_kind')
    .on('event')
    .columns(['kind', 'time', 'run_no', 'seq'])
    .execute();
  await schema
    .createIndex('event_status')
    .on('event')
    .columns(['status', 'time', 'run_no', 'seq'])
    .where(sql.ref('status'), 'is not', null)
    .execute();
};

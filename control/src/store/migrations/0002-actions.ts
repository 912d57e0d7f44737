import type { Step } from './step.js';

/** Actions that were asked for under a key, or wait for a person. */
export const actions: Step = async ({ schema }) => {
  await schema
    .createTable('action')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('capability', 'text', (column) => column.notNull())
    .addColumn('resource', 'text', (column) => column.notNull())
    .addColumn('args', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('rule', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('event_seq', 'bigint', (column) => column.notNull())
    .addColumn('result', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('action_key', ['run_id', 'key'])
    .execute();
  await schema.createIndex('action_request').on('action').column('request_id').execute();
  await schema.createIndex('action_status').on('action').column('status').execute();
};

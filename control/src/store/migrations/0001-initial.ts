import { sql } from 'kysely';
import type { Step } from './step.js';

/** What the first reind kept. */
export const initial: Step = async ({ schema }) => {
  await schema
    .createTable('token')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('principal_type', 'text', (column) => column.notNull())
    .addColumn('owner_subject', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .execute();

  await schema.createIndex('token_prefix').on('token').column('prefix').execute();

  await schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('fields', 'text', (column) => column.notNull())
    .execute();

  await schema
    .createTable('agent')
    .addColumn('uid', 'text', (column) => column.primaryKey())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('policy_path', 'text', (column) => column.notNull())
    .addColumn('policy_text', 'text', (column) => column.notNull())
    .addColumn('policy_digest', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('agent_live')
    .on('agent')
    .column('agent_id')
    .unique()
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();

  await schema
    .createTable('run')
    .addColumn('no', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('agent_uid', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('submitted_by', 'text', (column) => column.notNull())
    .addColumn('command', 'text')
    .addColumn('cwd', 'text', (column) => column.notNull())
    .addColumn('budgets', 'text', (column) => column.notNull())
    .addColumn('provenance', 'text', (column) => column.notNull())
    .addColumn('policy_digest', 'text', (column) => column.notNull())
    .addColumn('tier', 'text')
    .addColumn('exit_code', 'integer')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('runner_pid', 'integer')
    .addColumn('runner_start', 'text')
    .addColumn('cancel_by', 'text')
    .addColumn('cancel_reason', 'text')
    .addColumn('stop_why', 'text')
    .addColumn('idempotency_key', 'text')
    .addColumn('request_digest', 'text')
    .addColumn('log_offset', 'bigint', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('run_status').on('run').columns(['status', 'id']).execute();
  await schema.createIndex('run_agent').on('run').columns(['agent_id', 'id']).execute();
  await schema
    .createIndex('run_key')
    .on('run')
    .columns(['submitted_by', 'idempotency_key'])
    .unique()
    .execute();

  await schema
    .createTable('event')
    .addColumn('run_no', 'integer', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('capability', 'text')
    .addColumn('status', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('event_key', ['run_no', 'seq'])
    .execute();
  await schema.createIndex('event_time').on('event').columns(['time', 'run_no', 'seq']).execute();

  await schema
    .createTable('approval')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('op', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('note', 'text')
    .addColumn('reason', 'text')
    .addColumn('scope', 'text')
    .addColumn('used_at', 'bigint')
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addUniqueConstraint('approval_reference', ['run_id', 'source', 'reference'])
    .execute();
  await schema.createIndex('approval_status').on('approval').columns(['status', 'id']).execute();
  await schema.createIndex('approval_delivery').on('approval').columns(['delivery']).execute();

  await schema
    .createTable('webhook')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .execute();
  await schema.createIndex('webhook_next').on('webhook').columns(['status', 'next_at']).execute();
};

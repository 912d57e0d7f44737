import type { Step } from './step.js';

/** How far each sink has what is recorded. */
export const sinks: Step = async ({ schema }) => {
  await schema
    .createTable('sink')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .execute();
};

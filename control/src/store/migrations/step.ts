import type { SchemaModule } from 'kysely';

/** What a step may work with: the tables, and statements for what they hold. */
export interface Workbench {
  readonly schema: SchemaModule;
  /** Runs one statement that both dialects know. */
  run(statement: string): Promise<void>;
}

/** Takes a store from one version of the schema to the next. Runs in a transaction. */
export type Step = (workbench: Workbench) => Promise<void>;

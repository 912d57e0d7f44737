import { initial } from './0001-initial.js';
import { actions } from './0002-actions.js';
import { eventFilters } from './0003-event-filters.js';
import { sinks } from './0004-sinks.js';
import { webhooks } from './0005-webhooks.js';
import type { Step } from './step.js';

/** One step from a version of the schema to the next. */
export interface Migration {
  readonly name: string;
  readonly up: Step;
}

/**
 * Every step, in order; the version of a store is how many were taken. Only ever appended to: a
 * store somewhere has taken the ones that are here. Imported by name, so that a bundle holds them.
 */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-initial', up: initial },
  { name: '0002-actions', up: actions },
  { name: '0003-event-filters', up: eventFilters },
  { name: '0004-sinks', up: sinks },
  { name: '0005-webhooks', up: webhooks },
];

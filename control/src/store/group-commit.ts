import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver as KyselyDriver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Driver } from './driver.js';
import { isConstraint } from './store-fault.js';
import type { WalSync } from './wal-sync.js';
import { tableChanged, type Written } from './written.js';

/** What is needed of the two connections: one writes, one only reads. */
export interface Connections {
  readonly writer: Pick<Driver, 'prepare' | 'exec' | 'close'>;
  readonly reader: Pick<Driver, 'prepare' | 'close'>;
  readonly log: WalSync;
  /** Hears what was changed, once readers see it. */
  readonly written?: Pick<Written, 'note'>;
}

/**
 * SQLite with commits in groups. Changes that come together are one transaction with one wait for the
 * disk, each a savepoint in it, and each acknowledged when that is over. SQLite itself would wait on
 * this thread, and every request with it: so it commits without (synchronous = normal), and the log is
 * synced beside. What is read outside a transaction is read on a connection of its own: nobody sees
 * half a change.
 */
export function groupCommitDialect(connections: Connections): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new GroupDriver(connections),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Changes that go to the disk together. */
interface Group {
  readonly done: Promise<void>;
  settle(error?: unknown): void;
}

class GroupDriver implements KyselyDriver {
  readonly #turns = createTurns();
  readonly #connections: Connections;
  #group: Group | undefined;
  #syncs: Promise<void> = Promise.resolve();
  #broken: unknown;
  /** Tables that the open group changed. */
  readonly #changed = new Set<string>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async init(): Promise<void> {
    // Both connections are open.
  }

  async acquireConnection(): Promise<Change> {
    return new Change(this);
  }

  async releaseConnection(): Promise<void> {
    // A turn ends with its change, before the disk is waited for.
  }

  async destroy(): Promise<void> {
    const end = await this.#turns.take();
    this.#commit();
    end();
    await this.#syncs;
    await this.#connections.log.close();
    this.#connections.reader.close();
    this.#connections.writer.close();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await changeOf(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await changeOf(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await changeOf(connection).rollback();
  }

  /** On the reading connection, at once. */
  read(query: CompiledQuery): QueryResult<never> {
    return run(this.#connections.reader, query);
  }

  /** Within a change. What failed for more than itself takes the whole group with it. */
  write(query: CompiledQuery): QueryResult<never> {
    this.#changed.add(tableChanged(query.query));
    try {
      return run(this.#connections.writer, query);
    } catch (error) {
      if (!isConstraint(error)) this.#fail(error);
      throw error;
    }
  }

  /** Waits for its turn, and for what makes it part of the group. */
  async enter(): Promise<{ readonly group: Group; leave(): void }> {
    const leave = await this.#turns.take();
    try {
      if (this.#broken !== undefined) throw this.#broken;
      const group = this.#group ?? this.#open();
      this.#connections.writer.exec('savepoint change');
      return { group, leave };
    } catch (error) {
      this.#fail(error);
      leave();
      throw error;
    }
  }

  /** Throws when the group is over, and with it all that the change did so far. */
  requireOpen(group: Group): void {
    if (group !== this.#group) throw new Error('the transaction was undone');
  }

  /** Ends a change: keeps it for the group, or undoes it. */
  exit(group: Group, how: 'keep' | 'undo'): void {
    if (group !== this.#group) return;
    try {
      if (how === 'undo') this.#connections.writer.exec('rollback to change');
      this.#connections.writer.exec('release change');
    } catch (error) {
      this.#fail(error);
    }
  }

  #open(): Group {
    this.#connections.writer.exec('begin immediate');
    let settle: Group['settle'] = () => undefined;
    const done = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Whoever waits for it hears of it; when nobody does, nobody needs to.
    done.catch(() => undefined);
    const group = { done, settle };
    this.#group = group;
    setImmediate(() => {
      // Behind those who came meanwhile: they are part of it.
      void this.#turns.take().then((end) => {
        if (this.#group === group) this.#commit();
        end();
      });
    });
    return group;
  }

  #commit(): void {
    const group = this.#group;
    if (group === undefined) return;
    try {
      this.#connections.writer.exec('commit');
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#group = undefined;
    this.#connections.written?.note(this.#changed);
    this.#changed.clear();
    const synced = this.#connections.log.sync().then(
      () => group.settle(),
      (error: unknown) => {
        // The kernel may have dropped the pages: what is on the disk is unknown until a restart.
        this.#broken = error;
        group.settle(error);
      },
    );
    this.#syncs = Promise.all([this.#syncs, synced]).then(() => undefined);
  }

  #fail(error: unknown): void {
    const group = this.#group;
    this.#group = undefined;
    this.#changed.clear();
    try {
      this.#connections.writer.exec('rollback');
    } catch {
      // SQLite has rolled back by itself, as it does when a disk is full.
    }
    group?.settle(error);
  }
}

/** What a caller of Kysely holds: a statement by itself, or a transaction. */
class Change implements DatabaseConnection {
  readonly #driver: GroupDriver;
  #entered: Awaited<ReturnType<GroupDriver['enter']>> | undefined;

  constructor(driver: GroupDriver) {
    this.#driver = driver;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#entered !== undefined) {
      this.#driver.requireOpen(this.#entered.group);
      return this.#driver.write(query);
    }
    if (SelectQueryNode.is(query.query)) return this.#driver.read(query);
    await this.begin();
    let result: QueryResult<Row>;
    try {
      result = this.#driver.write(query);
    } catch (error) {
      await this.rollback();
      throw error;
    }
    await this.commit();
    return result;
  }

  // biome-ignore lint/correctness/useYield: nothing is streamed
  async *streamQuery<Row>(): AsyncGenerator<QueryResult<Row>> {
    throw new Error('nothing is streamed from the store');
  }

  async begin(): Promise<void> {
    this.#entered = await this.#driver.enter();
  }

  /** Settles when the change is on the disk. */
  async commit(): Promise<void> {
    const group = this.#leave('keep');
    await group?.done;
  }

  /**
   * Settles when the group is on the disk: what refused this change may be another of the group, and
   * who was refused looks for it next.
   */
  async rollback(): Promise<void> {
    const group = this.#leave('undo');
    await group?.done.catch(() => undefined);
  }

  #leave(how: 'keep' | 'undo'): Group | undefined {
    const entered = this.#entered;
    this.#entered = undefined;
    if (entered === undefined) return undefined;
    this.#driver.exit(entered.group, how);
    entered.leave();
    return entered.group;
  }
}

function changeOf(connection: DatabaseConnection): Change {
  if (connection instanceof Change) return connection;
  throw new Error('a connection of another driver');
}

function run(
  database: Pick<SqliteDatabase, 'prepare'>,
  { sql, parameters }: CompiledQuery,
): QueryResult<never> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: rowsOf(statement.all(parameters)) };
  const { changes } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), rows: [] };
}

/** Kysely says what the rows are: it made the statement. */
function rowsOf(rows: unknown[]): never[] {
  // biome-ignore lint/plugin/no-bare-as: types of rows are those of the query, which Kysely knows
  return rows as never[];
}

/** One turn at a time, in the order they were asked for. Resolves to what ends the turn. */
function createTurns(): { take(): Promise<() => void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    take() {
      let end: () => void = () => undefined;
      const before = last;
      last = new Promise((resolve) => {
        end = resolve;
      });
      return before.then(() => end);
    },
  };
}

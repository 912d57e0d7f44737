/**
 * A promise that Rein makes, and where it is kept.
 *
 * `tests` names test files from the root of the repository: `cli/test/run.test.ts`, or one test in
 * them by its title: `cli/test/run.test.ts#passes the exit code through`. A promise that nothing
 * tests yet is `open` and says why; open promises show up as todo in every test run.
 */
export type Requirement =
  | { readonly promise: string; readonly tests: readonly [string, ...string[]] }
  | { readonly promise: string; readonly open: string };

/** Promises by id. The letters say of what: PL policy language, KE engine, FB feedback, and so on. */
export type Requirements = Readonly<Record<string, Requirement>>;

import { setFlagsFromString } from 'node:v8';

/**
 * By version of V8, how to let it wait before it optimizes a function: bytes of bytecode that were
 * run, twelve times its own measure, or calls, seven times. A file of thousands of rules still gets
 * there, where it pays. A version that is not listed is left alone: it would complain aloud about a
 * flag that it does not have.
 */
const PATIENCE: ReadonlyMap<string, string> = new Map([
  // Node 20
  ['11.3', '--interrupt-budget=800000'],
  // Node 22
  ['12.4', '--invocation-count-for-turbofan=20000'],
]);

/**
 * Says that this process ends in a moment. Reading a policy is a little of much code: V8 finds most
 * of that worth optimizing, and is done with it when the command is. That was half of what
 * `rein check` cost.
 */
export function expectShortLife(): void {
  const [major, minor] = process.versions.v8.split('.');
  const flag = PATIENCE.get(`${major}.${minor}`);
  if (flag !== undefined) setFlagsFromString(flag);
}

/** A run of a policy on the reference model, told as a story. */
import { strength } from '@rein/contract';
import { parseV6 } from '../../src/endpoint/address.js';
import type { Decision } from '../../src/model/decide.js';
import {
  type Argv,
  bindEvent,
  connectEvent,
  type Event,
  execEvent,
  type FileRef,
  linkEvent,
  openEvent,
  renameEvent,
  unlinkEvent,
} from '../../src/model/event.js';
import { createModel, type Model } from '../../src/model/model.js';
import { bytes } from '../glob/bytes.js';
import { HOST, program } from '../lower/policy.js';

/** Each step goes through unless it is blocked or killed, and answers its verdict. */
export class Run {
  readonly model: Model;

  constructor(policy: string) {
    this.model = createModel(program(policy), HOST);
  }

  decide(event: Event): Decision {
    const decision = this.model.decide(event);
    if (strength(decision.verdict) <= strength('ask')) this.model.commit(event, decision);
    return decision;
  }

  exec(process: number, path: string | readonly string[], ...args: string[]): string {
    const names = [path].flat();
    const tokens = [names[0] ?? '', ...args].map(bytes);
    return this.execWith(process, path, { tokens, truncated: false });
  }

  execWith(process: number, path: string | readonly string[], argv: Argv): string {
    return this.decide(execEvent(process, file([path].flat()), argv)).verdict;
  }

  read(process: number, path: string): string {
    return this.decide(openEvent(process, file([path]), ['read'])).verdict;
  }

  write(process: number, path: string): string {
    return this.decide(openEvent(process, file([path]), ['write'])).verdict;
  }

  unlink(process: number, path: string): string {
    return this.decide(unlinkEvent(process, file([path]))).verdict;
  }

  /** Objects are known by their first name; `object` names one that has moved. */
  rename(
    process: number,
    from: string,
    to: string,
    how: { directory?: true; object?: string } = {},
  ) {
    const moved = { names: [bytes(from)], object: how.object ?? from };
    return this.decide(renameEvent(process, moved, [bytes(to)], how.directory ?? false)).verdict;
  }

  link(process: number, one: string, other: string): string {
    const made = { names: [bytes(other)], object: one };
    return this.decide(linkEvent(process, file([one]), made)).verdict;
  }

  readObject(process: number, path: string, object: string): string {
    return this.decide(openEvent(process, { names: [bytes(path)], object }, ['read'])).verdict;
  }

  connect(process: number, host: string, port = 443, names: readonly string[] = []): string {
    return this.decide(connectEvent(process, endpoint(host, port, names))).verdict;
  }

  bind(process: number, host: string, port: number): string {
    return this.decide(bindEvent(process, endpoint(host, port, []))).verdict;
  }
}

function file(names: readonly string[]): FileRef {
  return { names: names.map(bytes), object: names[0] ?? '' };
}

function endpoint(host: string, port: number, hosts: readonly string[]) {
  const address = parseV6(host.includes('.') ? `::ffff:${host}` : host);
  if (address === null) throw new Error(`${host} is no address`);
  return { address: { kind: 'inet', address, port } as const, hosts, object: `${host} ${port}` };
}

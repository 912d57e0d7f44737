/** Steps of a spec to events of the model. */
import { parseV6 } from '../../src/endpoint/address.js';
import type { Address } from '../../src/endpoint/key.js';
import {
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
import type { AddressSpec, FileSpec, StepSpec } from './spec.js';

/** Steps that are decided. */
export type DecidedStep = Extract<StepSpec, { commit: number }>;

/** Bytes of a binary string. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function eventOf(step: DecidedStep): Event {
  const { process } = step;
  switch (step.does) {
    case 'exec':
      return execEvent(process, fileOf(step.file), {
        tokens: step.argv.map(bytesOf),
        ...(step.script === null ? {} : { script: bytesOf(step.script) }),
        truncated: step.cut !== null,
        ...(step.cut === null || step.cut === '' ? {} : { cut: bytesOf(step.cut) }),
      });
    case 'open':
      return openEvent(process, fileOf(step.file), step.ops);
    case 'unlink':
      return unlinkEvent(process, fileOf(step.file));
    case 'rename':
      return renameEvent(process, fileOf(step.file), [bytesOf(step.to)], step.directory);
    case 'link':
      return linkEvent(process, fileOf(step.file), fileOf(step.other));
    case 'connect':
      return connectEvent(process, endpointOf(step.address));
    case 'bind':
      return bindEvent(process, endpointOf(step.address));
    default:
      return step satisfies never;
  }
}

function fileOf({ names, object }: FileSpec): FileRef {
  return { names: names.map(bytesOf), object };
}

function endpointOf({ host, port, names }: AddressSpec) {
  return { address: addressOf(host, port), hosts: names, object: `${host} ${port}` };
}

function addressOf(host: string, port: number): Address {
  if (host === 'other') return { kind: 'other', family: 16 };
  if (host.startsWith('unix:')) return { kind: 'unix', path: bytesOf(host.slice(5)) };
  const address = parseV6(host.includes('.') ? `::ffff:${host}` : host);
  if (address === null) throw new Error(`${host} is no address`);
  return { kind: 'inet', address, port };
}

import { nameFrame } from '../frames/encode.js';

/** How often names are asked again: services move, and an address kept too long names a stranger. */
const REFRESH_MS = 60_000;
/** What the start of a run waits for all names together. */
const FIRST_LIMIT_MS = 2000;

/** Looks one name up; rejects when it has no address. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/** `getaddrinfo`, so /etc/hosts and the resolver the run itself will use. */
export const systemLookUp: LookUp = async (name) => {
  // Most policies name no host; they need not wait for this to be loaded.
  const { lookup } = await import('node:dns/promises');
  return (await lookup(name, { all: true })).map(({ address }) => address);
};

export interface Names {
  /** Resolves when every name was answered or the first limit passed: names without an address. */
  readonly first: Promise<readonly string[]>;
  stop(): void;
}

/**
 * Tells the engine what the host names of a policy resolve to, now and every minute, then with those
 * that `more` says. A name that stops resolving keeps the addresses it had: forgetting them would open
 * what a rule closes.
 */
export function followNames(
  names: readonly string[],
  send: (frame: Buffer) => void,
  lookUp: LookUp = systemLookUp,
  more: () => readonly string[] = () => [],
): Names {
  const missing = new Set(names);
  const askAll = async (all: readonly string[]): Promise<void> => {
    await Promise.all(
      all.map(async (name) => {
        try {
          const addresses = await lookUp(name);
          if (addresses.length === 0) return;
          send(nameFrame(name, addresses));
          missing.delete(name);
        } catch {
          // Without an address it stays among the missing ones, which the caller reports.
        }
      }),
    );
  };

  let limit: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, FIRST_LIMIT_MS);
  });
  const first = (
    names.length === 0 ? Promise.resolve() : Promise.race([askAll(names), waited])
  ).then(() => {
    clearTimeout(limit);
    return [...missing];
  });
  const timer = setInterval(() => void askAll([...names, ...more()]), REFRESH_MS);
  timer.unref();
  return { first, stop: () => clearInterval(timer) };
}

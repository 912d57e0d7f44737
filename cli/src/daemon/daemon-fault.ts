import type { ReinFault } from '@rein/sdk';
import { EXIT } from '../exit-codes.js';
import { foreign } from '../terminal/foreign.js';

/** What `reind` refused: its own code and help, and an exit code of ours. */
export class DaemonFault extends Error {
  override readonly name = 'DaemonFault';
  readonly id: string;
  readonly help: string;
  readonly exit: number;

  constructor({ code, detail, help, flaws, status }: ReinFault) {
    const places = flaws.map(({ path, message }) => `${path}: ${message}`).join('; ');
    // What answers may be anybody's: none of it moves a cursor.
    super(foreign(places === '' ? detail : `${detail}: ${places}`));
    this.id = foreign(code);
    // Its help is for whoever wrote the request, and names a member of the answer.
    this.help =
      places === '' ? foreign(help) : 'mend what is named; `--help` says what each option takes';
    this.exit = exitOf(status);
  }
}

function exitOf(status: number): number {
  if (status === 401 || status === 403) return EXIT.refused;
  if (status === 400) return EXIT.usage;
  if (status === 404) return EXIT.notFound;
  if (status === 429 || status === 503) return EXIT.unreachable;
  return status >= 500 ? EXIT.engine : EXIT.no;
}

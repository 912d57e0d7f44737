import type { Problem } from '@rein/contract/api';

/** What `reind` refused as a request; that an action was denied is no fault but an answer. */
export class ReinFault extends Error {
  override readonly name = 'ReinFault';
  /** Stable id; docs/reference/codes/control.md has a heading for each. */
  readonly code: string;
  readonly status: number;
  readonly help: string;
  readonly flaws: readonly { readonly path: string; readonly message: string }[];

  constructor({ code, detail, status, help, errors = [] }: Problem) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.status = status;
    this.help = help;
    this.flaws = errors;
  }
}

/** An action that was not allowed, by a rule or by a person. */
export class ActionDenied extends Error {
  override readonly name = 'ActionDenied';
  readonly capability: string;
  readonly resource: string;
  /** Rule that decided, if one did. */
  readonly rule: string | undefined;

  constructor(capability: string, resource: string, reason: string, rule: string | undefined) {
    super(reason);
    this.capability = capability;
    this.resource = resource;
    this.rule = rule;
  }
}

/** An action that was allowed and could not be done. */
export class ActionFailed extends Error {
  override readonly name = 'ActionFailed';
}

import type { Problem } from '@rein/contract/api';

/** Nobody answers where `reind` should listen. Nothing was asked, or it is not known what came of it. */
export class ReinUnreachable extends Error {
  override readonly name = 'ReinUnreachable';
  /** Path of the socket, or the URL. */
  readonly address: string;

  constructor(address: string, why: string, cause: unknown) {
    super(why, { cause });
    this.address = address;
  }
}

/** What `reind` refused as a request; that an action was denied is no fault but an answer. */
export class ReinFault extends Error {
  override readonly name = 'ReinFault';
  /** Stable id; docs/reference/codes/control.md has a heading for each. */
  readonly code: string;
  readonly status: number;
  /** What is wrong with this request, without the code in front. */
  readonly detail: string;
  readonly help: string;
  readonly flaws: readonly { readonly path: string; readonly message: string }[];

  constructor({ code, detail, status, help, errors = [] }: Problem) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.status = status;
    this.detail = detail;
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

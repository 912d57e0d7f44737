export interface EndpointFault {
  /** Lower case, no final period. */
  readonly message: string;
  readonly help?: string;
  /** UTF-16 offset in the pattern's text. */
  readonly at: number;
}

export function isEndpointFault(value: object | null): value is EndpointFault {
  return value !== null && 'message' in value;
}

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
/** Digits of an id, five bits each; the engine's HOLD_DIGITS. */
const HOLD_DIGITS = 5;

/** The number that a hold's id spells (RFC 4648 base 32, either case); nothing when it spells none. */
export function holdNumber(id: string): bigint | undefined {
  if (id.length !== HOLD_DIGITS) return undefined;
  let number = 0;
  for (const digit of id.toLowerCase()) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return undefined;
    number = number * DIGITS.length + value;
  }
  return BigInt(number);
}

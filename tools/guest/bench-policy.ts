/** Rules that no call of the bench meets, over every operation and kind of pattern. */
const shapes: readonly ((n: number) => string)[] = [
  (n) => `block open "**/none-${n}/**"`,
  (n) => `block write "*.none${n}"`,
  (n) => `block exec "/opt/none-${n}/{run,start}" "--all-${n}"`,
  (n) => `block connect "10.9.${n % 256}.0/24"`,
  (n) => `block unlink "/srv/none-${n}/**/old"`,
];

/** A policy of `count` rules under which the bench's own process carries a label. */
export function benchPolicy(count: number): string {
  const rules = Array.from({ length: count }, (_, n) => {
    const shape = shapes[n % shapes.length] ?? shapes[0];
    return `rule none-${n}:\n  ${shape?.(n)} if BENCHED\n  because "none"`;
  });
  return ['source BENCHED = exec "**/bench-calls"', ...rules].join('\n');
}

/** Numbers for sets of small integers: equal sets get the same number. */

const START_SLOTS = 1 << 12;

/** Sets are kept as runs of one array; a hash table leads to them. */
export class Subsets {
  count = 0;
  private pool = new Int32Array(START_SLOTS);
  private ends = new Int32Array(START_SLOTS);
  private slots = new Int32Array(START_SLOTS).fill(-1);

  /** Number of the set in the first `length` elements, which are ascending. */
  intern(elements: Int32Array, length: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(elements, length) & mask;
    for (;;) {
      const id = this.slots[slot] ?? -1;
      if (id < 0) break;
      if (this.equals(id, elements, length)) return id;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.count;
    return this.append(elements, length);
  }

  /** Elements of a set, ascending. Valid until the next `intern`. */
  get(id: number): Int32Array {
    return this.pool.subarray(this.startOf(id), this.ends[id]);
  }

  private startOf(id: number): number {
    return id === 0 ? 0 : (this.ends[id - 1] ?? 0);
  }

  private equals(id: number, elements: Int32Array, length: number): boolean {
    const start = this.startOf(id);
    if ((this.ends[id] ?? 0) - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.pool[start + i] !== elements[i]) return false;
    return true;
  }

  private append(elements: Int32Array, length: number): number {
    const id = this.count++;
    const start = this.startOf(id);
    if (start + length > this.pool.length) this.pool = grown(this.pool, start + length);
    if (id >= this.ends.length) this.ends = grown(this.ends, id + 1);
    this.pool.set(elements.subarray(0, length), start);
    this.ends[id] = start + length;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      const elements = this.get(id);
      let slot = hash(elements, elements.length) & mask;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

function hash(elements: Int32Array, length: number): number {
  let value = length;
  for (let i = 0; i < length; i++) {
    value = Math.imul(value ^ (elements[i] ?? 0), 0x9e3779b1);
    value ^= value >>> 15;
  }
  return value >>> 0;
}

/** A copy with room for `least` elements or more. */
function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, least));
  larger.set(array);
  return larger;
}

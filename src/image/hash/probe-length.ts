/**
 * How many groups a lookup looks at until it comes to `group`, 1 where it begins there; 0 where it never comes. It begins
 * at H1, the hash without its lower 7 bits, and goes on by 1, 2, 3, … groups (internal/runtime/maps/table.go probeSeq,
 * Go 1.24 to 1.26). `groupCount` is a power of two below 2^25.
 */
export function probeLength(hashLow: number, group: number, groupCount: number): number {
  const mask = groupCount - 1;
  let offset = (hashLow >>> 7) & mask;
  for (let length = 1; length <= groupCount; length++) {
    if (offset === group) return length;
    offset = (offset + length) & mask;
  }
  return 0;
}

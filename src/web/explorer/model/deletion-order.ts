/** Which entries a deletion takes: those that were inserted first, any, or every other one by age until enough are gone. */
export type DeletePattern = 'oldest' | 'random' | 'alternate';

export const deletePatterns: readonly DeletePattern[] = ['oldest', 'random', 'alternate'];

/** The keys of a deletion in its order. `keys` are those of the map, oldest first. */
export function deletionOrder(
  keys: Float64Array,
  count: number,
  pattern: DeletePattern,
  seed: number,
): Float64Array {
  if (pattern === 'oldest') return keys.slice(0, count);
  return pattern === 'random' ? randomKeys(keys, count, seed) : alternateKeys(keys, count);
}

/** Fisher and Yates, as far as it is needed. */
function randomKeys(keys: Float64Array, count: number, seed: number): Float64Array {
  const order = keys.slice();
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  for (let place = 0; place < count; place++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = place + Math.floor(((state >>> 0) / 2 ** 32) * (order.length - place));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order.subarray(0, count);
}

function alternateKeys(keys: Float64Array, count: number): Float64Array {
  const order = new Float64Array(count);
  let taken = 0;
  for (let left = keys; taken < count; ) {
    const kept = new Float64Array(left.length >> 1);
    for (let place = 0; place < left.length; place++) {
      if (place % 2 === 1) kept[place >> 1] = left[place];
      else if (taken < count) order[taken++] = left[place];
    }
    left = kept;
  }
  return order;
}

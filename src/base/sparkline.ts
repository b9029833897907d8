const blocks = '▁▂▃▄▅▆▇█';

/** `▁▃█`: one cell a value, from the lowest of them to the highest; all at the foot where they are equal. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  return values
    .map((value) => blocks[range === 0 ? 0 : Math.round(((value - low) / range) * (blocks.length - 1))])
    .join('');
}

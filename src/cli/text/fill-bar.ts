/** `██░░░░`: the filled share of `width` cells. Anything above nothing shows, and only a full map shows full. */
export function fillBar(part: number, whole: number, width: number): string {
  if (whole <= 0) return '░'.repeat(width);
  const share = Math.min(1, Math.max(0, part / whole));
  let cells = Math.round(share * width);
  if (part > 0 && cells === 0) cells = 1;
  if (share < 1 && cells === width) cells = width - 1;
  return '█'.repeat(cells) + '░'.repeat(width - cells);
}

/** `0`, `8`, `1.05M`: a count in at most five columns; exact counts are in the JSON. */
export function shortCount(count: number): string {
  if (count < 10_000) return String(count);
  const [scale, suffix] = count < 999_500 ? [1e3, 'k'] : count < 999_500_000 ? [1e6, 'M'] : [1e9, 'G'];
  const value = count / scale;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}${suffix}`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `48 B`, `9.1 MiB`, `301 MiB`: binary units, at most three significant digits, for people; JSON carries exact bytes. */
export function formatBytes(byteCount: number): string {
  if (byteCount < 0) return `-${formatBytes(-byteCount)}`;
  let value = byteCount;
  let unit = 0;
  // 999.5 would print as 1000, one column too many: it is written as 0.98 of the next unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : significant(value)} ${units[unit]}`;
}

function significant(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(value < 0.995 ? 2 : 1);
}

/** `81%`, `0.4%`, `<0.1%`; `0%` only for nothing. */
export function formatShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0%';
  const percent = (100 * part) / whole;
  if (percent < 0.1) return '<0.1%';
  return percent < 9.95 ? `${percent.toFixed(1).replace(/\.0$/, '')}%` : `${percent.toFixed(0)}%`;
}

/** `1,048,576`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** What metav1.Time is where it is not set: the first of January of year 1. */
export const zeroMoment = -62_135_596_800_000;

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|z|[+-]\d\d:\d\d)$/;

/** RFC 3339 to milliseconds since 1970; undefined where it is none. */
export function momentFromText(text: string): number | undefined {
  const match = rfc3339.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '0', zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const date = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // Date.UTC carries: the 31st of April would be the first of May.
  if (
    Number(month) > 12 ||
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)
  )
    return undefined;
  const ahead = /^z$/i.test(zone) ? 0 : (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * 60_000;
  return date + Math.floor(Number(`0.${fraction}`) * 1000) - (zone.startsWith('-') ? -ahead : ahead);
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go's `1m0s` or `20.133s` to milliseconds; undefined where it is none. */
export function durationFromGo(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d{1,12}(?:\.\d{1,12})?(?:ns|us|µs|ms|s|m|h)){1,6}$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g))
    sum += Number(amount) * unitMs[unit];
  return sum;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `300ms`, `5s`, `1h30m` or `2d` to milliseconds; undefined where it is no duration. */
export function durationFromText(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|[smhd])){1,5}$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|[smhd])/g)) sum += Number(amount) * unitMs[unit];
  return sum;
}

/** A moment as a row of a file tells it. */
export interface Moment {
  /** Milliseconds since 1970 in UTC where it is a date, else the number itself. */
  readonly at: number;
  readonly isDate: boolean;
  /** Minutes that the written zone is ahead of UTC; undefined where none is written. */
  readonly zoneMinutes: number | undefined;
}

/** From here on a number is seconds since 1970 (in 2001), and from there on milliseconds. */
const firstUnixSeconds = 1e9;
const firstUnixMilliseconds = 1e12;
const lastUnixMilliseconds = 4e12;

const isoMoment =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** Reads ISO 8601, seconds or milliseconds since 1970, or a plain number; undefined where it is none of them. */
export function momentFromText(text: string): Moment | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d{1,15}(?:\.\d{1,9})?(?:e[+]?\d{1,2})?$/i.test(trimmed)) return momentOfNumber(Number(trimmed));
  const match = isoMoment.exec(trimmed);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const date = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // Date.UTC carries what does not fit into the next field: the 31st of April would be the first of May.
  if (new Date(date).getUTCDate() !== Number(day) || Number(minute) > 59 || Number(hour) > 24)
    return undefined;
  const zoneMinutes = zone === undefined ? undefined : minutesOfZone(zone);
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  return { at: date + milliseconds - (zoneMinutes ?? 0) * 60_000, isDate: true, zoneMinutes };
}

function momentOfNumber(value: number): Moment | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > lastUnixMilliseconds) return undefined;
  if (value >= firstUnixMilliseconds) return { at: value, isDate: true, zoneMinutes: 0 };
  if (value >= firstUnixSeconds) return { at: value * 1000, isDate: true, zoneMinutes: 0 };
  return { at: value, isDate: false, zoneMinutes: undefined };
}

function minutesOfZone(zone: string): number {
  if (/^(z|utc)$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

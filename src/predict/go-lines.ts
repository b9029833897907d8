import type { GoLine } from '../gomem/index.ts';
import { PredictError } from './predict-error.ts';

const oldestMinor = 18;
const newestMinor = 26;
const firstSwissMinor = 24;
/** GOEXPERIMENT=noswissmap was there in these. */
const classicByChoice = [24, 25];

export const newestGoLine: GoLine = { minor: newestMinor, mapKind: 'swiss' };

/** Every line that the arithmetic knows, oldest first. */
export const goLines: readonly GoLine[] = Array.from(
  { length: newestMinor - oldestMinor + 1 },
  (_, place) => {
    const minor = oldestMinor + place;
    const standard: GoLine = { minor, mapKind: minor >= firstSwissMinor ? 'swiss' : 'classic' };
    const others: GoLine[] = classicByChoice.includes(minor) ? [{ minor, mapKind: 'classic' }] : [];
    return [standard, ...others];
  },
).flat();

/** `1.22`, `1.24 noswissmap`. */
export function goLineName({ minor, mapKind }: GoLine): string {
  return `1.${minor}${mapKind === 'classic' && minor >= firstSwissMinor ? ' noswissmap' : ''}`;
}

/** Reads `1.22`, `go1.22.12` or `1.24 noswissmap` (also with a comma, a colon or a dash between). */
export function parseGoLine(text: string): GoLine {
  const match = /^(?:go)?1\.(\d{1,3})(?:\.\d{1,4})?(?:[ ,:-](noswissmap))?$/.exec(text.trim());
  const wanted = match && `1.${Number(match[1])}${match[2] ? ' noswissmap' : ''}`;
  const line = goLines.find((each) => goLineName(each) === wanted);
  if (!line)
    throw new PredictError(
      `'${text}' is no Go version that is known; write one from 1.${oldestMinor} to 1.${newestMinor}, or 1.24-noswissmap`,
    );
  return line;
}

import type { Retained, RetainedMap } from '../hpa/index.ts';
import { type GoLine, parseGoLine, predict, PredictError } from '../predict/index.ts';

/** Of its slots a map has filled about so many when it has just grown or is about to: between half and 7/8. */
const usualLoad = 0.65;

/**
 * Bytes of the maps' slack that would not be there if their values were pointers: what the first article advises. The slots
 * stay; what is inline in them goes. undefined where no type of such a map can be laid out.
 */
export function pointerBytesOf({ maps, goVersion }: Retained): number | undefined {
  const line = lineOf(goVersion);
  const gains = line === undefined ? [] : maps.filter(isSlack).flatMap((map) => gainOf(map, line) ?? []);
  return gains.length === 0 ? undefined : gains.reduce((sum, gain) => sum + gain, 0);
}

function isSlack({ reclaimableBytes, slots }: RetainedMap): boolean {
  return reclaimableBytes > 0 && slots > 0;
}

function gainOf(map: RetainedMap, line: GoLine): number | undefined {
  const entries = Math.max(map.len, Math.round(map.slots * usualLoad));
  try {
    const forecast = predict(map.type, { entries, deleted: entries - map.len, line });
    if (forecast.kind !== 'map') return undefined;
    const row = forecast.versions.find((each) => each.line === line);
    const pointers = forecast.suggestions.find(({ id }) => id === 'pointer-values');
    if (!row) return undefined;
    // Values that are small, or stored by pointer already, gain nothing.
    if (!pointers) return 0;
    const share = 1 - pointers.deletedBytes / row.deletedBytes;
    return Math.round(Math.max(0, Math.min(map.reclaimableBytes, share * (map.bytes + map.boxedBytes))));
  } catch (error) {
    // A type of the program, whose declaration the report does not have.
    if (error instanceof PredictError) return undefined;
    throw error;
  }
}

function lineOf(goVersion: string | undefined): GoLine | undefined {
  try {
    return goVersion === undefined ? undefined : parseGoLine(goVersion);
  } catch (error) {
    if (error instanceof PredictError) return undefined;
    throw error;
  }
}

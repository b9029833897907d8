import { HpaError } from '../hpa-error.ts';
import { Fields } from '../objects/fields.ts';

/** What a pod keeps without needing it, from the ledger of a look at its process. Absent where the ledger has no such line. */
export interface Retained {
  readonly totalBytes: number;
  /** What rebuilt maps would give back. */
  readonly mapSlackBytes: number | undefined;
  /** Pages of the heap that nothing uses and that the kernel has not yet got back. */
  readonly idleBytes: number | undefined;
  /** Dead, until the next collections. */
  readonly garbageBytes: number | undefined;
  /** What Go has mapped and not given back: what GOMEMLIMIT counts. */
  readonly goBytes: number | undefined;
  readonly goVersion: string | undefined;
  readonly maps: readonly RetainedMap[];
}

export interface RetainedMap {
  readonly type: string;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly boxedBytes: number;
  readonly reclaimableBytes: number;
}

const garbageLines = ['heap.garbage', 'heap.dead', 'heap.maps.unreachable'];
const goLines = ['heap', 'stacks', 'runtime'];
/** A report may list millions; the largest come first. */
const mapsMax = 100;

/** Reads what `highwater inspect --json` prints. */
export function readRetained(value: unknown, where: string): Retained {
  const report = new Fields(value, where);
  const ledger = report.optionalObject('ledger');
  if (!ledger)
    throw new HpaError(
      `${where} has no ledger: give what highwater inspect PID --json printed of one of the pods`,
    );
  const bytes = new Map<string, number>();
  sumLines(ledger, bytes, 0);
  const sum = (ids: readonly string[]): number | undefined => {
    const known = ids.flatMap((id) => bytes.get(id) ?? []);
    return known.length === 0 ? undefined : known.reduce((all, each) => all + each, 0);
  };
  return {
    totalBytes: byteCount(ledger, 'totalBytes') ?? 0,
    mapSlackBytes: bytes.get('heap.maps.slack'),
    idleBytes: bytes.get('heap.idle'),
    garbageBytes: sum(garbageLines),
    goBytes: withoutReleased(sum(goLines), bytes.get('heap.released') ?? 0),
    goVersion: report.optionalObject('target')?.optionalText('goVersion'),
    maps: report.list('maps').slice(0, mapsMax).map(readMap),
  };
}

function withoutReleased(bytes: number | undefined, released: number): number | undefined {
  return bytes === undefined ? undefined : Math.max(0, bytes - released);
}

const deepestLine = 12;

function sumLines(fields: Fields, bytes: Map<string, number>, depth: number): void {
  if (depth > deepestLine) throw new HpaError(`${fields.where}: lines in lines without end`);
  for (const line of fields.list('lines')) {
    const id = line.text('id');
    bytes.set(id, (bytes.get(id) ?? 0) + (byteCount(line, 'bytes') ?? 0));
    sumLines(line, bytes, depth + 1);
  }
}

function readMap(map: Fields): RetainedMap {
  return {
    type: map.text('type'),
    len: byteCount(map, 'len') ?? 0,
    slots: byteCount(map, 'slots') ?? 0,
    bytes: byteCount(map, 'bytes') ?? 0,
    boxedBytes: byteCount(map, 'boxedBytes') ?? 0,
    reclaimableBytes: byteCount(map, 'reclaimableBytes') ?? 0,
  };
}

function byteCount(fields: Fields, name: string): number | undefined {
  const value = fields.raw(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new HpaError(`${fields.where}.${name} is not a number of bytes`);
  return value;
}

import type { HeapText, HeapTextRecord, StackTextFrame } from '../../../formats/index.ts';
import { mostObjects, type SampledBytes, sampledBytes } from './sampled-bytes.ts';

/** What an allocation of a map is: its arrays, tables and headers, or a key or value over 128 bytes. */
export type MapMechanism = 'map-buckets' | 'map-boxes';

/** What one source line has in maps. */
export interface MapLine {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  readonly buckets: SampledBytes;
  readonly boxes: SampledBytes;
  /** Entries that its maps can have at most, with 97.5 % confidence; null where no boxes tell. */
  readonly mostEntries: number | null;
}

/** Frames of the runtime that are a map's (Go 1.18 to 1.26; the classic design, then the Swiss one). */
const mapFrame =
  /^runtime\.(?:mapassign|makemap|mapclone|hashGrow|growWork|makeBucketArray|newoverflow|\(\*hmap\)|moveToBmap)|^internal\/runtime\/maps\.|^(?:reflect|maps)\.map(?:assign|clone)/;
/** … and those that make arrays, tables, directories and headers. */
const bucketFrame =
  /^runtime\.(?:makemap|mapclone|hashGrow|growWork|makeBucketArray|\(\*hmap\))|^internal\/runtime\/maps\.(?:New|new(?:Groups|Table|array)|clone|\(\*Map\)\.(?:grow|Clone|installTableSplit)|\(\*table\))/;
const runtimeName = /^(?:runtime|internal\/runtime\/[\w/]+)\./;
/** Packages that keep maps for their callers: the line of interest is that of the caller. */
const wrapperName = /^(?:sync|internal\/sync|reflect|maps)\./;

/** What one source line has allocated that lives, of maps or of anything else. */
export interface AllocationLine {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  /** Null for what is no map's, and where the runtime's frames have no names. */
  readonly mechanism: MapMechanism | null;
  readonly live: SampledBytes;
}

/** Records of one line and mechanism. */
interface LineRecords {
  readonly frame: StackTextFrame;
  readonly mechanism: MapMechanism | null;
  readonly records: HeapTextRecord[];
}

/** Live bytes by source line and mechanism, most first. `names` has the functions of return addresses, which the text itself leaves out for the runtime. */
export function allocationLinesOf(heap: HeapText, names: ReadonlyMap<number, string>): AllocationLine[] {
  return linesOf(heap, names)
    .map(({ frame, mechanism, records }) => {
      return { ...frame, mechanism, live: sampledBytes(records, heap.sampledEveryBytes) };
    })
    .filter(({ live }) => live.bytes > 0)
    .toSorted((a, b) => b.live.bytes - a.live.bytes);
}

/** What all maps take. */
export function mapBytesOf(heap: HeapText, names: ReadonlyMap<number, string>): SampledBytes {
  const ofMaps = heap.records.filter((record) => mechanismOf(record, names) !== undefined);
  return sampledBytes(ofMaps, heap.sampledEveryBytes);
}

/** What the maps that each line fills take, most first. */
export function mapLinesOf(heap: HeapText, names: ReadonlyMap<number, string>): MapLine[] {
  const { sampledEveryBytes } = heap;
  const lines = new Map<
    string,
    { frame: StackTextFrame; buckets: HeapTextRecord[]; boxes: HeapTextRecord[] }
  >();
  const liveBoxes = new Map<number, number>();
  for (const { frame, mechanism, records } of linesOf(heap, names)) {
    if (mechanism === null) continue;
    const line = lines.get(keyOf(frame)) ?? { frame, buckets: [], boxes: [] };
    lines.set(keyOf(frame), line);
    if (mechanism === 'map-buckets') line.buckets = records;
    else line.boxes = records;
    for (const record of line.boxes === records ? records : [])
      liveBoxes.set(sizeOf(record), (liveBoxes.get(sizeOf(record)) ?? 0) + record.liveCount);
  }
  return [...lines.values()]
    .map(({ frame, buckets, boxes }): MapLine => {
      return {
        ...frame,
        buckets: sampledBytes(buckets, sampledEveryBytes),
        boxes: sampledBytes(boxes, sampledEveryBytes),
        mostEntries: mostEntriesOf(boxes, liveBoxes, sampledEveryBytes),
      };
    })
    .filter(({ buckets, boxes }) => buckets.bytes + boxes.bytes > 0)
    .toSorted((a, b) => b.buckets.bytes + b.boxes.bytes - a.buckets.bytes - a.boxes.bytes);
}

function linesOf(heap: HeapText, names: ReadonlyMap<number, string>): LineRecords[] {
  const lines = new Map<string, LineRecords>();
  for (const record of heap.records) {
    const frame = callerOf(record.frames);
    if (!frame) continue;
    const mechanism = mechanismOf(record, names) ?? null;
    const key = `${mechanism ?? ''} ${keyOf(frame)}`;
    const line = lines.get(key) ?? { frame, mechanism, records: [] };
    lines.set(key, line);
    line.records.push(record);
  }
  return [...lines.values()];
}

function keyOf({ functionName, file, line }: StackTextFrame): string {
  return `${functionName} ${file}:${line}`;
}

/**
 * Every entry of a map with boxes has one of a size that its lines allocate, wherever it was inserted: there are no more entries than
 * live boxes of those sizes in all maps of the program. A line that has never been seen to allocate one tells nothing.
 */
function mostEntriesOf(
  boxes: readonly HeapTextRecord[],
  liveBoxes: ReadonlyMap<number, number>,
  sampledEveryBytes: number,
): number | null {
  const sizes = new Set(boxes.map(sizeOf));
  if (sizes.size === 0) return null;
  let most = 0;
  for (const size of sizes) most += mostObjects(liveBoxes.get(size) ?? 0, size, sampledEveryBytes);
  return most;
}

/** A record has objects of one size; the dead ones tell it, too. */
function sizeOf({ allocatedCount, allocatedBytes }: HeapTextRecord): number {
  return allocatedCount > 0 ? Math.round(allocatedBytes / allocatedCount) : 0;
}

/** Undefined where it is no map's. The runtime's own frames stand first. */
function mechanismOf({ pcs }: HeapTextRecord, names: ReadonlyMap<number, string>): MapMechanism | undefined {
  let isMap = false;
  for (const pc of pcs) {
    const name = names.get(pc);
    if (name === undefined) break;
    if (mapFrame.test(name)) isMap = true;
    if (bucketFrame.test(name)) return 'map-buckets';
    if (!runtimeName.test(name)) break;
  }
  return isMap ? 'map-boxes' : undefined;
}

function callerOf(frames: readonly StackTextFrame[]): StackTextFrame | undefined {
  const own = frames.filter(({ functionName }) => !runtimeName.test(functionName));
  return own.find(({ functionName }) => !wrapperName.test(functionName)) ?? own[0];
}

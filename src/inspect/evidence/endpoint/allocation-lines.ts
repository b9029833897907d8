import type { HeapText, HeapTextRecord, StackTextFrame } from '../../../formats/index.ts';
import {
  type ByteEstimate,
  ByteSum,
  goVersionOf,
  type HeapAccount,
  type KnownBy,
  type Mechanism,
  mechanismOfStack,
  profileOfRecords,
  scaleHeapSample,
  SizeErrors,
} from '../../../profile/index.ts';

/** What one source line has allocated for one purpose, and lives. */
export interface AllocationLine extends StackTextFrame {
  readonly mechanism: Mechanism;
  readonly knownBy: KnownBy;
  readonly live: ByteEstimate;
}

/** What the maps that one call fills take, and the line that it is on. */
export interface MapLine extends StackTextFrame {
  /** Where the call returns to: the same as long as the process runs. */
  readonly address: number;
  /** Keys and values that lie beside these maps and live, at least, with 97.5 % confidence. */
  readonly leastBoxes: number;
  /** Arrays, tables, overflow buckets and headers. */
  readonly buckets: ByteEstimate;
  /** Entries that its maps can have at most, with 97.5 % confidence; null where no boxes tell. */
  readonly mostEntries: number | null;
}

/** What an endpoint's heap profile says by line. */
export interface AllocationAccount {
  readonly sampledEveryBytes: number;
  /** Most first. */
  readonly lines: readonly AllocationLine[];
  readonly mapLines: readonly MapLine[];
  /** What all maps take; null where the frames of the runtime have no names, so that it cannot be known. */
  readonly mapBytes: ByteEstimate | null;
}

/** The Go version that the text gives away by the line on which runtime.main calls main.main; null where it does not. */
export function goVersionOfText({ records, sampledEveryBytes }: HeapText): string | null {
  const stacks = records.map(({ frames }) => ({ ...nothingAllocated, stack: frames }));
  return goVersionOf(profileOfRecords(stacks, sampledEveryBytes)) ?? null;
}

const nothingAllocated = { allocObjects: 0, allocBytes: 0, inuseObjects: 0, inuseBytes: 0 };

/** Functions that profiles as text leave out at the inner end of a stack. */
export const runtimeName: RegExp = /^(?:runtime|internal\/runtime\/[\w/]+)\./;
/** Packages that keep maps for their callers: the line of interest is that of the caller. */
const wrapperName = /^(?:sync|internal\/sync|reflect|maps)\./;
const bucketMechanisms: ReadonlySet<Mechanism> = new Set(['map-arrays', 'map-overflow', 'map-headers']);

/** Records of one line and purpose. */
interface LineRecords {
  readonly frame: StackTextFrame;
  readonly mechanism: Mechanism;
  readonly knownBy: KnownBy;
  readonly records: HeapTextRecord[];
}

/** `heap?debug=1` by line and purpose. `names` has the functions of return addresses, which the text leaves out for the runtime. */
export function accountOfText(heap: HeapText, names: ReadonlyMap<number, string>): AllocationAccount {
  const { sampledEveryBytes } = heap;
  const groups = linesOf(heap, names);
  const ofMaps = groups.filter(
    ({ mechanism }) => mechanism === 'map-boxes' || bucketMechanisms.has(mechanism),
  );
  return {
    sampledEveryBytes,
    lines: groups
      .map(({ frame, mechanism, knownBy, records }) => {
        return { ...frame, mechanism, knownBy, live: liveBytesOf(records, sampledEveryBytes) };
      })
      .filter(({ live }) => live.bytes > 0)
      .toSorted((a, b) => b.live.bytes - a.live.bytes),
    mapLines: mapLinesOf(ofMaps, names, sampledEveryBytes),
    mapBytes:
      names.size > 0
        ? liveBytesOf(
            ofMaps.flatMap(({ records }) => records),
            sampledEveryBytes,
          )
        : null,
  };
}

/** The protobuf by line and purpose: it has no frames of the runtime, and knows maps by their sizes at most. */
export function accountOfProfile({ lines, rate }: HeapAccount): AllocationAccount {
  return {
    sampledEveryBytes: rate,
    lines: lines.map(({ place, mechanism, knownBy, inuse }) => ({
      ...place,
      mechanism,
      knownBy,
      live: inuse,
    })),
    mapLines: [],
    mapBytes: null,
  };
}

/**
 * By the address of the call: it inserts into maps of one type, where a line of generic code inserts into many. What reflect inserts has
 * one address for all types, and says nothing of any.
 */
function mapLinesOf(
  groups: readonly LineRecords[],
  names: ReadonlyMap<number, string>,
  sampledEveryBytes: number,
): MapLine[] {
  const boxes = groups.filter(({ mechanism }) => mechanism === 'map-boxes');
  const calls = new Map<
    number,
    { frame: StackTextFrame; buckets: HeapTextRecord[]; boxes: Map<number, HeapTextRecord[]> }
  >();
  for (const { frame, mechanism, records } of groups)
    for (const record of records) {
      const address = callOf(record, names);
      if (address === undefined) continue;
      const call = calls.get(address) ?? { frame, buckets: [], boxes: new Map<number, HeapTextRecord[]>() };
      calls.set(address, call);
      const size = sizeOf(record);
      if (mechanism === 'map-boxes') call.boxes.set(size, [...(call.boxes.get(size) ?? []), record]);
      else call.buckets.push(record);
    }
  return [...calls]
    .filter(([, { buckets }]) => buckets.length > 0)
    .map(([address, { frame, buckets, boxes: own }]) => ({
      ...frame,
      address,
      buckets: liveBytesOf(buckets, sampledEveryBytes),
      mostEntries: mostEntriesOf(new Set(own.keys()), boxes, sampledEveryBytes),
      leastBoxes: [...own].reduce(
        (sum, [size, records]) =>
          sum + (size > 0 ? Math.floor(liveBytesOf(records, sampledEveryBytes).lowBytes / size) : 0),
        0,
      ),
    }))
    .toSorted((a, b) => b.buckets.bytes - a.buckets.bytes);
}

/** The address that called the runtime; undefined where it has no name, and where reflect did. */
function callOf({ pcs }: HeapTextRecord, names: ReadonlyMap<number, string>): number | undefined {
  const address = pcs.find((pc) => !runtimeName.test(names.get(pc) ?? ''));
  const name = address === undefined ? undefined : names.get(address);
  return name === undefined || name.startsWith('reflect.') ? undefined : address;
}

/**
 * Every entry of a map with boxes has one of a size that its lines allocate, wherever it was inserted: there are no more entries than
 * live boxes of those sizes in all maps of the program. A line that has never been seen to allocate one tells nothing.
 */
function mostEntriesOf(
  sizes: ReadonlySet<number>,
  boxes: readonly LineRecords[],
  sampledEveryBytes: number,
): number | null {
  if (sizes.size === 0) return null;
  let most = 0;
  for (const size of sizes) {
    const records = boxes.flatMap((line) => line.records.filter((record) => sizeOf(record) === size));
    most += Math.ceil(liveBytesOf(records, sampledEveryBytes).highBytes / size);
  }
  return most;
}

/** What the records' live objects stand for. */
function liveBytesOf(records: readonly HeapTextRecord[], sampledEveryBytes: number): ByteEstimate {
  const errors = new SizeErrors(sampledEveryBytes);
  const sum = new ByteSum();
  for (const record of records) {
    const { objects, bytes } = scaleHeapSample(record.liveCount, record.liveBytes, sampledEveryBytes);
    sum.add(objects, bytes, errors.of(sizeOf(record)));
  }
  return sum.estimate();
}

/** A record has objects of one size; the dead ones tell it, too. */
function sizeOf({ allocatedCount, allocatedBytes }: HeapTextRecord): number {
  return allocatedCount > 0 ? Math.round(allocatedBytes / allocatedCount) : 0;
}

function linesOf(heap: HeapText, names: ReadonlyMap<number, string>): LineRecords[] {
  const lines = new Map<string, LineRecords>();
  for (const record of heap.records) {
    const frame = callerOf(record.frames);
    if (!frame) continue;
    const { mechanism, knownBy } = mechanismOfStack(stackNames(record, names));
    const key = `${mechanism} ${knownBy} ${keyOf(frame)}`;
    const line = lines.get(key) ?? { frame, mechanism, knownBy, records: [] };
    lines.set(key, line);
    line.records.push(record);
  }
  return [...lines.values()];
}

/** The runtime's frames by their addresses, then those that the text shows. */
function* stackNames({ pcs, frames }: HeapTextRecord, names: ReadonlyMap<number, string>): Generator<string> {
  for (const pc of pcs) {
    const name = names.get(pc);
    if (name === undefined || !runtimeName.test(name)) break;
    yield name;
  }
  for (const { functionName } of frames) yield functionName;
}

function callerOf(frames: readonly StackTextFrame[]): StackTextFrame | undefined {
  const own = frames.filter(({ functionName }) => !runtimeName.test(functionName));
  return own.find(({ functionName }) => !wrapperName.test(functionName)) ?? own[0];
}

function keyOf({ functionName, file, line }: StackTextFrame): string {
  return `${functionName} ${file}:${line}`;
}

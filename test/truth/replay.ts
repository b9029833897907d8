/* Runs fixtures/truth/replay, does the same to simulated maps with the same hashes, and compares every slot. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type GoLine as GomemLine, type MapShape, mapUnitOf } from '../../src/gomem/index.ts';
import {
  type ClassicStructure,
  type KeyHash,
  type SimulatedMap,
  simulateMap,
  type SwissStructure,
} from '../../src/simulate/index.ts';
import { buildFixture, type GoLine } from './toolchain.ts';

/** fixtures/truth/census/describe.go. */
export interface Description {
  readonly Len: number;
  readonly Slots: number;
  readonly HeapBytes: number;
  readonly BoxedBytes: number;
  readonly Tombstones: number;
  readonly ListBytes: number;
  readonly BucketLog2: number;
  readonly OldBucketLog2: number;
  readonly OverflowChained: number;
  readonly OverflowOutside: number;
  readonly OverflowCounted: number;
  readonly Evacuated: number;
  readonly NextToEvacuate: number;
  readonly DirectoryLen: number;
  readonly Tables: number;
  readonly HalfTables: number;
}

interface Look {
  readonly Operations: number;
  readonly Description: Description;
  readonly AllocatedBytes: number;
  readonly Hashes?: string;
  readonly Cells: string;
}

/** One line of what the program prints. */
export interface Replay {
  readonly Name: string;
  readonly Script: string;
  readonly KeyKind: 'memory' | 'string' | 'other';
  readonly KeyBytes: number;
  readonly KeyAlign: number;
  readonly KeyHasPointers: boolean;
  readonly ValueBytes: number;
  readonly ValueAlign: number;
  readonly ValueHasPointers: boolean;
  readonly UnitSize: number;
  readonly UnitHasPointers: boolean;
  readonly GoMinor: number;
  readonly Swiss: boolean;
  readonly Hint: number;
  readonly Operations: string;
  readonly Looks: readonly Look[];
}

export interface ReplayResult {
  readonly mapCount: number;
  /** Times that a map was compared, and slots in all of them. */
  readonly lookCount: number;
  readonly slotCount: number;
  /** Looks before which something else in the process allocated memory too. */
  readonly foreignCount: number;
  readonly problems: readonly string[];
}

/** What real maps of this line did and what the simulated ones make of it. */
export async function replayAll(line: GoLine): Promise<ReplayResult> {
  const child = spawn(buildFixture(line, 'plain', 'replay'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const problems: string[] = [];
  let mapCount = 0;
  let lookCount = 0;
  let slotCount = 0;
  const noise = new Noise();
  for await (const text of createInterface({ input: child.stdout })) {
    const replay = JSON.parse(text) as Replay;
    mapCount++;
    lookCount += replay.Looks.length;
    slotCount += replay.Looks.reduce((sum, look) => sum + look.Description.Slots, 0);
    problems.push(
      ...compareReplay(replay, noise).map((problem) => `${replay.Name} ${replay.Script}: ${problem}`),
    );
  }
  if ((await ended) !== 0) problems.push('the program ended with an error');
  // A byte too many or too few in the model would show at every other look.
  if (noise.foreignCount > lookCount / 100)
    problems.push(`${noise.foreignCount} looks differ in what was allocated`);
  return { mapCount, lookCount, slotCount, foreignCount: noise.foreignCount, problems };
}

/** The hashes that Go gave for keys by their number, taken anew whenever the map takes a new seed. */
class GivenHash implements KeyHash {
  #words = new Int32Array(0);

  give(base64: string): void {
    const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
    this.#words = new Int32Array(bytes.buffer);
  }

  low(key: number): number {
    return this.#words[2 * key];
  }

  high(key: number): number {
    return this.#words[2 * key + 1];
  }

  reseed(): void {}
}

export function shapeOf(replay: Omit<Replay, 'Looks' | 'Operations' | 'Script' | 'Hint'>): MapShape {
  return {
    keyBytes: replay.KeyBytes,
    keyAlign: replay.KeyAlign,
    keyHasPointers: replay.KeyHasPointers,
    keyKind: replay.KeyKind,
    valueBytes: replay.ValueBytes,
    valueAlign: replay.ValueAlign,
    valueHasPointers: replay.ValueHasPointers,
  };
}

const opClear = 0;
const opIterate = 1 << 30;

function apply(map: SimulatedMap, operation: number): void {
  if (operation === opClear) map.clear();
  else if (operation === opIterate) map.iterate(() => {});
  else if (operation > 0) map.insert(operation - 1);
  else map.delete(-operation - 1);
}

/** The first differences of one map. */
function compareReplay(replay: Replay, noise: Noise): string[] {
  const shape = shapeOf(replay);
  const line: GomemLine = { minor: replay.GoMinor, mapKind: replay.Swiss ? 'swiss' : 'classic' };
  const unit = mapUnitOf(shape, line);
  if (unit.unitSize !== replay.UnitSize || unit.unitHasPointers !== replay.UnitHasPointers) {
    return [`unit of ${unit.unitSize} bytes, ${unit.unitHasPointers}; Go ${replay.UnitSize}`];
  }
  const operations = new Int32Array(Uint8Array.from(Buffer.from(replay.Operations, 'base64')).buffer);
  const hash = new GivenHash();
  const map = simulateMap(shape, line, { hint: replay.Hint, hash });
  let done = 0;
  let lastSurplus = 0;
  for (const look of replay.Looks) {
    for (; done < look.Operations; done++) apply(map, operations[done]);
    const difference = differenceOf(map, look);
    if (difference !== undefined) return [`after ${done} operations: ${difference}`];
    const surplus = look.AllocatedBytes - allocatedBy(map);
    if (surplus < 0) return [`after ${done} operations: ${-surplus} bytes more than Go allocated`];
    noise.note(surplus - lastSurplus);
    lastSurplus = surplus;
    if (look.Hashes !== undefined) hash.give(look.Hashes);
  }
  return [];
}

function differenceOf(map: SimulatedMap, look: Look): string | undefined {
  const structure = map.structure();
  const { Description: truth } = look;
  const numbers: readonly (readonly [name: string, ours: number, theirs: number])[] = [
    ['len', map.len, truth.Len],
    ['bytes', map.bytes, truth.HeapBytes],
    ['boxedBytes', map.boxedBytes, truth.BoxedBytes],
    ...(structure.kind === 'classic' ? classicNumbers(structure, truth) : swissNumbers(structure, truth)),
  ];
  const wrong = numbers.find(([, ours, theirs]) => ours !== theirs);
  if (wrong !== undefined) return `${wrong[0]} ${wrong[1]}, Go ${wrong[2]}`;
  const cells = structure.kind === 'classic' ? classicCells(structure) : swissCells(structure);
  const theirs = Buffer.from(look.Cells, 'base64');
  if (cells.equals(theirs)) return undefined;
  const at = cells.findIndex((byte, index) => byte !== theirs[index]);
  return `${cells.length} bytes of cells, Go ${theirs.length}; the first that differs is number ${at}`;
}

/** Bytes that a map has asked the heap for since it was made. */
function allocatedBy(map: SimulatedMap): number {
  const structure = map.structure();
  const lists = structure.kind === 'classic' ? structure.listBytes + structure.listGarbageBytes : 0;
  return map.bytes + map.boxedBytes + map.garbageBytes + map.boxedGarbageBytes + lists;
}

/** Allocations of other parts of the process, a new thread's for example, between two looks at a map. */
class Noise {
  foreignCount = 0;

  note(byteCount: number): void {
    if (byteCount !== 0) this.foreignCount++;
  }
}

type Numbers = readonly (readonly [name: string, ours: number, theirs: number])[];

function classicNumbers(ours: ClassicStructure, truth: Description): Numbers {
  const { array, growth } = ours;
  const oldChained = growth?.oldArray.overflowChained ?? 0;
  const oldOutside = growth?.oldArray.overflowOutside ?? 0;
  const oldLog2 = growth === undefined ? -1 : Math.log2(growth.oldArray.baseCount);
  return [
    ['bucketLog2', ours.bucketLog2, truth.BucketLog2],
    ['slots', array.baseCount * 8, truth.Slots],
    ['old bucketLog2', oldLog2, truth.OldBucketLog2],
    ['overflowChained', array.overflowChained + oldChained, truth.OverflowChained],
    ['overflowOutside', array.overflowOutside + oldOutside, truth.OverflowOutside],
    ['countedOverflow', ours.countedOverflow, truth.OverflowCounted],
    ['evacuatedCount', growth?.evacuatedCount ?? 0, truth.Evacuated],
    ['nextToEvacuate', growth?.nextToEvacuate ?? 0, growth === undefined ? 0 : truth.NextToEvacuate],
    ['listBytes', ours.listBytes, truth.ListBytes],
  ];
}

function swissNumbers(ours: SwissStructure, truth: Description): Numbers {
  return [
    ['slots', ours.slots, truth.Slots],
    ['tombstones', ours.tombstones, truth.Tombstones],
    ['directoryLength', ours.directoryLength, truth.DirectoryLen],
    ['tables', ours.tables.length, truth.Tables],
  ];
}

/** Bytes in the form of fixtures/truth/census/cells.go. */
class CellWriter {
  readonly #bytes: number[] = [];

  number(value: number, size: number): void {
    for (let at = 0; at < size; at++) this.#bytes.push((value >> (8 * at)) & 0xff);
  }

  unit(bytes: Uint8Array, keys: readonly (number | undefined)[]): void {
    this.#bytes.push(...bytes);
    for (const key of keys) this.number((key ?? -1) + 1, 4);
  }

  buffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

function classicCells(structure: ClassicStructure): Buffer {
  const writer = new CellWriter();
  if (!structure.isAllocated) return writer.buffer();
  const chain = (index: number, which: 'current' | 'old'): void => {
    const buckets = structure.readBucket(index, which);
    writer.number(buckets.length, 1);
    for (const { topHashes, keys } of buckets) writer.unit(topHashes, keys);
  };
  for (let index = 0; index < structure.array.baseCount; index++) chain(index, 'current');
  const { growth } = structure;
  for (let index = 0; index < (growth?.oldArray.baseCount ?? 0); index++) {
    if (growth?.evacuated[index] === 1) writer.number(0, 1);
    else chain(index, 'old');
  }
  return writer.buffer();
}

function swissCells(structure: SwissStructure): Buffer {
  const writer = new CellWriter();
  if (structure.smallGroupFull !== undefined) {
    const { controls, keys } = structure.readGroup(0, 0);
    writer.unit(controls, keys);
  }
  for (const [number, table] of structure.tables.entries()) {
    writer.number(table.capacity, 2);
    writer.number(table.growthLeft, 2);
    writer.number(table.localDepth, 1);
    writer.number(table.index, 4);
    for (let group = 0; group < table.full.length; group++) {
      const { controls, keys } = structure.readGroup(number, group);
      writer.unit(controls, keys);
    }
  }
  return writer.buffer();
}

import {
  allocatedBytes,
  classicArray,
  type GoLine,
  groupsBytes,
  maxTableCapacity,
  predictSlice,
  unitSlots,
} from '../gomem/index.ts';

/** The sizes that one thing has as it grows, each once, as the allocator rounds them. */
export interface SizeLadder {
  readonly growth: 'classic-map' | 'swiss-map' | 'slice';
  /** Of a bucket, a group or an element. */
  readonly unitBytes: number;
  /** Smallest first. */
  readonly rungs: readonly number[];
}

/** A ladder and which of its rungs a size is. */
export interface RungOf {
  readonly ladder: SizeLadder;
  readonly rung: number;
}

/** Bytes of a slot: of key and value up to 128 each. Sizes that few types have are left out: ladders cost time to make. */
const slotSizes: readonly number[] = Array.from({ length: 256 }, (_, index) => index + 1).filter(
  (byteCount) => byteCount % (byteCount <= 16 ? 1 : byteCount <= 64 ? 4 : 8) === 0,
);
/** A bucket array of a million million entries is beyond any machine. */
const largestRungBytes = 2 ** 40;
const mostElementBytes = 512;

/**
 * Every ladder that maps and slices of this line of Go can climb, found by size; `line` undefined: of every line. Two types
 * whose units have the same size climb the same one, so that a ladder names no type.
 */
export function sizeLadders(line: GoLine | undefined): (byteCount: number) => readonly RungOf[] {
  const bySize = new Map<number, RungOf[]>();
  const known = new Set<string>();
  for (const each of line === undefined ? allLines : [line]) {
    for (const ladder of laddersOf(each)) {
      const text = `${ladder.growth} ${ladder.unitBytes} ${ladder.rungs.join()}`;
      if (known.has(text)) continue;
      known.add(text);
      ladder.rungs.forEach((byteCount, rung) => {
        const list = bySize.get(byteCount);
        if (list) list.push({ ladder, rung });
        else bySize.set(byteCount, [{ ladder, rung }]);
      });
    }
  }
  return (byteCount) => bySize.get(byteCount) ?? [];
}

/** Lines whose allocators or maps differ. */
const allLines: readonly GoLine[] = [
  { minor: 21, mapKind: 'classic' },
  { minor: 23, mapKind: 'classic' },
  { minor: 26, mapKind: 'swiss' },
];

function* laddersOf(line: GoLine): Generator<SizeLadder> {
  for (const hasPointers of [false, true]) {
    if (line.mapKind === 'classic') yield* classicLadders(line, hasPointers);
    else yield* swissLadders(line, hasPointers);
    yield* sliceLadders(line, hasPointers);
  }
}

/** Buckets have eight tophash bytes, eight slots and a pointer (runtime/map.go bmap). */
function* classicLadders({ minor }: GoLine, hasPointers: boolean): Generator<SizeLadder> {
  for (const slotBytes of slotSizes) {
    if (hasPointers && slotBytes % 8 !== 0) continue;
    const unit = { unitSize: 16 + unitSlots * slotBytes, unitHasPointers: hasPointers };
    const rungs: number[] = [];
    for (let log2 = 0; (rungs.at(-1) ?? 0) < largestRungBytes; log2++)
      rungs.push(classicArray(unit, log2, minor).bytes);
    yield { growth: 'classic-map', unitBytes: unit.unitSize, rungs: distinct(rungs) };
  }
}

/** Groups have eight control bytes and eight slots; a table ends at 1,024 slots (internal/runtime/maps/table.go). */
function* swissLadders({ minor }: GoLine, hasPointers: boolean): Generator<SizeLadder> {
  for (const slotBytes of slotSizes) {
    if (hasPointers && slotBytes % 8 !== 0) continue;
    const unit = { unitSize: 8 + unitSlots * slotBytes, unitHasPointers: hasPointers };
    const rungs: number[] = [];
    for (let capacity = unitSlots; capacity <= maxTableCapacity; capacity *= 2)
      rungs.push(groupsBytes(unit, capacity, minor));
    yield { growth: 'swiss-map', unitBytes: unit.unitSize, rungs: distinct(rungs) };
  }
}

/** Of slices that start empty and get one element after the other (runtime/slice.go growslice). */
function* sliceLadders(line: GoLine, hasPointers: boolean): Generator<SizeLadder> {
  for (let bytes = hasPointers ? 8 : 1; bytes <= mostElementBytes; bytes += bytes < 8 ? 1 : 8) {
    const appends = Math.floor(largestSliceBytes / bytes);
    const { capacities } = predictSlice(bytes, hasPointers, line, { appends });
    const rungs = capacities.map((capacity) => allocatedBytes(capacity * bytes, !hasPointers, line.minor));
    yield { growth: 'slice', unitBytes: bytes, rungs: distinct(rungs) };
  }
}

const largestSliceBytes = 2 ** 36;

function distinct(rungs: readonly number[]): number[] {
  return [...new Set(rungs)];
}

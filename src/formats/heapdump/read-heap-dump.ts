import { type Address, type ByteSource, type Diagnostics, isAddress, latin1 } from '../../base/index.ts';
import { FrameColumns } from './frame-columns.ts';
import { findNextObject } from './find-next-object.ts';
import type {
  DumpedFinalizer,
  DumpedGoroutine,
  DumpedMemStats,
  DumpedProfileBucket,
  DumpedSegment,
  DumpedType,
  DumpParameters,
  HeapDump,
} from './heap-dump.ts';
import { readMemStats } from './mem-stats.ts';
import { ObjectRunBuilder } from './object-runs.ts';
import { RecordReader } from './record-reader.ts';

const magic = 'go1.7 heap dump\n';
/** Go's own names of types and functions are shorter; the rest of a longer one is passed over. */
const longestText = 4096;
const mostStackCalls = 1024;
const mostGaps = 100;

/** The tags of runtime/heapdump.go, the same from Go 1.7 to 1.26. */
const tag = {
  end: 0,
  object: 1,
  otherRoot: 2,
  type: 3,
  goroutine: 4,
  frame: 5,
  params: 6,
  finalizer: 7,
  itab: 8,
  thread: 9,
  memStats: 10,
  queuedFinalizer: 11,
  data: 12,
  bss: 13,
  defer: 14,
  panic: 15,
  profileBucket: 16,
  allocationSample: 17,
} as const;

/** Numbers of the records that are passed over. */
const passedNumbers = new Map<number, number>([
  [tag.itab, 2],
  [tag.thread, 3],
  [tag.defer, 7],
  [tag.panic, 6],
  [tag.allocationSample, 2],
]);

/** True where the bytes begin a heap dump of debug.WriteHeapDump. */
export function isHeapDump(source: ByteSource): boolean {
  return latin1(source.read(0, magic.length)) === magic;
}

/**
 * Reads a dump of debug.WriteHeapDump (runtime/heapdump.go, Go 1.7 to 1.26: the format is the same) from its start to its
 * end, once; contents are passed over. A damaged or cut dump gives what comes before the damage, and a diagnostic.
 */
export function readHeapDump(source: ByteSource, diagnostics: Diagnostics): HeapDump {
  return new DumpDecoder(source).read(diagnostics);
}

class DumpDecoder {
  readonly #reader: RecordReader;
  readonly #objects: ObjectRunBuilder;
  readonly #types: DumpedType[] = [];
  readonly #goroutines: DumpedGoroutine[] = [];
  readonly #finalizers: DumpedFinalizer[] = [];
  readonly #otherRoots: Address[] = [];
  readonly #profile: DumpedProfileBucket[] = [];
  readonly #frames = new FrameColumns();
  #parameters: DumpParameters | undefined;
  #data: DumpedSegment | undefined;
  #bss: DumpedSegment | undefined;
  #memStats: DumpedMemStats | undefined;
  #damage = '';
  #gaps = 0;

  constructor(source: ByteSource) {
    this.#reader = new RecordReader(source, magic.length);
    this.#objects = new ObjectRunBuilder(source.size);
  }

  read(diagnostics: Diagnostics): HeapDump {
    const reader = this.#reader;
    let start = reader.offset;
    let isWhole = false;
    while (!isWhole) {
      start = reader.offset;
      const kind = reader.uvarint();
      if (kind === tag.end && !reader.overran) isWhole = true;
      else if (!reader.overran) this.#record(kind);
      if (this.#damage === '' && !reader.overran) continue;
      // What was read past the end is no damage of its own.
      if (reader.overran) this.#damage = '';
      const next = this.#goOnBehind(start);
      if (next < 0) break;
      diagnostics.add(
        'heap-dump-damaged',
        `The heap dump is damaged at byte ${start} of ${reader.size}: ${this.#damage || 'a record has no end'}. The ${next - start} bytes from there on are left out.`,
      );
      this.#damage = '';
    }
    if (this.#damage !== '')
      diagnostics.add(
        'heap-dump-damaged',
        `The heap dump is damaged at byte ${start} of ${reader.size}: ${this.#damage}. What comes after it is not seen.`,
      );
    else if (!isWhole)
      diagnostics.add(
        'heap-dump-truncated',
        `The heap dump ends within the record at byte ${start} of ${reader.size}: it was cut off, or the process died while it wrote it. What came after it is missing.`,
      );
    return {
      parameters: this.#parameters,
      objects: this.#objects.finish(),
      types: this.#types,
      goroutines: this.#goroutines,
      frames: this.#frames.finish(),
      data: this.#data,
      bss: this.#bss,
      finalizers: this.#finalizers,
      otherRoots: this.#otherRoots,
      memStats: this.#memStats,
      profile: this.#profile,
      isWhole,
    };
  }

  /** Goes to where objects go on behind a damaged record; -1 where none do, or where that happened too often. */
  #goOnBehind(start: number): number {
    if (!this.#parameters || ++this.#gaps > mostGaps) return -1;
    const next = findNextObject(this.#reader, start + 1, this.#parameters);
    if (next >= 0) this.#reader.seek(next);
    return next;
  }

  #record(kind: number): void {
    const reader = this.#reader;
    switch (kind) {
      case tag.object:
        this.#object();
        return;
      case tag.otherRoot:
        reader.text(longestText);
        this.#otherRoots.push(reader.uvarint());
        return;
      case tag.type:
        this.#type();
        return;
      case tag.goroutine:
        this.#goroutine();
        return;
      case tag.frame:
        this.#frame();
        return;
      case tag.params:
        this.#params();
        return;
      case tag.finalizer:
      case tag.queuedFinalizer:
        this.#finalizer(kind === tag.queuedFinalizer);
        return;
      case tag.memStats:
        this.#memStats = readMemStats(reader);
        return;
      case tag.data:
        this.#data = this.#segment();
        return;
      case tag.bss:
        this.#bss = this.#segment();
        return;
      case tag.profileBucket:
        this.#profileBucket();
        return;
      default: {
        const numbers = passedNumbers.get(kind);
        if (numbers === undefined) this.#damage = `there is no record of kind ${kind}`;
        for (let index = 0; index < (numbers ?? 0); index++) reader.uvarint();
      }
    }
  }

  #object(): void {
    const reader = this.#reader;
    const address = reader.uvarint();
    const size = reader.uvarint();
    const contents = reader.offset;
    reader.skip(size);
    if (reader.overran) return;
    if (!isAddress(address) || address % 8 !== 0 || size === 0 || size % 8 !== 0) {
      this.#damage = 'an object has no possible place';
      return;
    }
    const objects = this.#objects;
    objects.add(address, size, contents);
    for (;;) {
      const kind = reader.uvarint();
      if (kind === 0) return;
      const offset = reader.uvarint();
      if (kind !== 1 || offset + 8 > size || offset % 8 !== 0) {
        this.#damage ||= 'a pointer lies outside its object';
        return;
      }
      objects.addPointer(offset);
    }
  }

  #type(): void {
    const reader = this.#reader;
    const address = reader.uvarint();
    const size = reader.uvarint();
    const name = reader.text(longestText);
    reader.flag();
    if (!reader.overran) this.#types.push({ address, size, name });
  }

  #params(): void {
    const reader = this.#reader;
    const bigEndian = reader.flag();
    const pointerBytes = reader.uvarint();
    const arenaStart = reader.uvarint();
    const arenaEnd = reader.uvarint();
    const arch = reader.text(longestText);
    const goVersion = reader.text(longestText);
    const cpuCount = reader.uvarint();
    if (reader.overran) return;
    this.#parameters = { bigEndian, pointerBytes, arenaStart, arenaEnd, arch, goVersion, cpuCount };
  }

  #goroutine(): void {
    const reader = this.#reader;
    const address = reader.uvarint();
    const sp = reader.uvarint();
    const id = reader.uvarint();
    const createdAt = reader.uvarint();
    const status = reader.uvarint();
    const isSystem = reader.flag();
    reader.flag();
    const waitingSinceNs = reader.uvarint();
    const waitReason = reader.text(longestText);
    // Context, thread, first defer, first panic.
    for (let index = 0; index < 4; index++) reader.uvarint();
    if (reader.overran) return;
    const firstFrame = this.#frames.count;
    const numbers = { address, sp, id, createdAt, status, isSystem, waitingSinceNs, waitReason };
    this.#goroutines.push({ ...numbers, firstFrame, frameCount: 0 });
  }

  #frame(): void {
    const reader = this.#reader;
    const sp = reader.uvarint();
    // How deep it is, and the frame that it called.
    reader.uvarint();
    reader.uvarint();
    const byteCount = reader.uvarint();
    const contents = reader.offset;
    reader.skip(byteCount);
    reader.uvarint();
    const pc = reader.uvarint();
    reader.uvarint();
    const name = reader.text(longestText);
    this.#fields(() => {});
    const goroutine = this.#goroutines.at(-1);
    if (reader.overran || !goroutine || !isAddress(sp)) return;
    this.#frames.add(sp, byteCount, contents, pc, name);
    const frameCount = goroutine.frameCount + 1;
    this.#goroutines[this.#goroutines.length - 1] = { ...goroutine, frameCount };
  }

  #segment(): DumpedSegment | undefined {
    const reader = this.#reader;
    const address = reader.uvarint();
    const byteCount = reader.uvarint();
    const contents = reader.offset;
    reader.skip(byteCount);
    if (reader.overran || !isAddress(address)) return undefined;
    const pointerMask = new Uint8Array(Math.ceil(byteCount / 64));
    this.#fields((offset) => {
      if (offset % 8 === 0 && offset < byteCount) pointerMask[offset >> 6] |= 1 << ((offset >> 3) & 7);
    });
    return { address, byteCount, contents, pointerMask };
  }

  #finalizer(isQueued: boolean): void {
    const reader = this.#reader;
    const object = reader.uvarint();
    const closure = reader.uvarint();
    // Its code, and two types.
    for (let index = 0; index < 3; index++) reader.uvarint();
    if (!reader.overran) this.#finalizers.push({ object, closure, isQueued });
  }

  #profileBucket(): void {
    const reader = this.#reader;
    const id = reader.uvarint();
    const size = reader.uvarint();
    const count = reader.uvarint();
    if (count > mostStackCalls) {
      this.#damage = `a stack of ${count} calls`;
      return;
    }
    const calls: string[] = [];
    for (let index = 0; index < count && !reader.overran; index++) {
      const name = reader.text(longestText);
      const file = reader.text(longestText);
      calls.push(`${name} ${file}:${reader.uvarint()}`);
    }
    const allocations = reader.uvarint();
    const frees = reader.uvarint();
    if (!reader.overran) this.#profile.push({ id, size, calls, allocations, frees });
  }

  /** The list of pointers at the end of a record. */
  #fields(visit: (offset: number) => void): void {
    const reader = this.#reader;
    for (;;) {
      const kind = reader.uvarint();
      if (kind === 0) return;
      if (kind !== 1) {
        this.#damage = 'a list of pointers does not end';
        return;
      }
      visit(reader.uvarint());
    }
  }
}

import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import { constantReader } from '../runtime/functions.ts';
import type { Runtime } from '../runtime.ts';
import { LiveMaps, type StackObject } from './live-maps.ts';
import { RootColumns, rootKind } from './root-columns.ts';
import { Unwinder } from './unwinder.ts';

/** runtime._defer records of one goroutine; a ring is damage. */
const maximumDefers = 1 << 16;
/** These keep the arguments of a call that reflection makes in places that only reflection knows (runtime/stkframe.go). */
const reflectStubs: ReadonlySet<string> = new Set(['reflect.makeFuncStub', 'reflect.methodValueCall']);

interface PlacedObject {
  readonly start: Address;
  readonly object: StackObject;
  readonly depth: number;
  isScanned: boolean;
}

/**
 * The words of a goroutine that are live pointers, as the collector finds them (runtime/mgcmark.go, scanstack): by the
 * pointer maps of each frame; variables whose address is taken only where something live points to them. Words are taken
 * for pointers without such proof (`rootKind.conservative`) in frames that were interrupted between safe points, and in
 * what the unwinder could not walk. Registers are not seen: of a running goroutine, what is held by them alone is missing.
 */
export class StackRoots {
  /** What the last `read` found. */
  readonly columns: RootColumns = new RootColumns();
  /** `callPc` and `fp` of the frames that the last `read` walked, by depth: what `FrameVariables` asks for. */
  readonly frameCalls: Address[] = [];
  readonly framePointers: Address[] = [];
  readonly #unwinder: Unwinder;
  readonly #maps: LiveMaps;
  readonly #reader: Reader;
  readonly #functions: FunctionTable;
  readonly #isArm: boolean;
  readonly #context: number;
  readonly #defer: number;
  readonly #panic: number;
  readonly #deferFn: number;
  readonly #deferLink: number;
  #objects: PlacedObject[] = [];
  #low: Address = 0;
  #high: Address = 0;

  constructor(runtime: Runtime, functions: FunctionTable, memory: Memory) {
    const { layouts } = runtime;
    this.#unwinder = new Unwinder(runtime, functions, memory);
    this.#maps = new LiveMaps(runtime, functions, constantReader(runtime, memory));
    this.#reader = new Reader(memory, 256);
    this.#functions = functions;
    this.#isArm = runtime.arch === 'arm64';
    this.#context = layouts.offset('runtime.g', 'sched') + layouts.offset('runtime.gobuf', 'ctxt');
    this.#defer = layouts.offset('runtime.g', '_defer');
    this.#panic = layouts.offset('runtime.g', '_panic');
    this.#deferFn = layouts.offset('runtime._defer', 'fn');
    this.#deferLink = layouts.offset('runtime._defer', 'link');
  }

  /** Fills `columns` anew; gives the number of roots. */
  read(goroutine: Goroutine): number {
    this.columns.clear();
    this.#objects = [];
    this.frameCalls.length = 0;
    this.framePointers.length = 0;
    this.#low = goroutine.sp;
    this.#high = goroutine.stackHigh;
    this.#walk(goroutine);
    this.#addOwn(goroutine);
    this.#objects.sort((left, right) => left.start - right.start);
    this.#follow(false);
    this.#follow(true);
    return this.columns.count;
  }

  #walk(goroutine: Goroutine): void {
    const frame = this.#unwinder;
    let reached = goroutine.sp;
    // The caller of asyncPreempt has its registers in that frame, and no map of its own for this place.
    let wasInjected = goroutine.standing === 'thread';
    for (let isThere = frame.start(goroutine); isThere; isThere = frame.next()) {
      this.frameCalls.push(frame.callPc);
      this.framePointers.push(frame.fp);
      const isInjected = frame.special === 'asyncPreempt' || frame.special === 'debugCall';
      const isStub = reflectStubs.has(this.#functions.nameOf(frame.callPc) ?? '');
      const map = isInjected || wasInjected || isStub ? undefined : this.#maps.at(frame.continuationPc);
      if (!map) this.#scanFrame(isInjected || frame.special === 'sigpanic', isStub);
      else {
        this.#addWords(frame.varp, map.locals, rootKind.local);
        this.#addWords(frame.argp, map.parameters, rootKind.parameter);
        for (const object of map.objects) {
          const start = (object.offset < 0 ? frame.varp : frame.argp) + object.offset;
          // Not yet made room for.
          if (start < frame.sp) continue;
          this.#objects.push({ start, object, depth: frame.depth, isScanned: false });
        }
      }
      wasInjected = isInjected;
      reached = frame.fp;
    }
    if (frame.end !== 'top') this.#scan(reached, goroutine.stackHigh, this.frameCalls.length);
  }

  /** Any word of the frame and of its arguments. */
  #scanFrame(isInjected: boolean, isStub: boolean): void {
    const { sp, varp, argp, depth, function: code } = this.#unwinder;
    // On arm64 the signal handler pushed a small frame of its own (sigctxt.pushCall).
    this.#scan(sp, varp + (this.#isArm && isInjected ? 16 : 0), depth);
    const argumentBytes = isStub ? this.#stubArgumentBytes() : (code?.argumentBytes ?? 0);
    if (argumentBytes > 0) this.#scan(argp, argp + argumentBytes, depth);
  }

  /** reflectMethodValue at the bottom of the stub's frame: fn, then a pointer to the bit vector of the arguments. */
  #stubArgumentBytes(): number {
    const method = this.#reader.u64(this.#unwinder.sp + (this.#isArm ? 8 : 0));
    const vector = isAddress(method) ? this.#reader.u64(method + 8) : 0;
    const wordCount = isAddress(vector) ? this.#reader.u32(vector) : 0;
    return Math.min(Math.max(wordCount, 0), 1 << 16) * 8;
  }

  /** What the collector takes from the goroutine beside its frames: the saved context register, defers, the panic. */
  #addOwn({ address }: Goroutine): void {
    this.#addWord(address + this.#context, -1, rootKind.own);
    this.#addWord(address + this.#panic, -1, rootKind.own);
    let link = address + this.#defer;
    for (let count = 0; count < maximumDefers; count++) {
      // A record may be in the heap, and is then held by the pointer to it.
      const record = this.#reader.u64(link);
      if (!isAddress(record)) return;
      this.#addWord(link, -1, rootKind.own);
      this.#addWord(record + this.#deferFn, -1, rootKind.own);
      link = record + this.#deferLink;
    }
  }

  #addWords(base: Address, offsets: Int32Array, kind: number): void {
    for (let index = 0; index < offsets.length; index++)
      this.#addStackWord(base + offsets[index], this.#unwinder.depth, kind);
  }

  /** A damaged return address leads to the map of another function, whose words may lie outside the stack. */
  #addStackWord(slot: Address, depth: number, kind: number): void {
    if (slot >= this.#low && slot + 8 <= this.#high) this.#addWord(slot, depth, kind);
  }

  #addWord(slot: Address, depth: number, kind: number): void {
    const word = this.#reader.u64(slot);
    if (isAddress(word)) this.columns.add(slot, word, depth, kind);
  }

  #scan(start: Address, end: Address, depth: number): void {
    const step = 8192;
    const stop = Math.min(end, this.#high);
    for (let from = Math.ceil(Math.max(start, this.#low) / 8) * 8; from + 8 <= stop; from += step) {
      const length = Math.min(step, stop - from);
      const bytes = this.#reader.view(from, length);
      for (let at = 0; bytes && at + 8 <= length; at += 8) {
        const word = u64At(bytes, at);
        if (isAddress(word)) this.columns.add(from + at, word, depth, rootKind.conservative);
      }
    }
  }

  /** Adds the pointers of variables that roots point to; those that only a doubtful word points to are doubtful too. */
  #follow(isDoubtful: boolean): void {
    const { columns } = this;
    for (let at = 0; at < columns.count; at++) {
      if (!isDoubtful && columns.kind[at] === rootKind.conservative) continue;
      const placed = this.#objectAt(columns.word[at]);
      if (!placed || placed.isScanned) continue;
      placed.isScanned = true;
      const { start, object, depth } = placed;
      if (!object.pointers) this.#scan(start, start + object.size, depth);
      else {
        const kind = isDoubtful ? rootKind.conservative : rootKind.object;
        for (const offset of object.pointers) this.#addStackWord(start + offset, depth, kind);
      }
    }
  }

  #objectAt(address: Address): PlacedObject | undefined {
    const objects = this.#objects;
    let low = 0;
    let high = objects.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (objects[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    const placed = low > 0 ? objects[low - 1] : undefined;
    return placed && address < placed.start + placed.object.size ? placed : undefined;
  }
}

import { type Address, i32At, u32At } from '../../base/index.ts';
import type { FunctionTable, ReadBytes } from '../../formats/index.ts';
import type { Runtime } from '../runtime.ts';

/** A variable of a frame whose address is taken: it lives while something live points to it. */
export interface StackObject {
  /** From `varp` where negative, else from `argp`. */
  readonly offset: number;
  readonly size: number;
  /** Offsets of its pointers from its start; undefined where its mask cannot be read, and any word may be one. */
  readonly pointers: Int32Array | undefined;
}

/** Which words of a frame are live pointers at one program counter. */
export interface LiveMap {
  /** Offsets from `varp`, all negative. */
  readonly locals: Int32Array;
  /** Offsets from `argp`. */
  readonly parameters: Int32Array;
  readonly objects: readonly StackObject[];
}

/** internal/abi: PCDATA_StackMapIndex and FUNCDATA_. */
const stackMapIndex = 1;
const argumentMaps = 0;
const localMaps = 1;
const stackObjects = 2;
/** A frame can be as large as a stack; masks beyond this are damage. */
const maximumMapWords = 1 << 20;
const maximumObjects = 1 << 16;
const recordBytes = 16;
const nothing = new Int32Array(0);
const deadFrame: LiveMap = { locals: nothing, parameters: nothing, objects: [] };

/** Pointer maps by program counter, as the collector reads them (runtime/stkframe.go getStackMap; the same since Go 1.18). */
export class LiveMaps {
  readonly #functions: FunctionTable;
  readonly #read: ReadBytes;
  readonly #modules: Runtime['modules'];
  readonly #maps = new Map<Address, LiveMap | undefined>();
  readonly #objects = new Map<Address, readonly StackObject[]>();

  constructor(runtime: Pick<Runtime, 'modules'>, functions: FunctionTable, read: ReadBytes) {
    this.#functions = functions;
    this.#read = read;
    this.#modules = runtime.modules;
  }

  /** By `Unwinder.continuationPc`; undefined where the tables do not say, so that any word may be a pointer. */
  at(continuationPc: Address): LiveMap | undefined {
    if (continuationPc === 0) return deadFrame;
    const known = this.#maps.get(continuationPc);
    if (known !== undefined || this.#maps.has(continuationPc)) return known;
    const map = this.#readMap(continuationPc);
    this.#maps.set(continuationPc, map);
    return map;
  }

  #readMap(continuationPc: Address): LiveMap | undefined {
    const code = this.#functions.functionAt(continuationPc);
    if (!code) return undefined;
    // Back to the call; at the entry the map of the entry holds.
    const pc = continuationPc === code.entry ? continuationPc : continuationPc - 1;
    const found = continuationPc === code.entry ? -1 : this.#functions.pcDataAt(pc, stackMapIndex);
    const index = found < 0 ? 0 : found;
    const locals = this.#bitmap(this.#functions.functionDataAt(pc, localMaps), index, 'end');
    const hasArguments = code.argumentBytes > 0;
    const parameters = hasArguments
      ? this.#bitmap(this.#functions.functionDataAt(pc, argumentMaps), index, 'start')
      : nothing;
    if (!locals || !parameters) return undefined;
    return { locals, parameters, objects: this.#objectsOf(pc) };
  }

  /**
   * Byte offsets of the set bits of runtime.stackmap {n, nbit int32; bytedata}, counted from the end or the start of the
   * words that it describes. No map at all stands for a function without such words.
   */
  #bitmap(address: Address, index: number, from: 'start' | 'end'): Int32Array | undefined {
    if (address === 0) return nothing;
    const head = this.#read(address, 8);
    if (!head) return undefined;
    const mapCount = i32At(head, 0);
    const wordCount = i32At(head, 4);
    if (wordCount === 0) return nothing;
    if (index >= mapCount || wordCount < 0 || wordCount > maximumMapWords) return undefined;
    const bytes = this.#read(address + 8 + index * ((wordCount + 7) >> 3), (wordCount + 7) >> 3);
    return bytes && setBits(bytes, wordCount, from === 'end' ? -wordCount * 8 : 0);
  }

  #objectsOf(pc: Address): readonly StackObject[] {
    const address = this.#functions.functionDataAt(pc, stackObjects);
    if (address === 0) return [];
    let objects = this.#objects.get(address);
    if (!objects) {
      objects = this.#readObjects(address, pc);
      this.#objects.set(address, objects);
    }
    return objects;
  }

  /** A count of 8 bytes, then runtime.stackObjectRecord (runtime/stack.go). */
  #readObjects(address: Address, pc: Address): StackObject[] {
    const head = this.#read(address, 8);
    const count = head ? u32At(head, 0) : 0;
    const records =
      count > 0 && count <= maximumObjects ? this.#read(address + 8, count * recordBytes) : undefined;
    const rodata = this.#modules.find(({ text, etext }) => pc >= text && pc < etext)?.rodata ?? 0;
    const objects: StackObject[] = [];
    for (let at = 0; records && at < records.length; at += recordBytes) {
      const pointerBytes = i32At(records, at + 8);
      const mask = rodata + u32At(records, at + 12);
      const pointers = rodata === 0 ? undefined : this.#mask(mask, pointerBytes);
      objects.push({ offset: i32At(records, at), size: Math.max(0, i32At(records, at + 4)), pointers });
    }
    return objects;
  }

  /** Before Go 1.24 a negative length stands for a program that makes the mask (useGCProg). */
  #mask(address: Address, pointerBytes: number): Int32Array | undefined {
    const wordCount = pointerBytes / 8;
    if (pointerBytes < 0 || wordCount > maximumMapWords) return undefined;
    const bytes = this.#read(address, (wordCount + 7) >> 3);
    return bytes && setBits(bytes, wordCount, 0);
  }
}

/** Eight times the index of each set bit, from `base` on. */
function setBits(bytes: Uint8Array, bitCount: number, base: number): Int32Array {
  const offsets: number[] = [];
  for (let bit = 0; bit < bitCount; bit++) {
    if ((bytes[bit >> 3] & (1 << (bit & 7))) !== 0) offsets.push(base + bit * 8);
  }
  return Int32Array.from(offsets);
}

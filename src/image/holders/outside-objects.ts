import type { Address } from '../../base/index.ts';
import type { GoModule } from '../runtime.ts';

/**
 * Memory that is not on the garbage-collected heap and yet leads there: package variables, static data behind them,
 * goroutine stacks. Their ids continue those of the heap's objects.
 */
export class OutsideObjects {
  readonly address: Address[] = [];
  readonly node: number[] = [];
  readonly parent: number[] = [];
  readonly byteCount: number[] = [];
  /** In place of the path node's step, where the object has a name of its own (`goroutine 12 (main.worker)`). */
  readonly name: Map<number, string> = new Map();
  /** Goroutine id of words on a stack, by object id. */
  readonly goroutine: Map<number, number> = new Map();
  /** Next one to be looked at. */
  next = 0;
  readonly #firstId: number;
  readonly #byAddress = new Map<Address, number>();
  readonly #variables: { readonly start: Address; readonly end: Address }[] = [];
  readonly #segments: { readonly start: Address; readonly end: Address }[] = [];

  constructor(firstId: number, modules: readonly GoModule[]) {
    this.#firstId = firstId;
    for (const { data, edata, bss, ebss } of modules) {
      this.#segments.push({ start: data, end: edata }, { start: bss, end: ebss });
    }
  }

  get count(): number {
    return this.address.length;
  }

  idOf(place: number): number {
    return this.#firstId + place;
  }

  /** Place of an outside object by id, -1 for a heap object. */
  placeOf(id: number): number {
    return id >= this.#firstId ? id - this.#firstId : -1;
  }

  /** Extents of the package variables, which are roots themselves, by address. */
  setVariables(extents: readonly { readonly start: Address; readonly end: Address }[]): void {
    this.#variables.push(...extents);
    this.#variables.sort((a, b) => a.start - b.start);
  }

  /** Bytes from the address to the end of its data segment, 0 outside of them. */
  segmentBytesAt(address: Address): number {
    const segment = this.#segments.find(({ start, end }) => address >= start && address < end);
    return segment ? segment.end - address : 0;
  }

  /**
   * Bytes from the address to the end of its data segment, where it belongs to no package variable: what composite
   * literals leave there. 0 elsewhere.
   */
  staticBytesAt(address: Address): number {
    const room = this.segmentBytesAt(address);
    if (room === 0) return 0;
    let low = 0;
    let high = this.#variables.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#variables[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    const isVariable = low > 0 && address < this.#variables[low - 1].end;
    return isVariable ? 0 : room;
  }

  isSegment(address: Address): boolean {
    return this.#segments.some(({ start, end }) => address >= start && address < end);
  }

  /** Notes an object once; the larger of two views of the same address stays open for a second look. */
  add(address: Address, node: number, parent: number, byteCount: number): void {
    const known = this.#byAddress.get(address);
    if (known !== undefined && this.byteCount[known] >= byteCount) return;
    this.#byAddress.set(address, this.count);
    this.append(address, node, parent, byteCount);
  }

  /** Forgets all objects. */
  clear(): void {
    for (const column of [this.address, this.node, this.parent, this.byteCount]) column.length = 0;
    this.name.clear();
    this.goroutine.clear();
    this.#byAddress.clear();
    this.next = 0;
  }

  /** Adds an object without asking whether its address is known. Returns its id. */
  append(address: Address, node: number, parent: number, byteCount: number): number {
    this.address.push(address);
    this.node.push(node);
    this.parent.push(parent);
    this.byteCount.push(byteCount);
    return this.#firstId + this.count - 1;
  }
}

import type { Address } from '../../base/index.ts';

const pointerLimit = 4_000_000;

/** Pointers of unknown type that exact types led to, kept until all exact paths were followed. */
export class DeferredPointers {
  count = 0;
  /** True where there were more than are kept. */
  overflowed = false;
  address: Float64Array = new Float64Array(1024);
  node: Uint16Array = new Uint16Array(1024);
  entry: Uint32Array = new Uint32Array(1024);
  owner: Uint32Array = new Uint32Array(1024);

  add(address: Address, node: number, entry: number, owner: number): void {
    if (this.count === this.address.length) {
      if (this.count >= pointerLimit) {
        this.overflowed = true;
        return;
      }
      this.#grow();
    }
    this.address[this.count] = address;
    this.node[this.count] = node;
    this.entry[this.count] = entry;
    this.owner[this.count] = owner;
    this.count++;
  }

  #grow(): void {
    const length = this.count * 2;
    const { address, node, entry, owner } = this;
    this.address = new Float64Array(length);
    this.address.set(address);
    this.node = new Uint16Array(length);
    this.node.set(node);
    this.entry = new Uint32Array(length);
    this.entry.set(entry);
    this.owner = new Uint32Array(length);
    this.owner.set(owner);
  }
}

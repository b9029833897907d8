import type { Address } from '../../base/index.ts';
import type { Memory, Region } from '../../image/index.ts';

/** Gives what another memory holds, changed by `change`, which may refuse. */
export class ChangedMemory implements Memory {
  readonly #memory: Memory;
  readonly #change: (address: Address, bytes: Uint8Array) => boolean;

  constructor(memory: Memory, change: (address: Address, bytes: Uint8Array) => boolean) {
    this.#memory = memory;
    this.#change = change;
  }

  get regions(): readonly Region[] {
    return this.#memory.regions;
  }

  get bytesRead(): number {
    return this.#memory.bytesRead;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    const bytes = this.#memory.read(address, length, into);
    return bytes && this.#change(address, bytes) ? bytes : undefined;
  }

  refresh(): void {
    this.#memory.refresh();
  }
}

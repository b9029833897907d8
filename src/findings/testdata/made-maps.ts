import type { GoType, MapArray, MapLayout, MapRecord, MapTable } from '../../image/index.ts';

/** What a test says of a map; the rest follows. */
export interface MadeMap {
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly rebuiltBytes: number;
  readonly boxedBytes?: number;
  readonly tombstones?: number;
  readonly growing?: boolean;
  readonly reachable?: boolean | null;
  readonly type?: GoType;
  readonly path?: number;
}

/** A map type with keys and elements of these sizes. */
export function mapType(id: number, name: string, keySize: number, elemSize: number): GoType {
  const layout: MapLayout = {
    keySize,
    elemSize,
    keyIndirect: keySize > 128,
    elemIndirect: elemSize > 128,
    unitSize: 8 + 8 * (keySize + elemSize),
    unitHasPointers: false,
    keysOffset: 8,
    keyStride: keySize + elemSize,
    elemsOffset: 8 + keySize,
    elemStride: keySize + elemSize,
  };
  return {
    id,
    kind: 'map',
    name,
    packagePath: '',
    size: 8,
    runtimeType: 0,
    elem: undefined,
    key: undefined,
    length: 0,
    fields: [],
    map: layout,
    emptyInterface: false,
    mayReachMap: true,
  };
}

/** A map table over maps that a test made up: the port through which findings see maps, without an image. */
export class MadeMaps implements MapTable {
  readonly #maps: readonly MadeMap[];
  readonly #kinds = new Map<string, number>();

  constructor(maps: readonly MadeMap[]) {
    this.#maps = maps;
  }

  get count(): number {
    return this.#maps.length;
  }

  get indexEnd(): number {
    return this.#maps.length;
  }

  get elsewhereFrom(): number {
    return this.#maps.length;
  }

  isListed(): boolean {
    return true;
  }

  checkUnheld(): void {}

  *indices(): IterableIterator<number> {
    for (let index = 0; index < this.#maps.length; index++) yield index;
  }

  indexAt(header: number): number {
    return header / 48 - 1;
  }

  indexOfSlot(): number {
    return -1;
  }

  addressOf(index: number): number {
    return (index + 1) * 48;
  }

  lenOf(index: number): number {
    return this.#maps[index].len;
  }

  slotsOf(index: number): number {
    return this.#maps[index].slots;
  }

  bytesOf(index: number): number {
    return this.#maps[index].bytes;
  }

  rebuiltBytesOf(index: number): number {
    return this.#maps[index].rebuiltBytes;
  }

  typeOf(index: number): GoType | undefined {
    return this.#maps[index].type;
  }

  kindOf(index: number): number {
    const { len, slots, bytes, rebuiltBytes, type } = this.#maps[index];
    const key = [len, slots, bytes, rebuiltBytes, type?.id].join();
    const kind = this.#kinds.get(key) ?? this.#kinds.size;
    this.#kinds.set(key, kind);
    return kind;
  }

  setType(): void {}

  adopt(): number {
    return -1;
  }

  hashingOf(): undefined {
    return undefined;
  }

  unitOf(): number {
    return 0;
  }

  arraysOf(): readonly MapArray[] {
    return [];
  }

  reachableOf(index: number): boolean | null {
    return this.#maps[index].reachable ?? null;
  }

  addHolder(): void {}

  holderCountOf(index: number): number {
    return this.#maps[index].path === undefined ? 0 : 1;
  }

  holderPathOf(index: number): number {
    return this.#maps[index].path ?? -1;
  }

  record(index: number, holders: readonly string[] = []): MapRecord {
    const {
      len,
      slots,
      bytes,
      rebuiltBytes,
      boxedBytes = 0,
      tombstones = 0,
      growing = false,
      type,
    } = this.#maps[index];
    return {
      address: this.addressOf(index),
      type: type?.name,
      len,
      slots,
      bytes,
      rebuiltBytes,
      reclaimableBytes: bytes - rebuiltBytes,
      boxedBytes,
      tombstones,
      overflowBuckets: 0,
      growing,
      reachable: this.reachableOf(index),
      holders,
      holderCount: this.holderCountOf(index),
    };
  }
}

import type { MapTable } from '../map-table.ts';

const referenceLimit = 3;

/** Who holds which map: a path and a count for all, the first few references for those whose names are wanted. */
export class HeldMaps {
  readonly #maps: MapTable;
  /** One bit a map index. */
  readonly #wanted: Uint32Array;
  readonly #references = new Map<number, number[]>();
  readonly #outsideOwner = new Map<number, number>();

  constructor(maps: MapTable, wanted: readonly number[]) {
    this.#maps = maps;
    let highest = -1;
    for (const map of wanted) highest = Math.max(highest, map);
    this.#wanted = new Uint32Array((highest >>> 5) + (highest < 0 ? 0 : 1));
    for (const map of wanted) this.#wanted[map >>> 5] |= 1 << (map & 31);
  }

  /** `isCertain`: the reference is one that the garbage collector follows too. */
  add(map: number, node: number, owner: number, isCertain: boolean): void {
    this.#maps.addHolder(map, node, isCertain);
    if ((this.#wanted[map >>> 5] & (1 << (map & 31))) === 0) return;
    const owners = this.#references.get(map);
    if (!owners) this.#references.set(map, [owner]);
    else if (owners.length < referenceLimit) owners.push(owner);
  }

  /** Owner of a map whose header is not on the heap; false where it has one already. */
  noteOutside(map: number, owner: number): boolean {
    if (this.#outsideOwner.has(map)) return false;
    this.#outsideOwner.set(map, owner);
    return true;
  }

  /** Objects that hold a map, as far as they were kept; an object that holds it twice is there twice. */
  ownersOf(map: number): readonly number[] {
    const outside = this.#outsideOwner.get(map);
    return this.#references.get(map) ?? (outside === undefined ? [] : [outside]);
  }
}

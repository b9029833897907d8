import type { MapTable } from '../map-table.ts';
import type { Graph } from './follower.ts';
import { type Holders, type HolderTotal, parseAddress } from './holders.ts';
import type { PathSpeller } from './path-speller.ts';

/** Maps of one abstract path that `findByPath` spells to find a certain one. */
const spelledLimit = 5000;

/** What a finished trace answers. */
export class TracedHolders implements Holders {
  readonly #graph: Graph;
  readonly #maps: MapTable;
  readonly #speller: PathSpeller;

  constructor(graph: Graph, maps: MapTable, speller: PathSpeller) {
    this.#graph = graph;
    this.#maps = maps;
    this.#speller = speller;
  }

  pathsOf(map: number): string[] {
    const { held, index, marks } = this.#graph;
    const header = this.#maps.addressOf(map);
    let owners = held.ownersOf(map);
    if (owners.length === 0) {
      const id = index.idAtAddress(header);
      owners = id !== 0 && this.#maps.holderCountOf(map) > 0 ? [marks.parent[id]] : [];
    }
    const paths = owners.map((owner, at) => {
      const before = owners.slice(0, at).filter((other) => other === owner).length;
      return this.#speller.spell(header, owner, before);
    });
    return [...new Set(paths)].filter((path) => path !== '');
  }

  abstractPath(path: number): string {
    return this.#graph.trie.pathOf(path);
  }

  packageOf(path: number): string {
    return this.#graph.trie.packageOf(path);
  }

  totals(): HolderTotal[] {
    const sums = new Map<number, Omit<HolderTotal, 'path' | 'packagePath'>>();
    for (let map = 0; map < this.#maps.indexEnd; map++) {
      if (!this.#maps.isListed(map)) continue;
      const node = this.#maps.holderPathOf(map);
      if (node < 0) continue;
      const before = sums.get(node) ?? { maps: 0, bytes: 0, slots: 0, entries: 0, reclaimableBytes: 0 };
      const bytes = this.#maps.bytesOf(map);
      sums.set(node, {
        maps: before.maps + 1,
        bytes: before.bytes + bytes,
        slots: before.slots + this.#maps.slotsOf(map),
        entries: before.entries + this.#maps.lenOf(map),
        reclaimableBytes: before.reclaimableBytes + bytes - this.#maps.rebuiltBytesOf(map),
      });
    }
    return [...sums]
      .map(([node, sum]) => ({ path: this.abstractPath(node), packagePath: this.packageOf(node), ...sum }))
      .sort((a, b) => b.bytes - a.bytes);
  }

  findByPath(path: string): number[] {
    const address = parseAddress(path);
    if (address !== undefined) {
      const map = this.#maps.indexAt(address);
      return map < 0 ? [] : [map];
    }
    const wanted = withoutIndexes(path);
    const exact = this.#heldBy((abstract) => abstract === wanted);
    if (path === wanted && exact.length > 0) return exact;
    const root = wanted.split(/[.[(<…]/, 2).join('.');
    // A recursive type's abstract path is shorter than the path of a certain map.
    const candidates = exact.length > 0 ? exact : this.#heldBy((abstract) => abstract.startsWith(root));
    return candidates.slice(0, spelledLimit).filter((map) => this.pathsOf(map).includes(path));
  }

  #heldBy(accepts: (abstractPath: string) => boolean): number[] {
    const accepted = new Map<number, boolean>();
    const found: number[] = [];
    for (let map = 0; map < this.#maps.indexEnd; map++) {
      if (!this.#maps.isListed(map)) continue;
      const node = this.#maps.holderPathOf(map);
      if (node < 0) continue;
      let accept = accepted.get(node);
      if (accept === undefined) {
        accept = accepts(withoutIndexes(this.abstractPath(node)));
        accepted.set(node, accept);
      }
      if (accept) found.push(map);
    }
    return found.sort((a, b) => this.#maps.bytesOf(b) - this.#maps.bytesOf(a));
  }
}

/** `main.registry["x"].tags` as its abstract path. Brackets within quotes are part of the key. */
function withoutIndexes(path: string): string {
  return path.replace('[:cap]', '').replace(/\[(?:"(?:[^"\\]|\\.)*"?…?"?|[^\]"])*\]/g, '[*]');
}

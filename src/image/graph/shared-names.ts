import { PointerList, type RootGroup } from './roots.ts';

/** Joins groups whose name several stretches of memory share, so that what they hold together is retained by one holder. */
export class SharedNames {
  readonly #names = new Set<string>();
  readonly #lists = new Map<string, { readonly first: RootGroup; readonly list: PointerList }>();

  constructor(extents: readonly { readonly name: string }[]) {
    const seen = new Set<string>();
    for (const { name } of extents) (seen.has(name) ? this.#names : seen).add(name);
  }

  /** Groups with a name of their own at once; the others are kept for `rest`. */
  *joined(groups: Iterable<RootGroup>): Generator<RootGroup> {
    for (const group of groups) {
      if (!this.#names.has(group.name)) {
        yield group;
        continue;
      }
      let entry = this.#lists.get(group.name);
      if (!entry) this.#lists.set(group.name, (entry = { first: group, list: new PointerList() }));
      for (const pointer of group.pointers) entry.list.add(pointer);
    }
  }

  *rest(): Generator<RootGroup> {
    for (const { first, list } of this.#lists.values()) yield { ...first, pointers: list.take() };
  }
}

import type { Graph } from './follower.ts';

/**
 * Ids of what lies outside the heap by the name that the object graph has for its root: package variables with the static
 * data that only they lead to, and the words of each goroutine's stack.
 */
export function placesByRoot({ outside, trie }: Graph): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  const names = new Map<number, string>();
  const rootName = (node: number): string => {
    let root = node;
    while (trie.parent[root] !== 0) root = trie.parent[root];
    let name = names.get(root);
    if (name === undefined) names.set(root, (name = trie.pathOf(root)));
    return name;
  };
  for (let place = 0; place < outside.count; place++) {
    const id = outside.idOf(place);
    const node = outside.node[place];
    if (node === 0) continue;
    const goroutine = outside.goroutine.get(id);
    const stack = outside.name.get(id);
    // A whole stack is named `goroutine 12 (main.worker)`.
    const name =
      goroutine === undefined ? (stack?.split(' (', 1)[0] ?? rootName(node)) : `goroutine ${goroutine}`;
    const list = ids.get(name);
    if (list) list.push(id);
    else ids.set(name, [id]);
  }
  return ids;
}

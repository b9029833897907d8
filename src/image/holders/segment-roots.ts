import { type Address, formatAddress, i32At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Graph } from './follower.ts';
import { nodeKind } from './path-trie.ts';

const pieceBytes = 2 ** 20;
const wordBytes = 8;
/** A word without a type may be a number that looks like a pointer. */
const doubt = { doubtful: true };
/** Words with a path of their own; the rest share the segment's. */
const namedLimit = 20_000;

/**
 * Makes a root of every word of a data segment that points to an object nobody has reached: `bss+0x1a40`. With the word
 * before it, where that is a type: then the two are an interface.
 */
export function addSegmentRoots(
  graph: Graph,
  memory: Memory,
  name: string,
  start: Address,
  end: Address,
): void {
  const { dynamic, index, marks, outside, trie } = graph;
  let named = 0;
  let shared = 0;
  for (let from = start; from < end; from += pieceBytes) {
    const bytes = memory.read(from, Math.min(pieceBytes, end - from));
    if (!bytes) continue;
    let before = 0;
    for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes) {
      const low = i32At(bytes, at);
      const high = i32At(bytes, at + 4);
      const word = high * 2 ** 32 + (low >>> 0);
      const id = index.idAt(low, high);
      if (id !== 0 && marks.node[id] === 0) {
        const address = from + at;
        const isInterface = at > 0 && (dynamic.isModuleType(before) || dynamic.ofItab(before) !== undefined);
        const label = `${name}+${formatAddress(address - start)}`;
        let node = named < namedLimit ? trie.root(label, '', nodeKind.words, undefined, doubt) : 0;
        named++;
        if (node === 0) node = shared = shared || trie.root(name, '', nodeKind.words, undefined, doubt);
        const lead = isInterface ? wordBytes : 0;
        if (node !== 0) outside.append(address - lead, node, 0, wordBytes + lead);
      }
      before = word;
    }
  }
}

import type { FlameData } from './page-data.ts';

/** A function as its caller calls it, with all that it calls; values are of one sample type. */
export interface FlameNode {
  /** Index in the data, which names it. */
  readonly index: number;
  readonly name: string;
  /** `all` is the root, `joined` what stands for calls that are too small. */
  readonly origin: 'program' | 'library' | 'runtime' | 'all' | 'joined';
  readonly joinedCount: number;
  readonly parent: FlameNode | undefined;
  /** The largest first, what stands for small ones last. */
  readonly children: readonly FlameNode[];
  readonly depth: number;
  readonly value: number;
  /** Undefined where there is one profile. */
  readonly before: number | undefined;
  /** Of the value, or of the change. */
  readonly range: readonly [low: number, high: number] | null;
}

/** Whose values make the widths. */
export type Side = 'after' | 'before';

/** The tree of one sample type. */
export function flameGraph({ nodes, frames }: FlameData, column: number): FlameNode {
  const made: (FlameNode & { readonly children: FlameNode[] })[] = [];
  nodes.forEach((node, index) => {
    const above = index === 0 ? undefined : made[node.parent];
    const frame = node.frame === null ? undefined : frames[node.frame];
    const next = {
      index,
      name: frame?.name ?? '',
      origin: frame?.origin ?? (index === 0 ? ('all' as const) : ('joined' as const)),
      joinedCount: node.joinedCount,
      parent: above,
      children: [],
      depth: above ? above.depth + 1 : 0,
      value: node.values[column],
      before: node.beforeValues?.[column],
      range: node.ranges[column],
    };
    made.push(next);
    above?.children.push(next);
  });
  for (const { children } of made)
    children.sort(
      (a, b) =>
        Number(a.origin === 'joined') - Number(b.origin === 'joined') ||
        largest(b) - largest(a) ||
        a.index - b.index,
    );
  return made[0];
}

function largest({ value, before = 0 }: FlameNode): number {
  return Math.max(value, before);
}

/** What makes the width of a node; nothing where a difference that was saved as a profile is negative. */
export function widthOf({ value, before }: FlameNode, side: Side): number {
  return Math.max(0, side === 'before' ? (before ?? 0) : value);
}

/** What it has itself: its value less those of whom it calls. */
export function ownValue({ value, children }: FlameNode): number {
  return children.reduce((rest, child) => rest - child.value, value);
}

/** From the root to the node. */
export function callersOf(node: FlameNode): FlameNode[] {
  const path: FlameNode[] = [];
  for (let at: FlameNode | undefined = node; at; at = at.parent) path.unshift(at);
  return path;
}

/** Whether values say that a node has grown: `same` where the interval of the change holds nothing, or where nothing changed. */
export type Change = 'new' | 'grown' | 'same' | 'shrunk' | 'gone';

export const changes: readonly Change[] = ['new', 'grown', 'same', 'shrunk', 'gone'];

/** Undefined where there is one profile. */
export function changeOf({ value, before, range }: FlameNode): Change | undefined {
  if (before === undefined) return undefined;
  const [low, high] = range ?? [value - before, value - before];
  if (value === before || (low <= 0 && high >= 0)) return 'same';
  if (before === 0) return 'new';
  if (value === 0) return 'gone';
  return value > before ? 'grown' : 'shrunk';
}

/** How much of the larger of both values the change is, 0 to 1; 0 where samples show none. */
export function changedShare(node: FlameNode): number {
  const { value, before = value } = node;
  if (changeOf(node) === 'same' || value === before) return 0;
  return Math.min(1, Math.abs(value - before) / Math.max(Math.abs(value), Math.abs(before)));
}

/** Nodes whose names have the text, whatever its case, and what they add up to, each call within another counted once. */
export function matches(
  root: FlameNode,
  text: string,
  side: Side,
): { readonly nodes: Set<FlameNode>; readonly sum: number } {
  const wanted = text.trim().toLowerCase();
  const nodes = new Set<FlameNode>();
  let sum = 0;
  if (wanted === '') return { nodes, sum };
  const open: [node: FlameNode, isCounted: boolean][] = [[root, false]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, isCounted] = next;
    const isMatch = node.name.toLowerCase().includes(wanted);
    if (isMatch) nodes.add(node);
    if (isMatch && !isCounted) sum += widthOf(node, side);
    for (const child of node.children) open.push([child, isCounted || isMatch]);
  }
  return { nodes, sum };
}

import { type Language, type Ledger, ledgerLabel, type LedgerLine } from '../../../findings/index.ts';

/** What can be done about bytes, which is what their colour says. */
export type Tone = 'live' | 'spare' | 'runtime' | 'outside' | 'file' | 'unexplained';

export const tones: readonly Tone[] = ['live', 'spare', 'runtime', 'outside', 'file', 'unexplained'];

/** A line of the ledger with its place in the tree. */
export interface LedgerNode {
  readonly id: string;
  /** As the JSON has it. */
  readonly label: string;
  readonly bytes: number;
  readonly tone: Tone;
  readonly parent: LedgerNode | undefined;
  readonly children: readonly LedgerNode[];
}

/** The line above all others, whose bytes are the total. */
export const rootId = 'total';
export const unexplainedId = 'unexplained';

/** Lines of memory that holds nothing at present: emptied, dead, free, reserved. */
const spareLines = [
  /(^|[.-])slack$/,
  /(^|[.-])garbage$/,
  /^heap\.maps\.unreachable$/,
  /^heap\.dead$/,
  /^heap\.free-slots(\.|$)/,
  /^heap\.span-tails$/,
  /^heap\.idle$/,
  /^stacks\.(reserved|free)$/,
];

/** The tree of a ledger: the top lines and what is not explained are the children of its root. */
export function ledgerTree(ledger: Ledger): LedgerNode {
  const { totalBytes, lines, unexplainedBytes } = ledger;
  const unexplained = { id: unexplainedId, label: unexplainedId, bytes: unexplainedBytes };
  return nodeOf({ id: rootId, label: rootId, bytes: totalBytes, lines: [...lines, unexplained] }, undefined);
}

/** Every node below and including this one, each before its children. */
export function* nodesOf(node: LedgerNode): Generator<LedgerNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** From the root to the node. */
export function pathTo(node: LedgerNode): LedgerNode[] {
  return node.parent ? [...pathTo(node.parent), node] : [node];
}

/** In the language of the page where the line is known there, else as the JSON has it. */
export function lineLabel({ id, label }: LedgerLine, language: Language): string {
  return ledgerLabel(id, language) ?? label;
}

export function toneOf(id: string): Tone {
  if (spareLines.some((pattern) => pattern.test(id))) return 'spare';
  const [group] = id.split('.', 1);
  if (group === 'heap' || group === 'stacks') return 'live';
  return tones.find((tone) => tone === group) ?? 'live';
}

function nodeOf(line: LedgerLine, parent: LedgerNode | undefined): LedgerNode {
  const { id, label, bytes, lines = [] } = line;
  const children: LedgerNode[] = [];
  const node: LedgerNode = { id, label, bytes, tone: toneOf(id), parent, children };
  for (const child of lines) children.push(nodeOf(child, node));
  return node;
}

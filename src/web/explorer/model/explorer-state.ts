import type { GoLine } from '../../../gomem/index.ts';
import { goLineName, goLines } from '../../../predict/index.ts';
import type { Preset } from '../../page/preset.ts';
import type { DeletePattern } from './deletion-order.ts';
import { largestEntries } from './limits.ts';
import { type PhaseRequest, type Plan, usualRequests } from './phases.ts';

/** Everything that the page's controls say. */
export interface ExplorerState {
  readonly type: string;
  readonly source: string | undefined;
  readonly entries: number;
  readonly hint: number;
  /** Of the entries, how many a deletion leaves, from 0 to 1. */
  readonly keepShare: number;
  readonly pattern: DeletePattern;
  readonly seed: number;
  readonly lines: readonly [GoLine, GoLine];
  readonly requests: readonly PhaseRequest[];
}

export function stateFrom({ type, source, entries, hint, keep, lines }: Preset): ExplorerState {
  const count = clampedCount(entries, 1);
  return {
    type,
    source,
    entries: count,
    hint: clampedCount(hint, 0),
    keepShare: Math.min(1, keep / count),
    pattern: 'oldest',
    seed: 1,
    lines: [lineNamed(lines[0]), lineNamed(lines[1])],
    requests: usualRequests,
  };
}

export function keepOf({ entries, keepShare }: ExplorerState): number {
  return Math.min(entries, Math.round(entries * keepShare));
}

export function planOf(state: ExplorerState): Plan {
  const { entries, hint, pattern, seed, requests } = state;
  return { entries, keep: keepOf(state), hint, pattern, seed, requests };
}

/** The nearest count that the page simulates. */
export function clampedCount(count: number, least: number): number {
  return Number.isFinite(count) ? Math.max(least, Math.min(largestEntries, Math.round(count))) : least;
}

/** The newest version where the name is none. */
export function lineNamed(name: string): GoLine {
  return goLines.find((line) => goLineName(line) === name) ?? goLines[goLines.length - 1];
}

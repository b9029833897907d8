import type { DeletePattern } from './deletion-order.ts';

export type PhaseName = 'fill' | 'delete' | 'clear' | 'rebuild';

/** A step of a history as it was asked for. */
export interface PhaseRequest {
  readonly name: PhaseName;
  /** The phase was left after so many operations, for another. */
  readonly cutAfter?: number;
}

/** What is done with both maps, whatever their type and version. */
export interface Plan {
  readonly entries: number;
  /** Entries that a deletion leaves. */
  readonly keep: number;
  readonly hint: number;
  readonly pattern: DeletePattern;
  readonly seed: number;
  readonly requests: readonly PhaseRequest[];
}

/** A phase with its place in the history. Operations are inserts, deletes and clears, numbered from 0. */
export interface Phase {
  readonly name: PhaseName;
  readonly start: number;
  readonly end: number;
  readonly lenBefore: number;
  readonly lenAfter: number;
}

/** The history of a service that climbs, comes down, and at last makes its map anew. */
export const usualRequests: readonly PhaseRequest[] = [
  { name: 'fill' },
  { name: 'delete' },
  { name: 'rebuild' },
];

export function phasesOf({ entries, keep, requests }: Plan): Phase[] {
  let len = 0;
  let start = 0;
  return requests.map(({ name, cutAfter = Infinity }) => {
    const operations = Math.min(cutAfter, operationsOf(name, len, entries, keep));
    const lenBefore = len;
    len = lenAfter(name, len, operations);
    const phase = { name, start, end: start + operations, lenBefore, lenAfter: len };
    start = phase.end;
    return phase;
  });
}

function operationsOf(name: PhaseName, len: number, entries: number, keep: number): number {
  if (name === 'fill') return Math.max(0, entries - len);
  if (name === 'delete') return Math.max(0, len - keep);
  return name === 'clear' ? 1 : Math.max(1, len);
}

function lenAfter(name: PhaseName, len: number, operations: number): number {
  if (name === 'fill') return len + operations;
  if (name === 'delete') return len - operations;
  // A rebuild that is left early never happened: the map that it copies is still the one in use.
  return name === 'clear' && operations > 0 ? 0 : len;
}

/** The history up to an operation, as requests: what a further step is added to. */
export function requestsUpTo(phases: readonly Phase[], position: number): PhaseRequest[] {
  return phases
    .filter(({ start, end }) => start < position || end === start)
    .filter(({ start }) => start <= position)
    .map(({ name, start, end }) => (end <= position ? { name } : { name, cutAfter: position - start }));
}

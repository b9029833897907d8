import type { Address } from '../../base/index.ts';
import { type ContainerParts, retainedBytes } from './container-parts.ts';

/** time.Ticker; time.Timer with a channel, time.After; time.AfterFunc. */
export type TimerKind = 'ticker' | 'timer' | 'func';

/** Timers of one kind, and for AfterFunc of one function. */
export interface TimerGroup {
  readonly kind: TimerKind;
  /** Function that AfterFunc runs: `main.expire`; '' for the others, and where not known. */
  readonly function: string;
  readonly count: number;
  /** Timers with their channels or closures. */
  readonly bytes: number;
  /** Go 1.23+ with the new timers: they are collected once nothing refers to them. Else only Stop or firing ends them. */
  readonly isCollectable: boolean;
  /** Of tickers. */
  readonly shortestPeriodMs: number;
  readonly longestPeriodMs: number;
  /** How long until they fire, 0 for overdue ones; undefined where the present time is not known. */
  readonly soonestMs: number | undefined;
  readonly latestMs: number | undefined;
  /** One of them. */
  readonly example: Address;
  readonly retainedBytes: number | undefined;
}

export interface RunningTimer {
  readonly address: Address;
  readonly kind: TimerKind;
  readonly function: string;
  readonly isCollectable: boolean;
  readonly bytes: number;
  /** Nanoseconds; 0 for one that fires once. */
  readonly period: number;
  /** Nanoseconds of the monotonic clock. */
  readonly when: number;
}

/** One that fires once and does so this soon is gone before anybody could do something about it. */
const soonNs = 10e9;
const msPerNs = 1e-6;

interface Sum {
  readonly first: RunningTimer;
  readonly addresses: Address[];
  count: number;
  bytes: number;
  shortest: number;
  longest: number;
  soonest: number;
  latest: number;
}

export class TimerGroups {
  readonly #parts: ContainerParts;
  readonly #sums = new Map<string, Sum>();

  constructor(parts: ContainerParts) {
    this.#parts = parts;
  }

  /** One-shot timers that are due soon are left out. */
  add(timer: RunningTimer): void {
    const { kind, period, when, bytes } = timer;
    const now = this.#parts.monotonicNs;
    if (kind !== 'ticker' && now !== undefined && when < now + soonNs) return;
    const key = `${kind} ${timer.isCollectable} ${timer.function}`;
    let sum = this.#sums.get(key);
    if (!sum) {
      sum = {
        first: timer,
        addresses: [],
        count: 0,
        bytes: 0,
        shortest: period,
        longest: period,
        soonest: when,
        latest: when,
      };
      this.#sums.set(key, sum);
    }
    sum.count++;
    sum.bytes += bytes;
    sum.shortest = Math.min(sum.shortest, period);
    sum.longest = Math.max(sum.longest, period);
    sum.soonest = Math.min(sum.soonest, when);
    sum.latest = Math.max(sum.latest, when);
    if (this.#parts.retainedBytesOf) sum.addresses.push(timer.address);
  }

  list(): TimerGroup[] {
    const now = this.#parts.monotonicNs;
    const ahead = (when: number): number | undefined =>
      now === undefined ? undefined : Math.max(0, (when - now) * msPerNs);
    return [...this.#sums.values()]
      .map((sum) => ({
        kind: sum.first.kind,
        function: sum.first.function,
        count: sum.count,
        bytes: sum.bytes,
        isCollectable: sum.first.isCollectable,
        shortestPeriodMs: sum.shortest * msPerNs,
        longestPeriodMs: sum.longest * msPerNs,
        soonestMs: ahead(sum.soonest),
        latestMs: ahead(sum.latest),
        example: sum.first.address,
        retainedBytes: retainedBytes(this.#parts, sum.addresses),
      }))
      .sort((a, b) => b.bytes - a.bytes || (a.function < b.function ? -1 : 1));
  }
}

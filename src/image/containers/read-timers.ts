import { type Address, isAddress, u32At, u64At } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import { Reader } from '../reader.ts';
import type { SpanTable } from '../span-table.ts';
import type { ContainerParts } from './container-parts.ts';
import { FuncValues } from './func-values.ts';
import { HeapSlots } from './heap-slots.ts';
import { SurvivedObjects } from './survived-objects.ts';
import { TimerGroups } from './timer-groups.ts';
import { type TimerLayout, timerLayout } from './timer-layout.ts';

export type { TimerGroup, TimerKind } from './timer-groups.ts';

/** hchan.buf and waitq.first (runtime/chan.go). */
const bufferAt = 16;
/** Read at once at most; no span of objects this small is larger. */
const runBytes = 2 ** 20;
/** runtime/time.go of Go 1.18 to 1.22: timerDeleted, timerRemoving, timerRemoved. */
const stoppedStatuses: ReadonlySet<number> = new Set([0, 3, 4, 5]);
const modifiedStatuses: ReadonlySet<number> = new Set([7, 8]);

/**
 * Timers and tickers that run and that nobody waits for, in groups, most bytes first. They are found by their objects,
 * not by the heaps of the Ps: a channel timer of Go 1.23+ is in such a heap only while a goroutine waits for it. Each
 * object of that size whose function is time.sendTime or time.goFunc is one, whatever the binary says of itself; the
 * timers of time.Sleep, of the poller and of the runtime are others.
 */
export function readTimers(parts: ContainerParts): TimerReading {
  const layout = timerLayout(parts.runtime);
  if (!layout) {
    parts.diagnostics.add(
      'timers-unknown',
      'How this Go lays out timers is not known; they are not looked at.',
    );
    return { groups: [], waitedFor: 0 };
  }
  return new TimerReader(parts, layout).read();
}

export interface TimerReading {
  readonly groups: ReturnType<TimerGroups['list']>;
  /** Timers that a goroutine waits for: in use, and in no group. */
  readonly waitedFor: number;
}

class TimerReader {
  readonly #parts: ContainerParts;
  readonly #spans: SpanTable;
  readonly #layout: TimerLayout;
  readonly #reader: Reader;
  readonly #slots: HeapSlots;
  readonly #counted = new Set<Address>();
  readonly #functions: FuncValues;
  readonly #survived: SurvivedObjects;
  readonly #groups: TimerGroups;
  #waitedFor = 0;

  constructor(parts: ContainerParts, layout: TimerLayout) {
    const { runtime, spans, memory, functions } = parts;
    this.#parts = parts;
    this.#spans = spans;
    this.#layout = layout;
    this.#reader = new Reader(memory, 256);
    this.#slots = new HeapSlots(spans);
    this.#functions = new FuncValues(runtime, functions, this.#reader);
    this.#survived = new SurvivedObjects(spans, memory);
    this.#groups = new TimerGroups(parts);
  }

  read(): TimerReading {
    const spans = this.#spans;
    const { memory } = this.#parts;
    const buffer = new Uint8Array(runBytes);
    for (let span = 0; span < spans.count; ) {
      const start = spans.base[span];
      let end = start;
      let after = span;
      // Spans of the size that lie side by side are read at once.
      while (after < spans.count && spans.base[after] === end && this.#canHoldTimers(after)) {
        const next = end + spans.pageCount[after] * pageBytes;
        if (next - start > runBytes) break;
        end = next;
        after++;
      }
      if (after === span) {
        span++;
        continue;
      }
      const whole = memory.read(start, end - start, buffer);
      for (; span < after; span++) {
        const byteCount = spans.pageCount[span] * pageBytes;
        const at = spans.base[span] - start;
        const bytes = whole?.subarray(at, at + byteCount) ?? memory.read(spans.base[span], byteCount, buffer);
        if (bytes) this.#readSpan(span, bytes);
      }
    }
    return { groups: this.#groups.list(), waitedFor: this.#waitedFor };
  }

  #canHoldTimers(span: number): boolean {
    const { spanClass, elemSize } = this.#spans;
    return (spanClass[span] & 1) === 0 && elemSize[span] === this.#layout.slotBytes;
  }

  #readSpan(span: number, bytes: Uint8Array): void {
    const { slotBytes, function: at } = this.#layout;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    for (let slot = 0; slot < this.#spans.elemCount[span]; slot++) {
      const value = slot * slotBytes;
      if (value + slotBytes > bytes.length) return;
      const word = (value + at) >> 2;
      if (!this.#functions.mayBeStatic(words[word], words[word + 1])) continue;
      const name = this.#functions.staticName(u64At(bytes, value + at));
      if (name !== 'time.sendTime' && name !== 'time.goFunc') continue;
      if (this.#survived.isKnownDead(span, slot)) continue;
      this.#readTimer(span, slot, bytes.subarray(value, value + slotBytes), name === 'time.goFunc');
    }
  }

  #readTimer(span: number, slot: number, bytes: Uint8Array, isFunc: boolean): void {
    const { argument, isChan } = this.#layout;
    const when = this.#whenOf(bytes);
    if (when === 0) return;
    const isManaged = isChan >= 0 && bytes[isChan] !== 0;
    const period = u64At(bytes, this.#layout.period);
    const target = u64At(bytes, argument);
    if (!isAddress(target)) return;
    if (!isFunc && this.#isWaitedFor(target)) {
      this.#waitedFor++;
      return;
    }
    // Nothing but a reference keeps such a timer: a new one may have none, and goes with the next collection.
    if (isManaged && !this.#survived.hasSurvived(span, slot)) return;
    const kind = isFunc ? 'func' : period > 0 ? 'ticker' : 'timer';
    this.#groups.add({
      address: this.#spans.slotAddress(span, slot),
      kind,
      function: isFunc ? this.#functions.nameOf(target) : '',
      isCollectable: isManaged,
      bytes: this.#layout.slotBytes + this.#bytesBehind(target, isFunc),
      when,
      period,
    });
  }

  /** When it fires next, in nanoseconds of the monotonic clock; 0 where it is stopped or has fired. */
  #whenOf(bytes: Uint8Array): number {
    const { status, nextWhen, when } = this.#layout;
    if (status < 0) return u64At(bytes, when);
    const state = u32At(bytes, status);
    if (stoppedStatuses.has(state)) return 0;
    return u64At(bytes, modifiedStatuses.has(state) ? nextWhen : when);
  }

  /** waitq.first of the channel's receivers. */
  #isWaitedFor(channel: Address): boolean {
    const at = this.#layout.channelReceivers;
    return at >= 0 && this.#slots.startOf(channel) !== 0 && this.#reader.u64(channel + at) > 0;
  }

  /** The closure, or the channel with its buffer; what several timers lead to counts for the first of them. */
  #bytesBehind(target: Address, isFunc: boolean): number {
    const bytes = this.#ownBytes(target);
    return isFunc || bytes === 0 ? bytes : bytes + this.#ownBytes(this.#reader.u64(target + bufferAt));
  }

  /** Of the object at an address; 0 where there is none, or it has been counted. */
  #ownBytes(address: Address): number {
    const start = this.#slots.startOf(address);
    if (start === 0 || this.#counted.has(start)) return 0;
    this.#counted.add(start);
    return this.#slots.bytesOf(start);
  }
}

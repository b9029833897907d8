import { assert } from '../../../base/index.ts';
import { goroutineStatus, type TraceGeneration } from '../../../formats/index.ts';
import { markMode, type RunSink } from './cpu-time.ts';
import { type GoroutineState, TracedGoroutine } from './goroutine.ts';
import { type GoroutineSite, GoroutineSites } from './goroutine-sites.ts';
import { HandlerCalls, hasOutlived } from './handler-calls.ts';
import { noPlace, type StackPlaces } from './stack-places.ts';

const states: Readonly<Record<number, GoroutineState>> = {
  [goroutineStatus.runnable]: 'runnable',
  [goroutineStatus.running]: 'running',
  [goroutineStatus.syscall]: 'syscall',
  [goroutineStatus.waiting]: 'waiting',
};

/** Goroutines that were seen to end before they were made: clocks that differ give some. */
const mostEndedEarly = 10_000;

/**
 * Which goroutines live, who started them and what they do. Events of several threads come by their time, so that now and then
 * an effect comes before its cause: a goroutine may start, or end, before it was made.
 */
export class GoroutineLives {
  readonly sites: GoroutineSites = new GoroutineSites();
  readonly #sink: RunSink;
  readonly #living = new Map<number, TracedGoroutine>();
  readonly #handlers = new HandlerCalls();
  /** By stream. */
  readonly #running: (TracedGoroutine | undefined)[] = [];
  /** Goroutines in system calls whose thread has written nothing yet, by thread. */
  readonly #inSyscall = new Map<number, TracedGoroutine>();
  readonly #endedEarly = new Set<number>();
  readonly #sitesOfStacks = new Map<number, GoroutineSite>();
  #beginNs = 0;
  #threads: readonly number[] = [];
  #reasons: TraceGeneration['tables'] | undefined;
  #places: StackPlaces | undefined;

  constructor(sink: RunSink) {
    this.#sink = sink;
  }

  get count(): number {
    return this.#living.size;
  }

  living(): Iterable<TracedGoroutine> {
    return this.#living.values();
  }

  beginGeneration({ tables, threads }: TraceGeneration, places: StackPlaces): void {
    this.#threads = threads;
    this.#reasons = tables;
    this.#places = places;
    this.#sitesOfStacks.clear();
  }

  beginTrace(atNs: number): void {
    this.#beginNs = atNs;
  }

  /** Reads what waits are about, while the generation's tables are there. */
  endGeneration(): void {
    for (const goroutine of this.#living.values()) {
      if (!goroutine.isWaitToName) continue;
      this.#learnFunction(goroutine, goroutine.stackId);
      goroutine.waitReason = this.#reasons?.string(goroutine.reasonId) ?? '';
      goroutine.place = this.#places?.of(goroutine.stackId).place ?? noPlace;
      goroutine.isWaitToName = false;
    }
  }

  /** Counts what runs until then, and who has outlived a handler. */
  endTrace(atNs: number): void {
    for (const goroutine of this.#living.values()) {
      goroutine.enter(goroutine.state, goroutine.state === 'running' ? atNs : goroutine.sinceNs, this.#sink);
      goroutine.site.sum(goroutine);
      if (hasOutlived(goroutine, atNs)) goroutine.site.outlivingCount++;
    }
  }

  current(stream: number): TracedGoroutine | undefined {
    return this.#running[stream] ?? this.#inSyscall.get(this.#threads[stream]);
  }

  create(
    stream: number,
    id: number,
    firstStack: number,
    creatorStack: number,
    atNs: number,
  ): TracedGoroutine {
    const creator = this.current(stream);
    const site = this.#siteOf(firstStack, creatorStack);
    site.createdCount++;
    if (!(site.firstNs <= atNs)) site.firstNs = atNs;
    if (!(site.lastNs >= atNs)) site.lastNs = atNs;
    const early = this.#living.get(id);
    if (early && early.createdNs === undefined) {
      early.site.earlierCount--;
      early.site = site;
      early.createdNs = atNs;
      return early;
    }
    const goroutine = new TracedGoroutine(id, site, atNs, atNs);
    if (this.#endedEarly.delete(id)) site.endedCount++;
    else this.#living.set(id, goroutine);
    if (creator && site.handler !== '') this.#handlers.start(creator, goroutine);
    if (creator) this.seen(creator, creatorStack, atNs);
    return goroutine;
  }

  start(stream: number, id: number, atNs: number): TracedGoroutine {
    const goroutine = this.#find(id);
    goroutine.mode = '';
    goroutine.enter('running', atNs, this.#sink);
    this.#running[stream] = goroutine;
    return goroutine;
  }

  /** What a worker of the collector does once it has started. */
  label(stream: number, label: number): void {
    const goroutine = this.#running[stream];
    if (goroutine) goroutine.mode = markMode(this.#reasons?.string(label) ?? '');
  }

  end(stream: number, atNs: number): void {
    const goroutine = this.current(stream);
    this.#leave(stream);
    if (!goroutine) return;
    goroutine.enter('waiting', atNs, this.#sink);
    this.#handlers.end(goroutine, atNs);
    if (hasOutlived(goroutine, atNs)) goroutine.site.outlivingCount++;
    if (goroutine.createdNs === undefined && !goroutine.isTold) {
      // Its creation may still come: what was there before the trace was told when the trace began.
      if (this.#endedEarly.size < mostEndedEarly) this.#endedEarly.add(goroutine.id);
      goroutine.site.earlierCount--;
    } else goroutine.site.end(goroutine);
    this.#living.delete(goroutine.id);
  }

  /** The current goroutine stops; with a stack it says where. */
  stop(stream: number, state: GoroutineState, reason: number, stack: number, atNs: number): void {
    const goroutine = this.current(stream);
    this.#leave(stream);
    if (!goroutine) return;
    goroutine.enter(state, atNs, this.#sink);
    goroutine.reasonId = reason;
    goroutine.stackId = stack;
    goroutine.isWaitToName = true;
    this.seen(goroutine, stack, atNs);
  }

  enterSyscall(stream: number, stack: number, atNs: number): void {
    const goroutine = this.current(stream);
    if (!goroutine) return;
    goroutine.enter('syscall', atNs, this.#sink);
    goroutine.reasonId = 0;
    goroutine.stackId = stack;
    goroutine.isWaitToName = true;
    this.seen(goroutine, stack, atNs);
  }

  leaveSyscall(stream: number, isBlocked: boolean, atNs: number): void {
    const goroutine = this.current(stream);
    if (isBlocked) this.#leave(stream);
    goroutine?.enter(isBlocked ? 'runnable' : 'running', atNs, this.#sink);
    if (!isBlocked) this.#running[stream] = goroutine;
  }

  unblock(id: number, atNs: number): void {
    this.#find(id).enter('runnable', atNs, this.#sink);
  }

  beginAssist(goroutine: TracedGoroutine | undefined, atNs: number): void {
    goroutine?.beginAssist(atNs);
  }

  endAssist(stream: number, atNs: number): void {
    this.current(stream)?.endAssist(atNs, this.#sink);
  }

  /** Assists that were under way when a generation began are told again. */
  continueAssist(id: number, atNs: number): void {
    const goroutine = this.#find(id);
    if (goroutine.assistSinceNs === undefined) goroutine.beginAssist(atNs);
  }

  /** Each generation tells all that live; new is only what was there before the trace, or is not known. */
  status(stream: number, id: number, thread: number, status: number, stack: number): void {
    const isNew = !this.#living.has(id);
    const goroutine = this.#find(id);
    const state = states[status] ?? 'runnable';
    goroutine.isTold = true;
    this.#learnFunction(goroutine, stack);
    // Before Go 1.22 the description is followed by a word on who waits.
    const isDescribed =
      goroutine.createdNs === undefined && goroutine.state === 'runnable' && state !== 'running';
    if (!isNew && !isDescribed) return;
    goroutine.state = state;
    if (stack !== 0 && state !== 'runnable') {
      goroutine.stackId = stack;
      goroutine.isWaitToName = true;
    }
    if (state !== 'running' && state !== 'syscall') return;
    if (this.#threads[stream] === thread) this.#running[stream] = goroutine;
    else if (state === 'syscall') this.#inSyscall.set(thread, goroutine);
  }

  /** A goroutine wrote an event with a stack. */
  seen(goroutine: TracedGoroutine, stack: number, atNs: number): void {
    if (stack !== 0 && this.#handlers.isPending(goroutine))
      this.#handlers.seen(goroutine, this.#placesNow.of(stack), atNs);
  }

  get #placesNow(): StackPlaces {
    assert(this.#places, 'an event outside a generation');
    return this.#places;
  }

  /** Of a goroutine from before the trace a stack may tell what it runs. */
  #learnFunction(goroutine: TracedGoroutine, stack: number): void {
    if (goroutine.createdNs !== undefined || goroutine.site.functionName !== '' || stack === 0) return;
    goroutine.site.earlierCount--;
    goroutine.site = this.sites.find(this.#placesNow.of(stack).root.function, noPlace, '');
    goroutine.site.earlierCount++;
  }

  #leave(stream: number): void {
    this.#running[stream] = undefined;
    this.#inSyscall.delete(this.#threads[stream]);
  }

  #find(id: number): TracedGoroutine {
    let goroutine = this.#living.get(id);
    if (!goroutine) {
      const site = this.sites.find('', noPlace, '');
      site.earlierCount++;
      goroutine = new TracedGoroutine(id, site, this.#beginNs, undefined);
      this.#living.set(id, goroutine);
    }
    return goroutine;
  }

  #siteOf(firstStack: number, creatorStack: number): GoroutineSite {
    const key = firstStack * 2 ** 26 + creatorStack;
    let site = this.#sitesOfStacks.get(key);
    if (!site) {
      const creator = this.#placesNow.of(creatorStack);
      const functionName = this.#placesNow.of(firstStack).root.function;
      site = this.sites.find(functionName, creator.leaf, creator.handler);
      this.#sitesOfStacks.set(key, site);
    }
    return site;
  }
}

import { type EventWalker, traceEvent, type TraceGeneration } from '../../../formats/index.ts';
import { pressedRatio, roomShare } from '../heap-room.ts';
import { ThinnedValues } from '../log/thinned-values.ts';
import { Collections } from './collections.ts';
import { CpuTime } from './cpu-time.ts';
import { GoroutineLives } from './goroutine-lives.ts';
import { MapMemory } from './map-memory.ts';
import { noStack, StackPlaces } from './stack-places.ts';
import { lower, TraceTimeline } from './trace-timeline.ts';
import { StopCounts } from './world-stops.ts';

/** Below it the goal is 4 MiB times GOGC percent, whatever is alive (runtime/mgcpacer.go, heapMinimum). */
const leastRatioBytes = 4 * 2 ** 20;
/** The largest GOMAXPROCS that a processor count of a trace is believed to be. */
const mostProcessors = 2 ** 16;

/** Sums a trace up, generation by generation: what it holds is bounded by what lives in the program at one moment. */
export class TraceSurvey {
  readonly timeline: TraceTimeline = new TraceTimeline();
  readonly cpu: CpuTime;
  readonly lives: GoroutineLives;
  readonly collections: Collections = new Collections();
  readonly stops: StopCounts = new StopCounts();
  readonly maps: MapMemory = new MapMemory();
  /** What GOGC the goals amounted to, with room and without. */
  readonly easyGogc: ThinnedValues = new ThinnedValues();
  /** Some goal stood three tenths or more above what was alive. */
  hadRoom = false;
  readonly pressedGogc: ThinnedValues = new ThinnedValues();
  /** Workers and assists while a collection ran that was asked for. */
  forcedGcNs = 0;
  generationCount = 0;
  eventCount = 0;
  cpuSampleCount = 0;
  /** The last GOMAXPROCS, and the largest. */
  processorCount = 0;
  highestProcessorCount = 0;
  beginNs: number = Number.NaN;
  endNs: number = Number.NaN;
  /** When the trace began by the wall clock; undefined before Go 1.25. */
  beganAtMs: number | undefined;
  /** Whether its first generation is the first of the program's trace: of a flight recorder it rarely is. */
  firstGeneration = 0;
  #places: StackPlaces | undefined;
  #tables: TraceGeneration['tables'] | undefined;
  #liveBytes: number = Number.NaN;

  constructor() {
    this.cpu = new CpuTime({
      ran: (atNs, runNs, assistNs, mode) => {
        const period = this.timeline.at(this.#msOf(atNs));
        period.runNs += runNs;
        period.assistNs += assistNs;
        const gcNs = assistNs + (mode === 'dedicated' || mode === 'fractional' ? runNs : 0);
        period.gcNs += gcNs;
        if (this.collections.isForcedOpen) this.forcedGcNs += gcNs;
      },
    });
    this.lives = new GoroutineLives(this.cpu);
  }

  get elapsedMs(): number {
    return Number.isNaN(this.beginNs) ? 0 : this.#msOf(this.endNs);
  }

  read(generation: TraceGeneration): void {
    if (this.generationCount++ === 0) this.firstGeneration = generation.number;
    this.cpuSampleCount += generation.cpuSampleCount;
    this.#tables = generation.tables;
    const places = new StackPlaces(generation.tables);
    this.#places = places;
    this.lives.beginGeneration(generation, places);
    this.maps.beginGeneration(generation);
    const events = generation.events();
    for (let event = events.next(); event; event = events.next()) {
      this.eventCount++;
      if (Number.isNaN(this.beginNs)) this.#begin(event.timeNs, generation);
      if (!(event.timeNs <= this.endNs)) this.endNs = event.timeNs;
      this.#see(event);
    }
    this.lives.endGeneration();
    if (!Number.isNaN(this.beginNs)) this.timeline.at(this.elapsedMs).goroutineCount = this.lives.count;
  }

  /** To be called behind the last generation. */
  end(): void {
    if (!Number.isNaN(this.endNs)) this.lives.endTrace(this.endNs);
  }

  #begin(atNs: number, { clock }: TraceGeneration): void {
    this.beginNs = atNs;
    this.endNs = atNs;
    this.lives.beginTrace(atNs);
    if (clock)
      this.beganAtMs = clock.wallSeconds * 1000 + (clock.wallNanoseconds + atNs - clock.timeNs) / 1e6;
  }

  #msOf(atNs: number): number {
    return (atNs - this.beginNs) / 1e6;
  }

  #see(event: EventWalker): void {
    switch (event.kind) {
      case traceEvent.heapAlloc:
        this.#heap(event.a, event.timeNs);
        break;
      case traceEvent.heapGoal:
        this.collections.goal(event.a);
        this.timeline.at(this.#msOf(event.timeNs)).goalBytes = event.a;
        break;
      case traceEvent.gcBegin:
        this.collections.begin(this.#factsOf(event.b), event.timeNs);
        break;
      case traceEvent.gcActive:
        this.collections.goOn(event.timeNs);
        break;
      case traceEvent.gcEnd:
        this.#endCollection(event.timeNs);
        break;
      case traceEvent.stwBegin:
        this.stops.begin(
          event.stream,
          this.#tables?.string(event.a) ?? '',
          this.#factsOf(event.b),
          event.timeNs,
        );
        break;
      case traceEvent.stwEnd:
        this.stops.end(event.stream, event.timeNs);
        break;
      case traceEvent.procsChange:
        if (event.a > mostProcessors) break;
        this.processorCount = event.a;
        this.highestProcessorCount = Math.max(this.highestProcessorCount, event.a);
        break;
      default:
        if (event.kind >= traceEvent.span) this.maps.see(event, this.#msOf(event.timeNs));
        else this.#seeGoroutine(event);
    }
  }

  // One case an event: a table of functions would cost a call for each of millions.
  // oxlint-disable-next-line max-lines-per-function -- one line for each kind of event
  #seeGoroutine({ kind, stream, timeNs, a, b, c, d }: EventWalker): void {
    const { lives } = this;
    switch (kind) {
      case traceEvent.goStart:
        lives.start(stream, a, timeNs);
        // Before Go 1.22 the label comes with it.
        if (c !== 0) lives.label(stream, c);
        break;
      case traceEvent.goStop:
        lives.stop(stream, 'runnable', a, b, timeNs);
        break;
      case traceEvent.goBlock:
        lives.stop(stream, 'waiting', a, b, timeNs);
        break;
      case traceEvent.goUnblock: {
        lives.unblock(a, timeNs);
        const waker = lives.current(stream);
        if (waker) lives.seen(waker, c, timeNs);
        break;
      }
      case traceEvent.goLabel:
        lives.label(stream, a);
        break;
      case traceEvent.goCreate:
        lives.create(stream, a, b, c, timeNs);
        break;
      case traceEvent.goCreateBlocked:
        lives.create(stream, a, b, c, timeNs).state = 'waiting';
        break;
      case traceEvent.goCreateSyscall:
        lives.create(stream, a, 0, 0, timeNs);
        lives.start(stream, a, timeNs).enter('syscall', timeNs, this.cpu);
        break;
      case traceEvent.goDestroy:
      case traceEvent.goDestroySyscall:
        lives.end(stream, timeNs);
        break;
      case traceEvent.goSwitch:
        lives.stop(stream, 'waiting', 0, 0, timeNs);
        lives.start(stream, a, timeNs);
        break;
      case traceEvent.goSwitchDestroy:
        lives.end(stream, timeNs);
        lives.start(stream, a, timeNs);
        break;
      case traceEvent.goSyscallBegin:
        lives.enterSyscall(stream, b, timeNs);
        break;
      case traceEvent.goSyscallEnd:
        lives.leaveSyscall(stream, false, timeNs);
        break;
      case traceEvent.goSyscallEndBlocked:
        lives.leaveSyscall(stream, true, timeNs);
        break;
      case traceEvent.goStatus:
      case traceEvent.goStatusStack:
        lives.status(stream, a, b, c, d);
        break;
      case traceEvent.gcMarkAssistBegin:
        lives.beginAssist(lives.current(stream), timeNs);
        break;
      case traceEvent.gcMarkAssistEnd:
        lives.endAssist(stream, timeNs);
        break;
      case traceEvent.gcMarkAssistActive:
        lives.continueAssist(a, timeNs);
        break;
      default:
    }
  }

  #factsOf(stack: number): ReturnType<StackPlaces['of']> {
    return this.#places?.of(stack) ?? noStack;
  }

  #heap(bytes: number, atNs: number): void {
    this.collections.heap(bytes);
    const period = this.timeline.at(this.#msOf(atNs));
    if (!(bytes >= period.lowestHeapBytes)) period.lowestHeapBytes = bytes;
    if (!(bytes <= period.highestHeapBytes)) period.highestHeapBytes = bytes;
    period.goroutineCount = this.lives.count;
  }

  #endCollection(atNs: number): void {
    const collection = this.collections.end(atNs);
    if (!collection) return;
    const { beginNs, heapBytes, goalBytes, liveBytes, request } = collection;
    const period = this.timeline.at(this.#msOf(atNs));
    period.cycleCount++;
    period.collectingMs += Math.max(0, atNs - beginNs) / 1e6;
    // With GOGC=off a trace has no goal, also where there is a limit: then the heap at which it began stands for it.
    const boundBytes = goalBytes > 0 ? goalBytes : request === '' ? heapBytes : Number.NaN;
    const lastBytes = this.#liveBytes;
    const isPressed = boundBytes <= lastBytes * pressedRatio;
    if (isPressed) period.pressedCount++;
    if (boundBytes > leastRatioBytes && boundBytes - lastBytes >= lastBytes * roomShare) this.hadRoom = true;
    if (boundBytes > 0 && lastBytes >= leastRatioBytes) {
      const gogc = Math.max(0, Math.round((100 * (boundBytes - lastBytes)) / lastBytes));
      (isPressed ? this.pressedGogc : this.easyGogc).add(gogc);
    }
    period.liveBytes = liveBytes;
    period.precedingLiveBytes = lastBytes;
    period.lowestLiveBytes = lower(period.lowestLiveBytes, liveBytes);
    this.#liveBytes = liveBytes;
  }
}

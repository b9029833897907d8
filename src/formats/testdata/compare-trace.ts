import type { Diagnostics } from '../../base/index.ts';
import { ProcessorWalker } from '../exectrace/v1/processor-walker.ts';
import { type EventWalker, readTrace, traceEvent, type TraceFrame, type TraceGeneration } from '../index.ts';
import { type Happenings, happen, type ParsedTrace, parsedByGo } from './go-tool-trace.ts';
import type { TracedRun } from './traced-program.ts';

/** Bytes that reach the reader at once; odd, so that pieces end everywhere. */
const pieceBytes = 65_537;

/** Generations of a trace that comes in pieces. */
export function* generationsOf(bytes: Uint8Array, diagnostics: Diagnostics): Generator<TraceGeneration> {
  const reader = readTrace(bytes, diagnostics);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield* reader.push(bytes.slice(at, at + pieceBytes));
  yield* reader.end();
}

/** What a trace says, in a shape that two readers can agree on. */
interface TraceFacts {
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly transitions: ReadonlyMap<number, number>;
  readonly creations: ReadonlyMap<number, string>;
  readonly generations: number;
  /** Things whose times differ in another way than Go moves events. */
  readonly otherTimes: readonly string[];
}

/** Both readers' facts of a trace of Go 1.22 or later. */
export async function compareParsed(
  run: TracedRun,
  toolchain: string,
  diagnostics: Diagnostics,
): Promise<{ ours: TraceFacts; go: TraceFacts }> {
  const go = await parsedByGo(toolchain, run.file);
  const ours = new Happened();
  let generations = 0;
  for (const generation of generationsOf(run.bytes, diagnostics)) {
    generations++;
    ours.read(generation);
  }
  const { transitions, creations } = go;
  // Of Go 1.22 and 1.23 the tool prints the creator's stack only.
  const both = [...creations.values()].some((text) => text.split('| ').length > 2);
  return {
    go: {
      counts: countsOf(go.happenings, ours.happenings),
      transitions,
      creations,
      generations: go.generations,
      otherTimes: [],
    },
    ours: {
      counts: countsOf(ours.happenings, ours.happenings),
      transitions: ours.transitions,
      creations: new Map([...ours.creations].map(([g, [first, by]]) => [g, both ? first + by : by])),
      generations,
      otherTimes: wronglyMoved(ours.happenings, go),
    },
  };
}

/** Names of events before Go 1.22 by kind (internal/trace/parser.go, EventDescriptions); the others have no time of their own. */
const v1Names: Readonly<Record<number, string>> = {
  4: 'Gomaxprocs',
  5: 'ProcStart',
  6: 'ProcStop',
  7: 'GCStart',
  8: 'GCDone',
  9: 'STWStart',
  10: 'STWDone',
  11: 'GCSweepStart',
  12: 'GCSweepDone',
  13: 'GoCreate',
  14: 'GoStart',
  15: 'GoEnd',
  16: 'GoStop',
  17: 'GoSched',
  18: 'GoPreempt',
  19: 'GoSleep',
  20: 'GoBlock',
  21: 'GoUnblock',
  22: 'GoBlockSend',
  23: 'GoBlockRecv',
  24: 'GoBlockSelect',
  25: 'GoBlockSync',
  26: 'GoBlockCond',
  27: 'GoBlockNet',
  28: 'GoSysCall',
  30: 'GoSysBlock',
  31: 'GoWaiting',
  32: 'GoInSyscall',
  33: 'HeapAlloc',
  34: 'HeapGoal',
  42: 'GoBlockGC',
  43: 'GCMarkAssistStart',
  44: 'GCMarkAssistDone',
};
/** Kinds that Go's tool renames to the ones without `Local` once it has ordered them. */
const v1Locals: Readonly<Record<number, string>> = { 38: 'GoStart', 39: 'GoUnblock', 41: 'GoStartLabel' };

/** Counts and times of a trace of Go 1.21 or older; system calls' ends have times of their own and are counted only. */
export function compareListed(
  bytes: Uint8Array,
  go: Happenings,
  diagnostics: Diagnostics,
): { ours: object; go: object } {
  const ours: Happenings = new Map();
  let first: number | undefined;
  for (const generation of generationsOf(bytes, diagnostics)) {
    const events = generation.events();
    for (let event = events.next(); event; event = events.next()) {
      if (!(event instanceof ProcessorWalker)) throw new Error('an event of the newer format');
      first ??= event.timeNs;
      const name = v1Names[event.v1Kind] ?? v1Locals[event.v1Kind];
      if (name !== undefined) happen(ours, name, event.timeNs - first);
    }
  }
  return {
    ours: { counts: countsOf(ours, ours), otherTimes: otherTimes(ours, go) },
    go: { counts: countsOf(go, ours), otherTimes: [] },
  };
}

function countsOf(happenings: Happenings, of: Happenings): Record<string, number> {
  return Object.fromEntries(
    [...of.keys()].toSorted().map((what) => [what, happenings.get(what)?.length ?? 0]),
  );
}

/**
 * Go moves an event a nanosecond behind the one before it, where both have one time, and where it has put an effect behind
 * its cause, however much later that is (internal/trace/reader.go, ReadEvent).
 */
function wronglyMoved(ours: Happenings, { happenings, times }: ParsedTrace): string[] {
  const different: string[] = [];
  for (const [what, ownTimes] of ours) {
    const own = leftOver(ownTimes, happenings.get(what) ?? []);
    const theirs = leftOver(happenings.get(what) ?? [], ownTimes);
    const index = own.findIndex((time, at) => !(theirs[at] > time && times.has(theirs[at] - 1)));
    if (index >= 0) different.push(`${what}: ${own[index]} and ${theirs[index]}`);
  }
  return different;
}

/** Sorted, without those of `others`, each taken away once. */
function leftOver(times: readonly number[], others: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const time of others) counts.set(time, (counts.get(time) ?? 0) + 1);
  return times
    .toSorted((a, b) => a - b)
    .filter((time) => {
      const count = counts.get(time) ?? 0;
      if (count > 0) counts.set(time, count - 1);
      return count === 0;
    });
}

/** Times of the older format are ticks of a clock, which Go rounds otherwise. */
const movedNs = 20_000;

function otherTimes(ours: Happenings, go: Happenings): string[] {
  const different: string[] = [];
  for (const [what, times] of ours) {
    const theirs = (go.get(what) ?? []).toSorted((a, b) => a - b);
    const sorted = times.toSorted((a, b) => a - b);
    const index = sorted.findIndex((time, at) => !(Math.abs(time - theirs[at]) <= movedNs));
    if (index >= 0) different.push(`${what} ${index}: ${sorted[index]} and ${theirs[index]}`);
  }
  return different;
}

const statusNames: Readonly<Record<number, string>> = {
  1: 'Runnable',
  2: 'Running',
  3: 'Syscall',
  4: 'Waiting',
};

const experimentalNames: Readonly<Record<number, string>> = {
  [traceEvent.span]: 'Span',
  [traceEvent.spanAlloc]: 'SpanAlloc',
  [traceEvent.spanFree]: 'SpanFree',
  [traceEvent.heapObject]: 'HeapObject',
  [traceEvent.heapObjectAlloc]: 'HeapObjectAlloc',
  [traceEvent.heapObjectFree]: 'HeapObjectFree',
  [traceEvent.goroutineStack]: 'GoroutineStack',
  [traceEvent.goroutineStackAlloc]: 'GoroutineStackAlloc',
  [traceEvent.goroutineStackFree]: 'GoroutineStackFree',
};

/** Our events told as Go tells them: each changes the state of a goroutine, begins a range or sets a metric. */
class Happened {
  readonly happenings: Happenings = new Map();
  readonly transitions = new Map<number, number>();
  readonly creations = new Map<number, [first: string, by: string]>();
  /** Goroutine that runs in each stream. */
  readonly #running = new Map<number, number>();
  readonly #known = new Set<number>();

  read(generation: TraceGeneration): void {
    const events = generation.events();
    for (let event = events.next(); event; event = events.next()) this.#see(event, event.timeNs, generation);
  }

  #see(event: EventWalker, timeNs: number, { tables, threads }: TraceGeneration): void {
    const { kind, stream, a, b, c } = event;
    const current = this.#running.get(stream) ?? 0;
    const run = (goroutine: number): unknown => this.#running.set(stream, goroutine);
    switch (kind) {
      case traceEvent.goCreate:
        this.#known.add(a);
        this.#change(a, 'NotExist->Runnable', timeNs);
        this.creations.set(a, [stackText(tables.stack(b)), stackText(tables.stack(c))]);
        break;
      case traceEvent.goStart:
        run(a);
        this.#change(a, 'Runnable->Running', timeNs);
        break;
      case traceEvent.goDestroy:
        this.#change(current, 'Running->NotExist', timeNs);
        break;
      case traceEvent.goStop:
        this.#change(current, 'Running->Runnable', timeNs);
        break;
      case traceEvent.goBlock:
        this.#change(current, 'Running->Waiting', timeNs);
        break;
      case traceEvent.goUnblock:
        this.#change(a, 'Waiting->Runnable', timeNs);
        break;
      case traceEvent.goSyscallBegin:
        this.#change(current, 'Running->Syscall', timeNs);
        break;
      case traceEvent.goSyscallEnd:
        this.#change(current, 'Syscall->Running', timeNs);
        break;
      case traceEvent.goSyscallEndBlocked:
        this.#change(current, 'Syscall->Runnable', timeNs);
        break;
      case traceEvent.goStatus:
      case traceEvent.goStatusStack:
        // Each generation says again what is known.
        if (c === 2 || c === 3) if (threads[stream] === b) run(a);
        this.#change(a, `${this.#known.has(a) ? statusNames[c] : 'Undetermined'}->${statusNames[c]}`, timeNs);
        this.#known.add(a);
        break;
      case traceEvent.heapAlloc:
        happen(this.happenings, `Metric /memory/classes/heap/objects:bytes ${a}`, timeNs);
        break;
      case traceEvent.heapGoal:
        happen(this.happenings, `Metric /gc/heap/goal:bytes ${a}`, timeNs);
        break;
      case traceEvent.procsChange:
        happen(this.happenings, `Metric /sched/gomaxprocs:threads ${a}`, timeNs);
        break;
      case traceEvent.stwBegin:
        happen(this.happenings, `RangeBegin stop-the-world (${tables.string(a)})`, timeNs);
        break;
      case traceEvent.gcBegin:
        happen(this.happenings, 'RangeBegin GC concurrent mark phase', timeNs);
        break;
      case traceEvent.gcEnd:
        happen(this.happenings, 'RangeEnd GC concurrent mark phase', timeNs);
        break;
      case traceEvent.gcMarkAssistBegin:
        happen(this.happenings, 'RangeBegin GC mark assist', timeNs);
        break;
      case traceEvent.gcMarkAssistEnd:
        happen(this.happenings, 'RangeEnd GC mark assist', timeNs);
        break;
      case traceEvent.gcSweepBegin:
        happen(this.happenings, 'RangeBegin GC incremental sweep', timeNs);
        break;
      default:
        if (kind in experimentalNames)
          happen(this.happenings, `Experimental ${experimentalNames[kind]}`, timeNs);
    }
  }

  #change(goroutine: number, how: string, timeNs: number): void {
    happen(this.happenings, how, timeNs);
    this.transitions.set(goroutine, (this.transitions.get(goroutine) ?? 0) + 1);
  }
}

/** As `go-tool-trace.ts` spells stacks: `| main.f:12 main.main:40 `. */
function stackText(frames: readonly TraceFrame[]): string {
  return frames.length === 0
    ? ''
    : `| ${frames.map(({ functionName, line }) => `${functionName}:${line} `).join('')}`;
}

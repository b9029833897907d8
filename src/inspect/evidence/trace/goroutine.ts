import type { CodePlace } from '../../../findings/index.ts';
import type { MarkMode, RunSink } from './cpu-time.ts';
import type { GoroutineSite } from './goroutine-sites.ts';
import { noPlace } from './stack-places.ts';

export type GoroutineState = 'runnable' | 'running' | 'syscall' | 'waiting';

/** A goroutine that has not ended, as far as the trace has got. */
export class TracedGoroutine {
  readonly id: number;
  site: GoroutineSite;
  /** Undefined where it was there before the trace began. */
  createdNs: number | undefined;
  /** A generation named it among those that live. */
  isTold = false;
  state: GoroutineState = 'runnable';
  /** When it came into its state; of what was there before, when the trace began. */
  sinceNs: number;
  /** The goroutine that runs the handler that started it, until that has returned. */
  handlerId: number | undefined;
  /** When it was seen to have returned. */
  outlivesSinceNs: number | undefined;
  /** Since when it has helped the collector. */
  assistSinceNs: number | undefined;
  runNs = 0;
  assistNs = 0;
  mode: MarkMode = '';
  /** Numbers of the generation in which it came to wait, until `waitReason` and `place` are read from them. */
  reasonId = 0;
  stackId = 0;
  isWaitToName = false;
  waitReason = '';
  place: CodePlace = noPlace;

  constructor(id: number, site: GoroutineSite, sinceNs: number, createdNs: number | undefined) {
    this.id = id;
    this.site = site;
    this.sinceNs = sinceNs;
    this.createdNs = createdNs;
  }

  /** Goes over to another state: what it has run until then counts. */
  enter(state: GoroutineState, atNs: number, sink: RunSink): void {
    if (this.state === 'running') this.#count(atNs, sink);
    this.state = state;
    this.sinceNs = atNs;
  }

  beginAssist(atNs: number): void {
    this.assistSinceNs = atNs;
  }

  endAssist(atNs: number, sink: RunSink): void {
    if (this.state === 'running') this.enter('running', atNs, sink);
    this.assistSinceNs = undefined;
  }

  #count(atNs: number, sink: RunSink): void {
    // Clocks of processors differ, so that an end may come before its beginning.
    const runNs = Math.max(0, atNs - this.sinceNs);
    const helpedNs = this.assistSinceNs === undefined ? 0 : Math.max(0, atNs - this.assistSinceNs);
    const assistNs = Math.min(runNs, helpedNs);
    this.runNs += runNs;
    this.assistNs += assistNs;
    sink.ran(atNs, runNs, assistNs, this.mode);
  }
}

import type { GoroutineProfileRecord, LogPlace, TracebackGoroutine } from '../../../formats/index.ts';
import { type CodePlace, type DumpedGoroutines } from '../../../findings/index.ts';
import { functionOf, ownPlaceOf, positionText } from './frame-places.ts';
import type { GoroutineStack } from '../../../profile/index.ts';
import { StackCounts } from './stack-counts.ts';
import { ThinnedValues } from './thinned-values.ts';

/** Beyond it a dump of a program gone wild would take as much memory as the program. */
const mostGroups = 10_000;
const mostIds = 2 ** 20;
/** Lines without a goroutine after which the next one is of another dump. */
const mostGapLines = 1000;
const mostDumps = 100;
/** Dumps that are read at the same time. */
const mostSources = 64;

/** What one dump of goroutines sums up to. */
export interface DumpAccount {
  /** As the log names container or unit; '' where it does not. */
  readonly source: string;
  /** `traceback` of SIGQUIT, fatal errors and debug=2; `profile` of debug=1, which has neither states nor creators. */
  readonly text: 'traceback' | 'profile';
  /** Of its first line. */
  readonly lineNumber: number;
  readonly atMs: number | null;
  readonly count: number;
  /** By creation site, state and place, the largest first. */
  readonly groups: readonly DumpedGoroutines[];
  /** Of groups beyond 10,000. */
  readonly ungroupedCount: number;
  readonly stacks: readonly GoroutineStack[];
}

interface OpenGroup {
  readonly group: { -readonly [Key in keyof DumpedGoroutines]: DumpedGoroutines[Key] };
  readonly waits: ThinnedValues;
  oldest: number;
}

/** Sums one dump. */
class OpenDump {
  readonly #groups = new Map<string, OpenGroup>();
  readonly #ids = new Set<number>();
  readonly #stacks = new StackCounts();
  readonly #text: DumpAccount['text'];
  readonly #place: LogPlace;
  #lastLine: number;
  #count = 0;
  #ungroupedCount = 0;

  constructor(text: DumpAccount['text'], place: LogPlace) {
    this.#text = text;
    this.#place = place;
    this.#lastLine = place.lineNumber;
  }

  get count(): number {
    return this.#count;
  }

  /** False where the goroutine is of another dump: it was met already, or stands far from the last one. */
  takes(goroutine: TracebackGoroutine, place: LogPlace): boolean {
    return (
      this.#text === 'traceback' &&
      place.lineNumber - this.#lastLine <= mostGapLines &&
      !this.#ids.has(goroutine.id)
    );
  }

  goroutine(goroutine: TracebackGoroutine, place: LogPlace): void {
    const { id, state, isLeaked, waitedMinutes, frames, createdBy, createdAt } = goroutine;
    if (this.#ids.size < mostIds) this.#ids.add(id);
    this.#lastLine = place.lineNumber;
    const stands = ownPlaceOf(frames);
    const facts = { function: functionOf(frames), createdBy, createdAt: positionText(createdAt) };
    const isSystem = isRuntimes(createdBy) || (id !== 1 && createdBy === '' && isRuntimes(facts.function));
    const open = this.#groupOf({ ...facts, state, stands, isLeaked, isSystem });
    this.#count++;
    this.#stacks.add(frames, 1);
    if (!open) return;
    open.group.count++;
    if (waitedMinutes === undefined) {
      open.group.unknownWaitCount++;
      return;
    }
    open.waits.add(waitedMinutes);
    open.oldest = Math.max(open.oldest, waitedMinutes);
  }

  record({ count, frames, isLeaked }: GoroutineProfileRecord): void {
    this.#count += count;
    this.#stacks.add(frames, count);
    const open = this.#groupOf({
      function: functionOf(frames),
      createdBy: '',
      createdAt: '',
      state: '',
      stands: ownPlaceOf(frames),
      isLeaked,
      isSystem: isRuntimes(functionOf(frames)),
    });
    if (!open) {
      this.#ungroupedCount += count - 1;
      return;
    }
    open.group.count += count;
    open.group.unknownWaitCount += count;
  }

  account(): DumpAccount {
    const { source, lineNumber, atMs } = this.#place;
    return {
      source,
      text: this.#text,
      lineNumber,
      atMs: atMs ?? null,
      count: this.#count,
      groups: [...this.#groups.values()]
        .map(({ group, waits, oldest }) => {
          const median = waits.median();
          return { ...group, waitedMinutes: median === null ? null : { median, oldest } };
        })
        .sort((left, right) => right.count - left.count),
      ungroupedCount: this.#ungroupedCount,
      stacks: this.#stacks.list(),
    };
  }

  #groupOf(
    facts: Pick<
      DumpedGoroutines,
      'function' | 'createdBy' | 'createdAt' | 'state' | 'isLeaked' | 'isSystem'
    > & {
      stands: CodePlace;
    },
  ): OpenGroup | undefined {
    const { stands, ...same } = facts;
    const key = [same.createdBy, same.createdAt, same.state, same.isLeaked, stands.function, stands.at].join(
      '\0',
    );
    let open = this.#groups.get(key);
    if (open) return open;
    if (this.#groups.size >= mostGroups) {
      this.#ungroupedCount++;
      return undefined;
    }
    open = {
      group: {
        ...same,
        standsIn: stands.function,
        standsAt: stands.at,
        count: 0,
        waitedMinutes: null,
        unknownWaitCount: 0,
      },
      waits: new ThinnedValues(),
      oldest: 0,
    };
    this.#groups.set(key, open);
    return open;
  }
}

function isRuntimes(name: string): boolean {
  return /^runtime(?:\/\w+)?\./.test(name) && name !== 'runtime.main';
}

/** Sorts goroutines into dumps, and keeps the largest. */
export class DumpSurvey {
  readonly #open = new Map<string, OpenDump>();
  readonly #counts: { lineNumber: number; source: string; count: number }[] = [];
  /** Sources that have just died: what follows there is of no dump that somebody asked for. */
  readonly #dying = new Set<string>();
  #largest: DumpAccount | undefined;

  /** A death in this source: its goroutines follow. */
  death(place: LogPlace, isAskedFor: boolean): void {
    this.end(place);
    if (isAskedFor) this.#dying.delete(place.source);
    else if (this.#dying.size < mostSources) this.#dying.add(place.source);
  }

  goroutine(goroutine: TracebackGoroutine, place: LogPlace): void {
    let dump = this.#open.get(place.source);
    if (dump && !dump.takes(goroutine, place)) {
      this.end(place);
      dump = undefined;
    }
    if (!dump) this.#open.set(place.source, (dump = this.#begun('traceback', place)));
    dump.goroutine(goroutine, place);
  }

  profile(place: LogPlace): void {
    this.end(place);
    this.#open.set(place.source, this.#begun('profile', place));
  }

  #begun(text: DumpAccount['text'], place: LogPlace): OpenDump {
    const oldest = this.#open.size >= mostSources ? this.#open.keys().next() : undefined;
    if (oldest && !oldest.done) this.end({ source: oldest.value });
    return new OpenDump(text, place);
  }

  record(record: GoroutineProfileRecord, place: LogPlace): void {
    this.#open.get(place.source)?.record(record);
  }

  /** What follows in this source is of another dump. */
  end({ source }: Pick<LogPlace, 'source'>): void {
    const dump = this.#open.get(source);
    if (!dump) return;
    this.#open.delete(source);
    const isOfDeath = this.#dying.delete(source);
    // A panic prints one goroutine: its own.
    if (dump.count < 2) return;
    const isLargest = dump.count >= (this.#largest?.count ?? 0);
    if (isLargest) this.#largest = dump.account();
    if (!isOfDeath && this.#counts.length < mostDumps) {
      const { lineNumber } = isLargest && this.#largest ? this.#largest : dump.account();
      this.#counts.push({ lineNumber, source, count: dump.count });
    }
  }

  /** The largest dump, and how many goroutines the first 100 have that were asked for. */
  account(): {
    readonly largest: DumpAccount | undefined;
    readonly dumps: readonly {
      readonly lineNumber: number;
      readonly source: string;
      readonly count: number;
    }[];
  } {
    for (const source of Array.from(this.#open.keys())) this.end({ source });
    return { largest: this.#largest, dumps: this.#counts };
  }
}

import { type GcTraceLine, parseGcTrace } from '../godebug/gctrace.ts';
import { type InitTraceLine, parseInitTrace } from '../godebug/inittrace.ts';
import { parseScavTrace, type ScavTraceLine } from '../godebug/scavtrace.ts';
import { type FatalLine, parseFatalLine } from '../fatalerror/fatal-line.ts';
import { RaceReader, type RaceReport } from '../fatalerror/race-report.ts';
import { GoroutineProfileReader, type GoroutineProfileRecord } from '../goroutinedump/goroutine-profile.ts';
import { type TracebackGoroutine, TracebackReader } from '../goroutinedump/traceback-reader.ts';
import { type LoggedLine, unwrapLine } from './log-prefix.ts';
import { longestLine, TextLines } from './text-lines.ts';

/** Where in a log something stands. */
export interface LogPlace {
  /** Counted from 1. */
  readonly lineNumber: number;
  /** See `LoggedLine`. */
  readonly source: string;
  readonly atMs: number | undefined;
}

/** What a Go program, its runtime and the kernel write into a log, in its order. */
export interface GoLogEvents {
  collection?(line: GcTraceLine, place: LogPlace): void;
  scavenge?(line: ScavTraceLine, place: LogPlace): void;
  initialisation?(line: InitTraceLine, place: LogPlace): void;
  /** A goroutine of a dump; its place is that of its first line. */
  goroutine?(goroutine: TracebackGoroutine, place: LogPlace): void;
  /** A text of debug=1 begins; its records follow. */
  profile?(place: LogPlace): void;
  profileRecord?(record: GoroutineProfileRecord, place: LogPlace): void;
  /** The goroutines that follow are of this death. */
  fatal?(line: FatalLine, place: LogPlace): void;
  race?(report: RaceReport, place: LogPlace): void;
}

/** What was read, for whom wants to say how much of a log that is. */
export interface GoLogCounts {
  readonly lineCount: number;
  /** Lines that begin as one of the runtime's and do not go on as one. */
  readonly damagedCount: number;
  /** Lines longer than `longestLine` bytes. */
  readonly cutCount: number;
  /** Goroutines that debug=1 texts announce, and those that they hold. */
  readonly announcedGoroutines: number;
  readonly profiledGoroutines: number;
}

/** Sources whose dumps are told apart; of more, what is interleaved is one. */
const mostSources = 64;

/** What one of the texts begins with that this reads, or a line that the container runtime cut. */
const telling =
  /gc \d|scav \d|scvg|init |goroutine|panic|fatal error|runtime:|emory|oom-kill|OOM killer|SIG[A-Z]|DATA RACE|(?:stdout|stderr) P /;

/** Dumps are of many lines: those of one source that belong together. */
interface SourceReaders {
  readonly traceback: TracebackReader;
  readonly profile: GoroutineProfileReader;
  readonly race: RaceReader;
  place: LogPlace;
  /** Where the goroutine begins that is being read. */
  begun: LogPlace;
  /** Of a line that the container runtime cut. */
  partial: string;
}

/**
 * Reads logs of any size: bytes in pieces, as they come. Holds what stands between a dump's first line and its last for
 * each source, and nothing of what lies behind.
 */
export class GoLogReader {
  readonly #events: GoLogEvents;
  readonly #lines: TextLines;
  readonly #sources = new Map<string, SourceReaders>();
  #lineCount = 0;
  #damagedCount = 0;
  /** Those that are in the middle of something, where any line may be part of it. */
  readonly #openSources = new Set<SourceReaders>();
  #last: { readonly source: string; readonly readers: SourceReaders } | undefined;

  constructor(events: GoLogEvents) {
    this.#events = events;
    this.#lines = new TextLines((line) => this.#line(line));
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): GoLogCounts {
    this.#lines.end();
    let announcedGoroutines = 0;
    let profiledGoroutines = 0;
    for (const { traceback, profile, race } of this.#sources.values()) {
      traceback.end();
      profile.end();
      race.end();
      announcedGoroutines += profile.announcedCount;
      profiledGoroutines += profile.foundCount;
    }
    return {
      lineCount: this.#lineCount,
      damagedCount: this.#damagedCount,
      cutCount: this.#lines.cutCount,
      announcedGoroutines,
      profiledGoroutines,
    };
  }

  #line(line: string): void {
    this.#lineCount++;
    // Of a service's log few lines are the runtime's: the others need not be taken out of what they are wrapped in.
    if (this.#openSources.size === 0 && !telling.test(line)) return;
    const logged = unwrapLine(line);
    const readers = this.#readersOf(logged.source);
    readers.place = { lineNumber: this.#lineCount, source: logged.source, atMs: logged.atMs };
    const text = this.#joined(logged, readers);
    if (text !== undefined) {
      if (!text.includes('\n')) this.#text(text, readers);
      else for (const part of text.split('\n')) this.#text(part, readers);
    }
    const { traceback, profile, race, partial } = readers;
    if (traceback.isInside || profile.isInside || race.isInside || partial !== '')
      this.#openSources.add(readers);
    else this.#openSources.delete(readers);
  }

  /** Undefined where the line goes on. */
  #joined({ text, isPartial }: LoggedLine, readers: SourceReaders): string | undefined {
    if (!isPartial && readers.partial === '') return text;
    const joined = (readers.partial + text).slice(0, longestLine);
    readers.partial = isPartial ? joined : '';
    return isPartial ? undefined : joined;
  }

  #text(text: string, readers: SourceReaders): void {
    const { traceback, profile, race, place } = readers;
    if (race.push(text) || profile.push(text)) return;
    if (this.#traced(text, place)) return;
    const fatal = parseFatalLine(text);
    if (fatal) {
      // A death ends the dump before it; its own goroutines follow.
      traceback.end();
      this.#events.fatal?.(fatal, place);
      return;
    }
    traceback.push(text);
  }

  /** True where it is a line of GODEBUG, damaged or not. */
  #traced(text: string, place: LogPlace): boolean {
    const events = this.#events;
    if (text.includes('gc ')) {
      const line = parseGcTrace(text);
      if (line === 'damaged') this.#damagedCount++;
      else if (line) events.collection?.(line, place);
      if (line) return true;
    }
    if (text.includes('scav ') || text.includes('scvg')) {
      const line = parseScavTrace(text);
      if (line === 'damaged') this.#damagedCount++;
      else if (line) events.scavenge?.(line, place);
      if (line) return true;
    }
    if (!text.includes('init ')) return false;
    const line = parseInitTrace(text);
    if (line === 'damaged') this.#damagedCount++;
    else if (line) events.initialisation?.(line, place);
    return line !== undefined;
  }

  #readersOf(source: string): SourceReaders {
    if (this.#last?.source === source) return this.#last.readers;
    let readers = this.#sources.get(source);
    if (!readers) {
      const key = this.#sources.size < mostSources ? source : '';
      readers = this.#sources.get(key);
      if (!readers) this.#sources.set(key, (readers = this.#newReaders(key)));
    }
    this.#last = { source, readers };
    return readers;
  }

  #newReaders(source: string): SourceReaders {
    const events = this.#events;
    const readers: SourceReaders = {
      traceback: new TracebackReader(
        (goroutine) => events.goroutine?.(goroutine, readers.begun),
        () => (readers.begun = readers.place),
      ),
      profile: new GoroutineProfileReader(
        (record) => events.profileRecord?.(record, readers.place),
        () => events.profile?.(readers.place),
      ),
      race: new RaceReader((report) => events.race?.(report, readers.place)),
      place: { lineNumber: 0, source, atMs: undefined },
      begun: { lineNumber: 0, source, atMs: undefined },
      partial: '',
    };
    return readers;
  }
}

/** True where the first bytes of a file are of a log that has something for `GoLogReader`: of a kind that it knows. */
export function isGoLog(head: Uint8Array): boolean {
  let found = false;
  const note = (): void => void (found = true);
  const reader = new GoLogReader({
    collection: note,
    scavenge: note,
    initialisation: note,
    goroutine: note,
    profileRecord: note,
    fatal: note,
    race: note,
  });
  reader.push(head);
  reader.end();
  return found;
}

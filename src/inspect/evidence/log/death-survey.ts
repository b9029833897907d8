import type { CodePlace, MapSharer } from '../../../findings/index.ts';
import type {
  FatalLine,
  LogPlace,
  RaceReport,
  TracebackFrame,
  TracebackGoroutine,
} from '../../../formats/index.ts';
import { isStandard } from '../../../image/index.ts';
import { isInMapCall, ownPlaceOf, receiverOf } from './frame-places.ts';

const mostDeaths = 200;
/** Deaths that are read at the same time. */
const mostSources = 64;
const mostSharers = 64;
/** Lines without a goroutine after which the next one is not of the death before. */
const mostGapLines = 1000;
/** Lines between the messages of two goroutines that die of one thing. */
const mostLinesBetween = 4;
/** Frames from the place of death outwards whose arguments may hold what has the map. */
const framesWithMap = 3;
/** Where Linux puts position-independent executables, by default (fs/binfmt_elf.c, ELF_ET_DYN_BASE). */
const executables = 0x555555554000;

/** A death, with others of the same kind at the same place. */
export interface DeathAccount {
  readonly kind: FatalLine['kind'];
  readonly message: string;
  readonly count: number;
  /** Of the first one. */
  readonly lineNumber: number;
  readonly atMs: number | null;
  readonly source: string;
  /** Null where no traceback follows. */
  readonly place: CodePlace | null;
  /** 0 where no traceback follows. */
  readonly goroutineId: number;
  /** Goroutines of its dump. */
  readonly goroutineCount: number;
  readonly sharers: readonly MapSharer[];
  readonly askedBytes: number | null;
  readonly heldBytes: number | null;
  readonly limitBytes: number | null;
  readonly processName: string;
  readonly cgroup: string;
}

export interface RaceAccount {
  readonly count: number;
  readonly lineNumber: number;
  readonly isMap: boolean;
  readonly isComplete: boolean;
  readonly accesses: readonly {
    readonly kind: 'read' | 'write';
    readonly place: CodePlace;
    readonly goroutineId: number;
    readonly created: CodePlace | null;
  }[];
}

const surest: readonly MapSharer['known'][] = ['same-address', 'map-call', 'same-type', 'same-function'];

type OpenDeath = { -readonly [Key in keyof DeathAccount]: DeathAccount[Key] } & {
  sharers: MapSharer[];
  lastLine: number;
  addresses: ReadonlySet<number>;
};

/** Deaths and race reports of a log. Holds what it tells of them, never a dump. */
export class DeathSurvey {
  readonly #deaths: OpenDeath[] = [];
  readonly #open = new Map<string, OpenDeath>();
  /** What lines before a death have said of it. */
  readonly #before = new Map<string, FatalLine>();
  readonly #races = new Map<string, { -readonly [Key in keyof RaceAccount]: RaceAccount[Key] }>();
  #moreDeaths = 0;
  #moreRaces = 0;

  fatal(line: FatalLine, place: LogPlace): void {
    const { source } = place;
    if (line.isOnlyMessage) {
      if (this.#before.size >= mostSources) this.#before.clear();
      this.#before.set(source, { ...this.#before.get(source), ...line });
      return;
    }
    if (this.#isSameDeath(line, place)) return;
    this.#end(source);
    const oldest = this.#open.size >= mostSources ? this.#open.keys().next() : undefined;
    if (oldest && !oldest.done) this.#end(oldest.value);
    const before = this.#before.get(source);
    this.#before.delete(source);
    const facts = before?.kind === line.kind ? { ...before, ...line } : line;
    this.#open.set(source, {
      kind: line.kind,
      message: line.message,
      count: 1,
      lineNumber: place.lineNumber,
      lastLine: place.lineNumber,
      atMs: place.atMs ?? null,
      source,
      place: null,
      goroutineId: 0,
      goroutineCount: 0,
      sharers: [],
      addresses: new Set(),
      askedBytes: facts.askedBytes ?? null,
      heldBytes: facts.heldBytes ?? null,
      limitBytes: facts.limitBytes ?? null,
      processName: facts.processName ?? '',
      cgroup: facts.cgroup ?? '',
    });
    // The kernel prints no goroutines: what follows is of somebody else.
    if (line.kind === 'killed') this.#end(source);
  }

  goroutine({ id, state, frames }: TracebackGoroutine, place: LogPlace): void {
    const death = this.#open.get(place.source);
    if (!death) return;
    if (place.lineNumber - death.lastLine > mostGapLines) {
      this.#end(place.source);
      return;
    }
    death.lastLine = place.lineNumber;
    death.goroutineCount++;
    if (death.place === null) {
      // The first one printed is the one that ended it (runtime/panic.go, dopanic_m); of a signal it is any.
      if (death.kind === 'signal' || frames.length === 0) return;
      death.place = ownPlaceOf(frames);
      death.goroutineId = id;
      death.addresses = addressesOf(frames);
    } else if (death.kind === 'concurrent-map' && death.sharers.length < mostSharers && !isSystem(state)) {
      const known = sharedHow(death, frames);
      if (known) death.sharers.push({ goroutineId: id, ...ownPlaceOf(frames), known });
    }
  }

  race({ accesses, goroutines, isComplete }: RaceReport, place: LogPlace): void {
    const told = accesses.slice(0, 2).map(({ kind, frames, goroutineId }) => {
      const created = goroutines.find(({ id }) => id === goroutineId)?.createdFrames;
      return {
        kind,
        place: ownPlaceOf(frames),
        goroutineId,
        created: created && created.length > 0 ? ownPlaceOf(created) : null,
      };
    });
    // Which of the two comes first is chance.
    const key = told
      .map(({ kind, place: { function: name, at } }) => `${kind} ${name} ${at}`)
      .sort()
      .join('\0');
    const known = this.#races.get(key);
    const isMap = accesses.some(({ frames }) => isInMapCall(frames));
    if (known) {
      known.count++;
      known.isMap ||= isMap;
    } else if (this.#races.size >= mostDeaths) this.#moreRaces++;
    else this.#races.set(key, { count: 1, lineNumber: place.lineNumber, isMap, isComplete, accesses: told });
  }

  /** In the order of their first lines, at most 200 of each; what came beyond is counted. */
  account(): {
    readonly deaths: readonly DeathAccount[];
    readonly races: readonly RaceAccount[];
    readonly moreDeaths: number;
    readonly moreRaces: number;
  } {
    for (const source of Array.from(this.#open.keys())) this.#end(source);
    const deaths = this.#deaths.map(({ lastLine: _line, addresses: _addresses, ...death }) => ({
      ...death,
      sharers: death.sharers.toSorted(
        (left, right) => surest.indexOf(left.known) - surest.indexOf(right.known),
      ),
    }));
    return {
      deaths,
      races: [...this.#races.values()],
      moreDeaths: this.#moreDeaths,
      moreRaces: this.#moreRaces,
    };
  }

  /** Two goroutines that notice one misuse both say so, and their goroutines follow: it is one death, as is a panic in a panic. */
  #isSameDeath({ kind, message, isNested }: FatalLine, { source, lineNumber }: LogPlace): boolean {
    const death = this.#open.get(source);
    if (death === undefined || death.goroutineCount > 0) return false;
    if (lineNumber - death.lineNumber > mostLinesBetween) return false;
    const isFatalError = kind !== 'nil-map' && kind !== 'other';
    return isNested === true || (isFatalError && death.kind === kind && death.message === message);
  }

  #end(source: string): void {
    const death = this.#open.get(source);
    if (!death) return;
    this.#open.delete(source);
    const same = this.#deaths.find(
      ({ kind, message, place, processName }) =>
        kind === death.kind &&
        (message === death.message || kind === 'killed') &&
        processName === death.processName &&
        place?.function === death.place?.function &&
        place?.at === death.place?.at,
    );
    if (same) {
      same.count++;
      same.heldBytes = Math.max(same.heldBytes ?? 0, death.heldBytes ?? 0) || null;
      if (same.sharers.length === 0) same.sharers = death.sharers;
    } else if (this.#deaths.length < mostDeaths) this.#deaths.push(death);
    else this.#moreDeaths++;
  }
}

/**
 * The map or its owner is an argument of the calls that led there: of the program's own up to the library's that called
 * them, whose arguments all goroutines of a server share. Above lie executables and libraries, whose types and texts are shared, too.
 */
function addressesOf(frames: readonly TracebackFrame[]): ReadonlySet<number> {
  const first = Math.max(
    0,
    frames.findIndex(({ name }) => !isStandard(name, '')),
  );
  const library = frames.findIndex(({ name }, depth) => depth > first && isStandard(name, ''));
  const end = Math.min(first + framesWithMap, library < 0 ? frames.length : library);
  const addresses = frames.slice(0, end).flatMap((frame) => frame.addresses);
  return new Set(addresses.filter((address) => address < executables));
}

function sharedHow(
  { addresses, place }: OpenDeath,
  frames: readonly TracebackFrame[],
): MapSharer['known'] | undefined {
  if (frames.some((frame) => frame.addresses.some((address) => addresses.has(address))))
    return 'same-address';
  if (isInMapCall(frames)) return 'map-call';
  if (place === null) return undefined;
  const receiver = receiverOf(place.function);
  if (receiver !== '' && receiverOf(ownPlaceOf(frames).function) === receiver) return 'same-type';
  return place.function !== '' && frames.some(({ name }) => name === place.function)
    ? 'same-function'
    : undefined;
}

function isSystem(state: string): boolean {
  return /^(?:force gc|GC |finalizer wait|cleanup wait|idle$)/.test(state);
}

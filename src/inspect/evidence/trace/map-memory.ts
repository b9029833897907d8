import { type EventWalker, traceEvent, type TraceGeneration } from '../../../formats/index.ts';
import { SpanPages } from './span-pages.ts';
import { ValueSeries } from './value-series.ts';

/** Arrays of slots by map type, and what the runtime keeps beside them for maps of all types. */
const arrayType = /^map\.(?:bucket|group)(\[.*)$/;
const otherTypes: ReadonlySet<string> = new Set([
  'runtime.hmap',
  'runtime.mapextra',
  '[]*runtime.bmap',
  '*runtime.bmap',
  'maps.Map',
  'maps.table',
  '*maps.table',
]);

/** What the arrays of all maps of a type took, over the time of the trace. */
export class MapTypeHistory {
  /** `map[int]main.session`, or the runtime's own type for what is not an array of slots. */
  readonly name: string;
  readonly isArray: boolean;
  /** There when the trace began. */
  beginBytes = 0;
  beginCount = 0;
  liveBytes = 0;
  liveCount = 0;
  peakBytes = 0;
  peakMs = 0;
  allocatedCount = 0;
  allocatedBytes = 0;
  freedCount = 0;
  freedBytes = 0;
  largestBytes = 0;
  /** Each array that was larger than all before it: how a growing map doubles. */
  readonly steps: { readonly atMs: number; readonly bytes: number }[] = [];
  readonly series: ValueSeries = new ValueSeries();

  constructor(name: string, isArray: boolean) {
    this.name = name;
    this.isArray = isArray;
  }

  add(bytes: number, atMs: number, isNew: boolean): void {
    this.liveBytes += bytes;
    this.liveCount++;
    if (isNew) {
      this.allocatedCount++;
      this.allocatedBytes += bytes;
    } else {
      this.beginCount++;
      this.beginBytes += bytes;
    }
    if (bytes > this.largestBytes) {
      this.largestBytes = bytes;
      if (isNew && this.steps.length < mostSteps) this.steps.push({ atMs, bytes });
    }
    if (this.liveBytes > this.peakBytes) {
      this.peakBytes = this.liveBytes;
      this.peakMs = atMs;
    }
    this.series.set(atMs, this.liveBytes);
  }

  free(bytes: number, atMs: number): void {
    this.liveBytes -= bytes;
    this.liveCount--;
    this.freedCount++;
    this.freedBytes += bytes;
    this.series.set(atMs, this.liveBytes);
  }
}

const mostSteps = 64;
const mostTypes = 20_000;
/** Every array of every map is held by its address. */
const mostObjects = 20_000_000;

interface MapObject {
  readonly history: MapTypeHistory;
  readonly bytes: number;
}

/**
 * Bytes of maps by type from a trace of allocations (GODEBUG=traceallocfree=1, Go 1.23+). Objects have a type and an address;
 * their size is that of the slots of their span. Frees come when the collector sweeps, some time after the death.
 */
export class MapMemory {
  /** Allocations were traced. */
  isTraced = false;
  /** Arrays whose span the trace does not have: their size is not known, and they are left out. */
  unknownSizeCount = 0;
  readonly #pages = new SpanPages();
  readonly #objects = new Map<number, MapObject>();
  readonly #histories = new Map<string, MapTypeHistory>();
  /** By number of the type, of one generation. */
  readonly #ofType = new Map<number, MapTypeHistory | undefined>();
  #types: TraceGeneration['types'] = new Map();
  #pageBytes = 8192;
  #objectsOfPage = 1024;

  beginGeneration({ types, allocationUnits }: TraceGeneration): void {
    this.#types = types;
    this.#ofType.clear();
    if (!allocationUnits) return;
    this.isTraced = true;
    this.#pageBytes = allocationUnits.pageBytes;
    this.#objectsOfPage = allocationUnits.pageBytes / allocationUnits.objectAlignBytes;
  }

  see({ kind, a, b, c }: EventWalker, atMs: number): void {
    switch (kind) {
      case traceEvent.span:
      case traceEvent.spanAlloc:
        this.#pages.set(a, b, c, this.#pageBytes);
        break;
      case traceEvent.heapObject:
      case traceEvent.heapObjectAlloc: {
        const history = this.#historyOf(b);
        if (history) this.#add(a, history, atMs, kind === traceEvent.heapObjectAlloc);
        break;
      }
      case traceEvent.heapObjectFree:
        this.#free(a, atMs);
        break;
      default:
    }
  }

  /** Most bytes at the peak first; types without an array or object are left out. */
  list(): MapTypeHistory[] {
    return [...this.#histories.values()]
      .filter(({ peakBytes }) => peakBytes > 0)
      .sort((one, other) => other.peakBytes - one.peakBytes);
  }

  #historyOf(type: number): MapTypeHistory | undefined {
    if (this.#ofType.has(type)) return this.#ofType.get(type);
    const history = this.#find(this.#types.get(type)?.name ?? '');
    this.#ofType.set(type, history);
    return history;
  }

  #find(typeName: string): MapTypeHistory | undefined {
    const ofMap = arrayType.exec(typeName);
    if (!ofMap && !otherTypes.has(typeName)) return undefined;
    const name = ofMap ? `map${ofMap[1]}` : typeName;
    let history = this.#histories.get(name);
    if (!history && this.#histories.size < mostTypes)
      this.#histories.set(name, (history = new MapTypeHistory(name, ofMap !== null)));
    return history;
  }

  #add(id: number, history: MapTypeHistory, atMs: number, isNew: boolean): void {
    const bytes = this.#pages.bytesAt(Math.floor(id / this.#objectsOfPage));
    if (bytes === 0 || this.#objects.size >= mostObjects) {
      this.unknownSizeCount++;
      return;
    }
    this.#free(id, atMs);
    this.#objects.set(id, { history, bytes });
    history.add(bytes, atMs, isNew);
  }

  /** Objects with a malloc header (Go 1.22+) are allocated 8 bytes behind the slot that is freed. */
  #free(id: number, atMs: number): void {
    let at = id;
    let object = this.#objects.get(at);
    if (!object && (id + 1) % this.#objectsOfPage !== 0) object = this.#objects.get((at = id + 1));
    if (!object) return;
    this.#objects.delete(at);
    object.history.free(object.bytes, atMs);
  }
}

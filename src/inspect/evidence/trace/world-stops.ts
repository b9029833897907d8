import type { CodePlace } from '../../../findings/index.ts';
import { noPlace, type StackFacts } from './stack-places.ts';

/** Stops of the world of one kind that one place of the program caused. */
export interface WorldStops {
  /** `GC mark termination`, `read mem stats`; '' where the trace does not say. */
  readonly kind: string;
  /** The program's call; of collections that the heap's growth began, whoever allocated just then. */
  readonly place: CodePlace;
  count: number;
  totalNs: number;
  longestNs: number;
}

const mostKinds = 1000;
/** Whose call it was when the heap had grown says nothing. */
const ofCollections = /^GC /;

/** The times in which no goroutine ran. */
export class StopCounts {
  count = 0;
  totalNs = 0;
  readonly #kinds = new Map<string, WorldStops>();
  /** By stream. */
  readonly #open = new Map<
    number,
    { readonly kind: string; readonly facts: StackFacts; readonly beginNs: number }
  >();

  begin(stream: number, kind: string, facts: StackFacts, beginNs: number): void {
    this.#open.set(stream, { kind, facts, beginNs });
  }

  end(stream: number, atNs: number): void {
    const open = this.#open.get(stream);
    if (!open) return;
    this.#open.delete(stream);
    const { kind, facts, beginNs } = open;
    const elapsedNs = Math.max(0, atNs - beginNs);
    this.count++;
    this.totalNs += elapsedNs;
    const place = ofCollections.test(kind) && facts.request === '' ? undefined : facts.place;
    const key = `${kind}\n${place?.function ?? ''}\n${place?.at ?? ''}`;
    let stops = this.#kinds.get(key);
    if (!stops) {
      if (this.#kinds.size >= mostKinds) return;
      stops = { kind, place: place ?? noPlace, count: 0, totalNs: 0, longestNs: 0 };
      this.#kinds.set(key, stops);
    }
    stops.count++;
    stops.totalNs += elapsedNs;
    stops.longestNs = Math.max(stops.longestNs, elapsedNs);
  }

  list(): WorldStops[] {
    return [...this.#kinds.values()].sort((one, other) => other.totalNs - one.totalNs);
  }
}

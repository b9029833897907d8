import type { TracedGoroutine } from './goroutine.ts';
import type { StackFacts } from './stack-places.ts';

/** A goroutine that ends so soon after its handler was waited for: it only had to return. */
const soonNs = 1e6;

/** Whether it was alive long enough after its handler to have outlived it. */
export function hasOutlived({ outlivesSinceNs }: TracedGoroutine, atNs: number): boolean {
  return outlivesSinceNs !== undefined && atNs - outlivesSinceNs >= soonNs;
}

/**
 * Which handlers have returned. A server answers many requests on one goroutine, and no event says where one ends; but the
 * first stack of that goroutine without the handler's frame shows that it has returned.
 */
export class HandlerCalls {
  /** Living goroutines that a handler started which is not known to have returned, by the goroutine that runs it. */
  readonly #started = new Map<number, Set<TracedGoroutine>>();

  start(creator: TracedGoroutine, started: TracedGoroutine): void {
    started.handlerId = creator.id;
    const known = this.#started.get(creator.id);
    if (known) known.add(started);
    else this.#started.set(creator.id, new Set([started]));
  }

  /** A goroutine has ended, and with it the handler that it may have run. */
  end(goroutine: TracedGoroutine, atNs: number): void {
    this.#returned(goroutine.id, atNs);
    if (goroutine.handlerId !== undefined) this.#started.get(goroutine.handlerId)?.delete(goroutine);
  }

  isPending({ id }: TracedGoroutine): boolean {
    return this.#started.has(id);
  }

  /** The goroutine was seen with this stack. */
  seen({ id }: TracedGoroutine, facts: StackFacts, atNs: number): void {
    if (facts.handler === '' && !facts.isCut) this.#returned(id, atNs);
  }

  #returned(id: number, atNs: number): void {
    const started = this.#started.get(id);
    if (!started) return;
    this.#started.delete(id);
    for (const goroutine of started) {
      goroutine.outlivesSinceNs = atNs;
      goroutine.handlerId = undefined;
    }
  }
}

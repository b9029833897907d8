import type { TracebackFrame } from '../../../formats/index.ts';
import type { GoroutineStack } from '../../../profile/index.ts';

/** Different stacks that are kept of one dump; goroutines at others count at the function that they run. */
const mostStacks = 5000;

/** How many goroutines stand at each stack. */
export class StackCounts {
  readonly #stacks = new Map<string, { count: number; readonly stack: GoroutineStack['stack'] }>();

  add(frames: readonly TracebackFrame[], count: number): void {
    const known = this.#stacks.get(keyOf(frames));
    if (known) {
      known.count += count;
      return;
    }
    const kept = this.#stacks.size < mostStacks ? frames : frames.slice(-1);
    const stack = kept.map(({ name, position }) => ({
      functionName: name,
      file: position?.file ?? '',
      line: position?.line ?? 0,
    }));
    const key = keyOf(kept);
    const open = this.#stacks.get(key);
    if (open) open.count += count;
    else this.#stacks.set(key, { count, stack });
  }

  list(): GoroutineStack[] {
    return [...this.#stacks.values()];
  }
}

function keyOf(frames: readonly TracebackFrame[]): string {
  return frames.map(({ name }) => name).join('\n');
}

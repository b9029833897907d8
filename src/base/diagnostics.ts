/** One thing that the evidence did not let us see, or that was damaged; `code` is a stable kebab-case id. */
export interface Diagnostic {
  readonly code: string;
  /** One sentence: what happened and what it costs the user. */
  readonly message: string;
  /** How often it happened, where that is more than once. */
  readonly count?: number;
}

/** Collects diagnostics; a repeated code keeps its first message and counts, so damaged input cannot flood memory. */
export class Diagnostics {
  readonly #byCode = new Map<string, { message: string; count: number }>();

  add(code: string, message: string): void {
    const known = this.#byCode.get(code);
    if (known) known.count++;
    else this.#byCode.set(code, { message, count: 1 });
  }

  /** All of another list, with their counts. */
  addAll(list: readonly Diagnostic[]): void {
    for (const { code, message, count = 1 } of list) {
      const known = this.#byCode.get(code);
      if (known) known.count += count;
      else this.#byCode.set(code, { message, count });
    }
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  list(): Diagnostic[] {
    return [...this.#byCode].map(([code, { message, count }]) =>
      count > 1 ? { code, message, count } : { code, message },
    );
  }
}

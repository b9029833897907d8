const quietMs = 1000;

/**
 * Names the phase on stderr once the work has taken a second, on a terminal only. The work is synchronous, so a line can
 * appear only where a phase begins.
 */
export class Progress {
  readonly #startedMs = performance.now();
  #shown = false;

  readonly onPhase = (phase: string): void => {
    if (!process.stderr.isTTY || performance.now() - this.#startedMs < quietMs) return;
    this.#shown = true;
    process.stderr.write(`\r\x1b[K${phase} …`);
  };

  /** Removes the line. */
  done(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}

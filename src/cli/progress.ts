const quietMs = 1000;

/**
 * Names the phase on stderr once the work has taken a second, on a terminal only. The work is synchronous, so a line can
 * appear only where a phase begins.
 */
export class Progress {
  readonly #startedMs = performance.now();
  #shown = false;

  readonly onPhase = (phase: string): void => {
    this.#show(phase);
  };

  /** For work that takes minutes: where stderr is no terminal, the steps are lines of a log. */
  readonly onStep = (step: string): void => {
    if (process.stderr.isTTY) this.#show(step);
    else if (performance.now() - this.#startedMs >= quietMs) process.stderr.write(`${step} …\n`);
  };

  /** A line that stays, on a terminal only. */
  announce(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}\n`);
  }

  #show(text: string): void {
    if (!process.stderr.isTTY || performance.now() - this.#startedMs < quietMs) return;
    this.#shown = true;
    process.stderr.write(`\r\x1b[K${text} …`);
  }

  /** Removes the line. */
  done(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}

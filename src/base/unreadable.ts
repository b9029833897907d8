/**
 * Nothing can be read from the target. `message` is one line for the user: what, why, what to do. The command line
 * prints it and exits 2. Evidence that can be read in part never throws this: it yields what is true plus diagnostics.
 */
export class UnreadableError extends Error {
  /** Stable kebab-case id: `no-such-process`, `not-go`, `permission-denied`, `unsupported-elf`, `go-too-old`, … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableError';
    this.code = code;
  }
}

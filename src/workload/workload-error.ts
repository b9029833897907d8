/** A workload that cannot be replayed; the message is one line that begins with the line number where there is one. */
export class WorkloadError extends Error {
  /** Line of the file, from 1; 0 where the trouble is with all of it. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

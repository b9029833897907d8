import { UnreadableError } from '../base/index.ts';

/** Exit codes of every command. */
export const exitCodes = { done: 0, findings: 1, nothingRead: 2 } as const;

/** The command line asks for something that cannot be: an unknown option, a bad size. */
export class UsageError extends Error {}

/** One line on stderr and exit 2 where nothing could be read; a bug of ours keeps its stack. */
export function fail(error: unknown): void {
  process.exitCode = exitCodes.nothingRead;
  if (error instanceof UnreadableError || error instanceof UsageError) {
    process.stderr.write(`highwater: ${error.message.replaceAll('\n', ' ')}\n`);
    return;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`highwater: this is a bug, please report it: ${detail}\n`);
}

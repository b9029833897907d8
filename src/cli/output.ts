import { once } from 'node:events';

const batchCharacters = 64 * 1024;

/**
 * Writes pieces of text to stdout in batches, waiting whenever the reader is slower than we are, so that output of any
 * length takes little memory.
 */
export async function writeAll(pieces: Iterable<string>): Promise<void> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < batchCharacters) continue;
    await write(batch);
    batch = '';
  }
  if (batch !== '') await write(batch);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** `highwater … | head` closes the pipe early: that is the reader's wish and no failure. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

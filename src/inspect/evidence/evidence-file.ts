import fs from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UnreadableError } from '../../base/index.ts';

const headBytes = 2 ** 14;
const pieceBytes = 2 ** 18;
/** What a small file of zeros may inflate to before it is refused. */
const mostBytes = 2 ** 36;

/** Evidence as a stream of bytes, inflated where it is gzip; of a file or of standard input, told apart by its head. */
export interface EvidenceFile {
  /** As the user named it; `-` for standard input. */
  readonly name: string;
  /** The first bytes, inflated; all of them where there are no more. */
  readonly head: Uint8Array;
  readonly isGzip: boolean;
  /** All bytes from the first one on. To be called once. Throws UnreadableError where gzip is damaged before any byte came out. */
  pieces(): AsyncIterable<Uint8Array>;
  close(): void;
  /** Whether gzip broke off or was damaged: known when all pieces were read. */
  isCut(): boolean;
}

/** Opens a file or `-`. Throws UnreadableError where there is none, or where it is no regular file. */
export async function openEvidence(name: string): Promise<EvidenceFile> {
  const raw = name === '-' ? process.stdin : openStream(name);
  const first = await firstBytes(raw[Symbol.asyncIterator](), 2);
  const isGzip = first.bytes[0] === 0x1f && first.bytes[1] === 0x8b;
  let isCut = false;
  const all = isGzip
    ? inflated(first, () => {
        isCut = true;
      })
    : chain(first);
  const head = await firstBytes(all, headBytes);
  return {
    name,
    head: head.bytes.subarray(0, headBytes),
    isGzip,
    pieces: () => bounded(chain(head), name),
    close: () => {
      raw.destroy();
    },
    isCut: () => isCut,
  };
}

function openStream(path: string): Readable {
  try {
    if (!fs.statSync(path).isFile()) throw new Error('it is not a regular file');
    return fs.createReadStream(path, { fd: fs.openSync(path, 'r'), highWaterMark: pieceBytes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableError('file-unreadable', `cannot read ${path}: ${reason}`);
  }
}

/** The beginning of a stream, and what follows. */
interface Begun {
  readonly bytes: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
}

async function firstBytes(stream: AsyncIterator<Uint8Array>, count: number): Promise<Begun> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  while (byteCount < count) {
    const next = await stream.next();
    if (next.done) break;
    parts.push(next.value);
    byteCount += next.value.length;
  }
  return { bytes: Buffer.concat(parts), rest: stream };
}

async function* chain({ bytes, rest }: Begun): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Ends where the stream is damaged or cut: what came out before it counts, and its reader sees that the end is missing. */
async function* inflated(begun: Begun, onCut: () => void): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const feed = async (): Promise<void> => {
    for await (const piece of chain(begun))
      if (!gunzip.write(piece)) await new Promise((resume) => gunzip.once('drain', resume));
    gunzip.end();
  };
  feed().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : undefined));
  let byteCount = 0;
  try {
    for await (const piece of gunzip) {
      byteCount += (piece as Uint8Array).length;
      yield piece as Uint8Array;
    }
  } catch {
    onCut();
    if (byteCount === 0)
      throw new UnreadableError('gzip-damaged', 'cannot inflate it: the gzip data is damaged');
  }
}

async function* bounded(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const piece of pieces) {
    byteCount += piece.length;
    if (byteCount > mostBytes)
      throw new UnreadableError(
        'evidence-too-large',
        `${name} inflates to more than ${mostBytes / 2 ** 30} GiB`,
      );
    yield piece;
  }
}

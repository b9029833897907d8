/** What the thread that helps to copy shares with the one that copies; see CopyThread. */
export interface SharedCopies {
  /** Open descriptors of /proc/PID/mem and /proc/PID/pagemap. */
  readonly descriptor: number;
  readonly pagemapDescriptor: number;
  readonly pageBytes: number;
  /**
   * Words: rounds begun; rounds ended by the thread; pieces of this round; the next piece that nobody has claimed; 1 to make it
   * end; 1 where a round is to read the text instead; bytes of it, or -1 where it did not fit.
   */
  readonly control: SharedArrayBuffer;
  /** One word a piece: 0 not done, 1 copied, 2 left to the other thread. */
  readonly states: SharedArrayBuffer;
  /** Four doubles a piece: address, bytes, index of its buffer or -1 where it is none of these, offset in it. */
  readonly pieces: SharedArrayBuffer;
  /** One double: bytes that this thread has read. */
  readonly readBytes: SharedArrayBuffer;
  readonly buffers: readonly SharedArrayBuffer[];
  /** A file of /proc that takes long to read, and room for it. */
  readonly textPath: string;
  readonly text: SharedArrayBuffer;
}

/**
 * The program of the thread that helps to copy, run by `new Worker(…, { eval: true })` so that nothing has to be found on
 * disk, compiled or not. Pages that are not there stay zeros in a buffer that is new; a piece with a page in swap or a guard
 * page (see page-map.ts) is left to the other thread, which says what it lacks.
 */
export const copyWorkerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const fs = require('node:fs');
const { descriptor, pagemapDescriptor, pageBytes, control, states, pieces, readBytes, buffers, textPath, text } = workerData;
const words = new Int32Array(control);
const state = new Int32Array(states);
const piece = new Float64Array(pieces);
const sum = new Float64Array(readBytes);
const target = buffers.map((buffer) => new Uint8Array(buffer));
let entries = new Uint8Array(8 * 1024);
function readRun(into, offset, address, length) {
  for (let done = 0; done < length; ) {
    const count = fs.readSync(descriptor, into, offset + done, length - done, address + done);
    if (count <= 0) return false;
    done += count;
  }
  sum[0] += length;
  return true;
}
function copy(index) {
  const [start, length, buffer, offset] = piece.subarray(4 * index, 4 * index + 4);
  if (buffer < 0) return 2;
  const end = start + length;
  const first = Math.floor(start / pageBytes);
  const count = Math.ceil(end / pageBytes) - first;
  if (entries.length < 8 * count) entries = new Uint8Array(8 * count);
  if (fs.readSync(pagemapDescriptor, entries, 0, 8 * count, 8 * first) !== 8 * count) return 2;
  for (let from = 0, to = 0; from < count; from = to) {
    const top = entries[8 * from + 7] & 0xc4;
    for (to = from + 1; to < count && (entries[8 * to + 7] & 0xc4) === top; ) to++;
    if (top === 0) continue;
    if (top < 0x80) return 2;
    const at = Math.max(start, (first + from) * pageBytes);
    if (!readRun(target[buffer], offset + at - start, at, Math.min(end, (first + to) * pageBytes) - at)) return 2;
  }
  return 1;
}
function readText() {
  const into = new Uint8Array(text);
  let length = 0;
  const file = fs.openSync(textPath, 'r');
  try {
    for (let count = 1; count > 0; length += count) {
      if (length === into.length) return -1;
      count = fs.readSync(file, into, length, into.length - length, null);
    }
  } finally {
    fs.closeSync(file);
  }
  return length;
}
parentPort.postMessage('ready');
for (let round = 0; ; round++) {
  while (Atomics.load(words, 0) === round && Atomics.load(words, 4) === 0) Atomics.wait(words, 0, round);
  if (Atomics.load(words, 4) === 1) break;
  if (Atomics.compareExchange(words, 5, 1, 0) === 1) {
    let length = -1;
    try {
      length = readText();
    } catch {}
    Atomics.store(words, 6, length);
    Atomics.store(words, 1, round + 1);
    Atomics.notify(words, 1);
    continue;
  }
  const count = Atomics.load(words, 2);
  for (let index = Atomics.add(words, 3, 1); index < count; index = Atomics.add(words, 3, 1)) {
    let outcome = 2;
    try {
      outcome = copy(index);
    } catch {}
    Atomics.store(state, index, outcome);
  }
  Atomics.store(words, 1, round + 1);
  Atomics.notify(words, 1);
}
`;

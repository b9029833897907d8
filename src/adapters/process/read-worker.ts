/** What the reading thread shares with the one that works on what is read; see ReadAheadThread. */
export interface SharedReads {
  /** Open descriptors of /proc/PID/mem and /proc/PID/pagemap; of a core, and -1. */
  readonly descriptor: number;
  readonly pagemapDescriptor: number;
  readonly pageBytes: number;
  /**
   * Words: runs asked for; 1 while the reader sleeps; 1 to make it end, 2 once it did; 1 while it is waited for; 1 once it
   * runs; a number that changes when the reader is to forget which pages are present.
   */
  readonly control: SharedArrayBuffer;
  /** One word a place: 0 asked for, 1 claimed, 2 read, 3 could not be read. */
  readonly states: SharedArrayBuffer;
  /** Three doubles a place: position in the file, offset in the ring, bytes. */
  readonly runs: SharedArrayBuffer;
  readonly ring: SharedArrayBuffer;
}

/**
 * The program of the thread that reads ahead, run by `new Worker(…, { eval: true })` so that nothing has to be found on
 * disk, compiled or not. It takes the runs in order, and leaves those that the other thread has claimed meanwhile.
 */
export const readWorkerSource = `
const { workerData } = require('node:worker_threads');
const fs = require('node:fs');
const { descriptor, pagemapDescriptor, pageBytes, control, states, runs, ring } = workerData;
const words = new Int32Array(control);
const state = new Int32Array(states);
const run = new Float64Array(runs);
const bytes = new Uint8Array(ring);
// Entries of the pages from groupFirst on. One call for many pages costs less than one for each run.
const entries = new Uint8Array(8 * 512);
let groupFirst = 0, groupCount = 0, groupAge = 0;
function readGroup(first) {
  groupFirst = first;
  groupAge = Atomics.load(words, 5);
  groupCount = fs.readSync(pagemapDescriptor, entries, 0, entries.length, first * 8) >>> 3;
}
function isPresent(address, length) {
  if (pagemapDescriptor < 0) return true;
  const first = Math.floor(address / pageBytes);
  const last = Math.floor((address + length - 1) / pageBytes);
  if (first < groupFirst || last >= groupFirst + groupCount || groupAge !== Atomics.load(words, 5)) readGroup(first);
  if (last >= groupFirst + groupCount) return false;
  for (let page = first; page <= last; page++) if (entries[8 * (page - groupFirst) + 7] < 0x80) return false;
  return true;
}
function readOne(place) {
  const address = run[3 * place];
  const length = run[3 * place + 2];
  try {
    if (!isPresent(address, length)) return 3;
    return fs.readSync(descriptor, bytes, run[3 * place + 1], length, address) === length ? 2 : 3;
  } catch {
    return 3;
  }
}
function waitForMore(done) {
  for (let turn = 0; turn < 2000; turn++) if (Atomics.load(words, 0) !== done) return;
  Atomics.store(words, 1, 1);
  Atomics.wait(words, 0, done);
  Atomics.store(words, 1, 0);
}
Atomics.store(words, 4, 1);
for (let done = 0; Atomics.load(words, 2) === 0; ) {
  if (Atomics.load(words, 0) === done) {
    waitForMore(done);
    continue;
  }
  const place = done % state.length;
  if (Atomics.compareExchange(state, place, 0, 1) === 0) {
    Atomics.store(state, place, readOne(place));
    if (Atomics.load(words, 3) === 1) Atomics.notify(state, place);
  }
  done = (done + 1) | 0;
}
Atomics.store(words, 2, 2);
Atomics.notify(words, 2);
`;

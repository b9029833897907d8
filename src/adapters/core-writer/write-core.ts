import fs from 'node:fs';
import path from 'node:path';
import { u16At, UnreadableError } from '../../base/index.ts';
import { parseSmaps } from '../../formats/index.ts';
import { NewFile } from '../file/new-file.ts';
import { freezeProcess, type Frozen } from '../freeze/freeze-process.ts';
import { openProcess, type ProcessImage } from '../process/open-process.ts';
import { readStat } from '../process/proc-stat.ts';
import { readStatus } from '../process/proc-status.ts';
import { procText } from '../process/proc-text.ts';
import { type CoreLayout, layOutCore } from './core-header.ts';
import { coreNotes } from './core-note-bytes.ts';
import { type CorePlan, planCore } from './core-plan.ts';
import { copyRun, CopyToFile, CopyToMemory, type CopyTarget, pieceBytes } from './memory-copy.ts';
import { readThreadStates } from './thread-states.ts';

/** What is going to happen, told before the process is stopped. */
export interface CoreForecast {
  readonly pid: number;
  readonly copyBytes: number;
  /** By the speed of a small copy just made; 0 for one that is not stopped. */
  readonly pauseMs: number;
  /** Whether the copy goes to memory first, or to the file while the process stands. */
  readonly through: 'memory' | 'file';
}

export interface WriteCoreOptions {
  readonly force?: boolean;
  /** Do not stop the process: the core is torn. Default: it is stopped while its memory is copied. */
  readonly live?: boolean;
  /** Bytes that this process may take for the copy. Default: half of what is free. */
  readonly maxMemoryBytes?: number;
  readonly onForecast?: (forecast: CoreForecast) => void;
  /** Told when a process that was stopped goes on. */
  readonly onResumed?: (pid: number, pausedMs: number) => void;
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface WrittenCore {
  /** Length of the file; with its holes, which take no space on the disk. */
  readonly fileBytes: number;
  readonly copiedBytes: number;
  /** Resident bytes that are not in it: in swap, or gone before they were copied. */
  readonly missingBytes: number;
  readonly predictedPauseMs: number;
  readonly pausedMs: number;
}

/** The trial copy that the forecast rests on is at least so large, and so long: on a busy machine a moment says nothing. */
const trialBytes = 2 ** 26;
const trialMs = 150;
/** The disk is left with at least this much. */
const spareBytes = 2 ** 24;

/**
 * Writes a core of a running process. It is stopped only while what is resident is copied, by the watchdog's SIGSTOP;
 * nothing is written to it, and no page of it is faulted in.
 */
export async function writeCore(
  pid: number,
  filePath: string,
  options: WriteCoreOptions = {},
): Promise<WrittenCore> {
  const file = new NewFile(filePath, options.force ?? false);
  const image = openProcess(pid);
  let frozen: Frozen | undefined;
  try {
    const startedMs = performance.now();
    const expected = planOf(image);
    const planMs = performance.now() - startedMs;
    requireSpace(filePath, expected.copyBytes);
    const most = options.maxMemoryBytes ?? process.availableMemory() / 2;
    const through = expected.copyBytes * 1.1 <= most ? 'memory' : 'file';
    const target =
      through === 'memory' ? new CopyToMemory(file, expected.copyBytes * 1.05) : new CopyToFile(file);
    const trial = trialCopy(image, expected, target, file);
    const isStopped = options.live !== true;
    const predictedPauseMs = isStopped ? planMs + trial.msPerByte * expected.copyBytes + settleMs : 0;
    options.onForecast?.({ pid, copyBytes: expected.copyBytes, pauseMs: predictedPauseMs, through });
    options.signal?.throwIfAborted();
    if (isStopped) frozen = await freezeProcess(pid, () => target.touch());
    const copied = await copy(image, target, options.signal);
    frozen?.resume();
    if (frozen) options.onResumed?.(pid, frozen.pausedMs);
    await steps(target.finish(), options.signal);
    file.setSize(copied.layout.fileBytes);
    file.commit();
    const { fileBytes } = copied.layout;
    const { copyBytes, missingBytes } = copied.plan;
    const missing = missingBytes + copied.lostBytes;
    const pausedMs = frozen?.pausedMs ?? 0;
    return { fileBytes, copiedBytes: copyBytes, missingBytes: missing, predictedPauseMs, pausedMs };
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    frozen?.resume();
    image.close();
  }
}

/** Until every thread has stopped, and from the last byte to SIGCONT. */
const settleMs = 5;

interface Copied {
  readonly plan: CorePlan;
  readonly layout: CoreLayout;
  readonly lostBytes: number;
}

async function copy(
  image: ProcessImage,
  target: CopyTarget,
  signal: AbortSignal | undefined,
): Promise<Copied> {
  const { memory } = image;
  memory.refresh();
  const plan = planOf(image);
  const notes = notesOf(image);
  const layout = layOutCore(machineOf(image), notes, plan.segments, memory.pageBytes);
  target.put(layout.header, 0);
  let lostBytes = 0;
  for (const [index, { start, runs }] of plan.segments.entries()) {
    for (const run of runs) {
      const pieces = copyRun(memory, run, layout.offsets[index] + run.start - start, target);
      lostBytes += await steps(pieces, signal);
    }
  }
  if (image.ended) {
    throw new UnreadableError(
      'process-ended',
      `process ${image.pid} ended while it was copied: there is no core`,
    );
  }
  return { plan, layout, lostBytes };
}

/** How long a signal may wait to be heard. */
const deafMs = 20;

/** Goes through the pieces of a work and hears signals between them; the sum of what they yield. */
async function steps(pieces: Iterable<number | void>, signal: AbortSignal | undefined): Promise<number> {
  let sum = 0;
  let heardAtMs = performance.now();
  for (const piece of pieces) {
    sum += piece ?? 0;
    if (performance.now() - heardAtMs < deafMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    heardAtMs = performance.now();
  }
  signal?.throwIfAborted();
  return sum;
}

function planOf({ memory, pid }: ProcessImage): CorePlan {
  return planCore(memory, parseSmaps(procText(`/proc/${pid}/smaps`) ?? ''));
}

/** Copies a little the way that all will be copied, and takes the time. */
function trialCopy(
  { memory }: ProcessImage,
  plan: CorePlan,
  target: CopyTarget,
  file: NewFile,
): { readonly msPerByte: number } {
  const isToFile = target instanceof CopyToFile;
  const startedMs = performance.now();
  let bytes = 0;
  for (const { start, length } of trialPieces(plan)) {
    // Where the copy will go too: a place of its own could stay in the processor's cache.
    const into = target.take(length);
    memory.read(start, length, into);
    if (isToFile) file.write(into, bytes);
    bytes += length;
    if (bytes >= trialBytes && performance.now() - startedMs > trialMs) break;
  }
  target.rewind();
  if (isToFile) file.flush();
  const msPerByte = bytes > 0 ? (performance.now() - startedMs) / bytes : 0;
  // What was tried must not show through the holes of the core.
  if (isToFile) file.setSize(0);
  return { msPerByte };
}

/** Spread over all that will be copied: what lies in huge pages, or in a cache, copies faster than the rest. */
function* trialPieces({ segments }: CorePlan): Generator<TrialPiece> {
  const pieces: TrialPiece[] = [];
  for (const { runs } of segments)
    for (const { start, end } of runs)
      for (let at = start; at < end; at += pieceBytes)
        pieces.push({ start: at, length: Math.min(pieceBytes, end - at) });
  const step = Math.max(1, Math.floor(pieces.length / trialPlaces));
  for (let first = 0; first < step; first++)
    for (let index = first; index < pieces.length; index += step) yield pieces[index];
}

interface TrialPiece {
  readonly start: number;
  readonly length: number;
}

const trialPlaces = 16;

function requireSpace(filePath: string, bytes: number): void {
  const folder = path.dirname(path.resolve(filePath));
  let free: number;
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    free = bavail * bsize;
  } catch {
    // A folder that does not exist is told of when the file is opened.
    return;
  }
  if (free >= bytes + spareBytes) return;
  const megabytes = (count: number): string => `${Math.ceil(count / 2 ** 20)} MiB`;
  throw new UnreadableError(
    'no-space',
    `the core takes ${megabytes(bytes)} and ${folder} has ${megabytes(free)} left: write it to another disk`,
  );
}

function machineOf({ executable }: ProcessImage): number {
  const header = executable.read(0, 20);
  return header.length === 20 ? u16At(header, 18) : 0;
}

function notesOf(image: ProcessImage): Uint8Array {
  const { pid, memory } = image;
  const stat = readStat(`/proc/${pid}`);
  return coreNotes({
    machine: machineOf(image),
    pid,
    parent: stat?.parent ?? 0,
    name: stat?.name ?? '',
    commandLine: (procText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
    userId: readStatus(pid)?.userId ?? 0,
    threads: readThreadStates(pid),
    auxiliaryVector: Buffer.from(procText(`/proc/${pid}/auxv`) ?? '', 'latin1'),
    mappings: memory.regions,
    pageBytes: memory.pageBytes,
  });
}

/** The thread that GraphThread starts: opens the core for itself, makes the graph, posts its columns, ends. */
import { workerData } from 'node:worker_threads';
import { openCore } from '../../adapters/index.ts';
import { Diagnostics } from '../../base/index.ts';
import {
  columnsOf,
  findRuntime,
  type Memory,
  openFunctions,
  openTypes,
  readGoroutines,
  readSpans,
  solveProgram,
} from '../../image/index.ts';
import { type GraphJob, graphState, type MadeGraph } from './graph-job.ts';

const job = workerData as GraphJob;
const words = new Int32Array(job.state);

function make(): MadeGraph {
  const image = openCore(job.corePath, job.exe === undefined ? {} : { exe: job.exe });
  try {
    // What runtime, spans and goroutines lack the other thread says, which reads them too.
    const known = new Diagnostics();
    const memory = readingHere(image.memory);
    const runtime = findRuntime(image, known);
    const spans = readSpans(runtime, memory, known);
    const goroutines = readGoroutines(runtime, memory, image.threads, known);
    const types = openTypes(runtime, memory, known);
    const functions = openFunctions(runtime, memory);
    const diagnostics = new Diagnostics();
    const made = solveProgram({
      runtime,
      spans,
      types,
      memory,
      goroutines,
      functions,
      diagnostics,
      allowedBytes: Infinity,
    });
    return {
      graph: made?.kind === 'solved' ? made : undefined,
      spanCount: spans.count,
      bytesRead: image.memory.bytesRead,
      diagnostics: diagnostics.list(),
    };
  } finally {
    image.close();
  }
}

/** A third thread that reads ahead would take its time from the other two. */
function readingHere(memory: Memory): Memory {
  return {
    isStill: memory.isStill ?? false,
    get regions() {
      return memory.regions;
    },
    get bytesRead() {
      return memory.bytesRead;
    },
    read: (address, length, into) => {
      Atomics.add(words, 1, 1);
      return memory.read(address, length, into);
    },
    refresh: () => memory.refresh(),
  };
}

if (Atomics.compareExchange(words, 0, graphState.waiting, graphState.begun) === graphState.waiting) {
  let answer: MadeGraph = { graph: undefined, spanCount: 0, bytesRead: 0, diagnostics: [] };
  try {
    answer = make();
  } catch {
    // The other thread makes it and meets the same.
  }
  job.port.postMessage(answer, answer.graph ? (columnsOf(answer.graph) as ArrayBuffer[]) : []);
  Atomics.store(words, 0, graphState.done);
  Atomics.notify(words, 0);
}
job.port.close();

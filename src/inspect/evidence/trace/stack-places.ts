import type { CodePlace } from '../../../findings/index.ts';
import type { TraceFrame, TraceTables } from '../../../formats/index.ts';
import { isStandard } from '../../../image/index.ts';

/** Deeper stacks lose their outermost calls (runtime/trace.go, traceStackSize; tracev2.MaxFramesPerStack). */
const mostFrames = 128;

export const noPlace: CodePlace = { function: '', at: '' };

/** Frames below which a program's code answers one request: net/http (1 and 2), x/net/http2, gRPC. */
const handlerFrame =
  /^(?:net\/http\.serverHandler\.ServeHTTP|golang\.org\/x\/net\/http2\.\(\*serverConn\)\.runHandler|google\.golang\.org\/grpc\.\(\*Server\)\.(?:handleStream|processUnaryRPC|processStreamingRPC))$/;

/** What is asked of a stack again and again. */
export interface StackFacts {
  /** The innermost call of the program or its dependencies; of the standard library alone the outermost. */
  readonly place: CodePlace;
  readonly leaf: CodePlace;
  readonly root: CodePlace;
  /** The program's function that a server called to answer a request; '' where none is on the stack. */
  readonly handler: string;
  /** Whether the outermost calls may be missing. */
  readonly isCut: boolean;
  /** Name of the runtime's function by which the program asked for a collection; '' where it did not. */
  readonly request: '' | 'runtime.GC' | 'debug.FreeOSMemory';
}

export const noStack: StackFacts = factsOf([]);

/** Facts of the stacks of one generation, each worked out once. */
export class StackPlaces {
  readonly #tables: TraceTables;
  readonly #known = new Map<number, StackFacts>();

  constructor(tables: TraceTables) {
    this.#tables = tables;
  }

  of(stack: number): StackFacts {
    let facts = this.#known.get(stack);
    if (!facts) this.#known.set(stack, (facts = factsOf(this.#tables.stack(stack))));
    return facts;
  }
}

function factsOf(frames: readonly TraceFrame[]): StackFacts {
  const names = frames.map(({ functionName }) => functionName);
  const own = frames.find(({ functionName }) => functionName !== '' && !isStandard(functionName, ''));
  const outer = frames.findLast(({ functionName }) => !functionName.startsWith('runtime.'));
  return {
    place: placeOf(own ?? outer),
    leaf: placeOf(frames[0]),
    root: placeOf(frames.at(-1)),
    handler: handlerOf(names),
    isCut: frames.length === 0 || frames.length >= mostFrames,
    request: requestOf(names),
  };
}

function placeOf(frame: TraceFrame | undefined): CodePlace {
  if (!frame) return noPlace;
  const { functionName, file, line } = frame;
  return { function: functionName, at: file === '' ? '' : `${file}:${line}` };
}

/** Between the server's frame and what it calls stand routers and adapters; the first that is not the standard library's is named. */
function handlerOf(names: readonly string[]): string {
  const index = names.findLastIndex((name) => handlerFrame.test(name));
  if (index < 0) return '';
  const own = names.slice(0, index).findLast((name) => !isStandard(name, ''));
  return own ?? names[index];
}

function requestOf(names: readonly string[]): StackFacts['request'] {
  if (!names.includes('runtime.GC')) return '';
  return names.some((name) => /^runtime\/debug\.[fF]reeOSMemory$/.test(name))
    ? 'debug.FreeOSMemory'
    : 'runtime.GC';
}

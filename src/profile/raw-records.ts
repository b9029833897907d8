import { noIndex, type ProfileColumns, type Texts } from '../formats/index.ts';
import { scaleHeapSample } from './heap-sample.ts';
import type { SourceLine } from './stack-view.ts';

/** A record of runtime.MemProfile, as `heap?debug=1` prints it: not scaled, with the frames of the runtime. */
export interface RawHeapRecord {
  readonly allocObjects: number;
  readonly allocBytes: number;
  readonly inuseObjects: number;
  readonly inuseBytes: number;
  /** Innermost first. */
  readonly stack: readonly SourceLine[];
}

/**
 * The heap profile that a protobuf would be if it kept the frames of the runtime: what its allocations are for is known by them.
 * `rate` is runtime.MemProfileRate in bytes; the text of debug=1 prints twice as much.
 */
export function profileOfRecords(records: readonly RawHeapRecord[], rate: number): ProfileColumns {
  const texts = ['', 'bytes'];
  const textIndex = new Map(texts.map((text, index) => [text, index]));
  const indexOf = (text: string): number => {
    let index = textIndex.get(text);
    if (index === undefined) {
      index = texts.push(text) - 1;
      textIndex.set(text, index);
    }
    return index;
  };
  const places: SourceLine[] = [];
  const placeIndex = new Map<string, number>();
  const placeOf = (place: SourceLine): number => {
    const key = `${place.functionName}\n${place.file}\n${place.line}`;
    let index = placeIndex.get(key);
    if (index === undefined) {
      index = places.push(place) - 1;
      placeIndex.set(key, index);
    }
    return index;
  };
  const stackStarts = new Uint32Array(records.length + 1);
  const stack: number[] = [];
  const values = new Float64Array(records.length * 4);
  records.forEach((record, at) => {
    for (const place of record.stack) stack.push(placeOf(place));
    stackStarts[at + 1] = stack.length;
    const alloc = scaleHeapSample(record.allocObjects, record.allocBytes, rate);
    const inuse = scaleHeapSample(record.inuseObjects, record.inuseBytes, rate);
    values.set([alloc.objects, alloc.bytes, inuse.objects, inuse.bytes], at * 4);
  });
  const count = records.length;
  return {
    ...heapHead(rate),
    samples: {
      count,
      width: 4,
      values,
      stackStarts,
      stackLocations: Uint32Array.from(stack),
      labelStarts: Uint32Array.from({ length: count + 1 }, (_, at) => at),
      labels: {
        keys: new Uint32Array(count).fill(1),
        texts: new Uint32Array(count),
        numbers: Float64Array.from(records, ({ allocBytes, allocObjects }) =>
          allocObjects > 0 ? Math.trunc(allocBytes / allocObjects) : 0,
        ),
        units: new Uint32Array(count),
      },
    },
    ...codeOf(places, indexOf),
    texts: textsOf(texts),
  };
}

/** A location and a function for each line. */
function codeOf(
  places: readonly SourceLine[],
  indexOf: (text: string) => number,
): Pick<ProfileColumns, 'locations' | 'functions'> {
  const count = places.length;
  const names = Uint32Array.from(places, ({ functionName }) => indexOf(functionName));
  return {
    locations: {
      count,
      addresses: new BigUint64Array(count),
      mappings: new Uint32Array(count).fill(noIndex),
      isFolded: new Uint8Array(count),
      lineStarts: Uint32Array.from({ length: count + 1 }, (_, at) => at),
      lineFunctions: Uint32Array.from(places, (_, at) => at),
      lineNumbers: Float64Array.from(places, ({ line }) => line),
      lineColumns: new Float64Array(count),
    },
    functions: {
      count,
      names,
      systemNames: names,
      fileNames: Uint32Array.from(places, ({ file }) => indexOf(file)),
      startLines: new Float64Array(count),
    },
  };
}

function heapHead(rate: number): Omit<ProfileColumns, 'samples' | 'locations' | 'functions' | 'texts'> {
  return {
    sampleTypes: [
      { type: 'alloc_objects', unit: 'count' },
      { type: 'alloc_space', unit: 'bytes' },
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    defaultSampleType: '',
    periodType: { type: 'space', unit: 'bytes' },
    period: rate,
    timeNanos: 0n,
    durationNanos: 0n,
    comments: [],
    dropFrames: '',
    keepFrames: '',
    docUrl: '',
    mappings: [],
  };
}

function textsOf(texts: readonly string[]): Texts {
  return {
    get count() {
      return texts.length;
    },
    text: (index) => texts[index] ?? '',
  };
}

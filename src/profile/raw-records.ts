import type { ProfileColumns } from '../formats/index.ts';
import { scaleHeapSample } from './heap-sample.ts';
import { stackColumns } from './stack-columns.ts';
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
  const { stackStarts, stackLocations, ...code } = stackColumns(
    records.map(({ stack }) => stack),
    ['bytes'],
  );
  const values = new Float64Array(records.length * 4);
  records.forEach((record, at) => {
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
      stackLocations,
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
    ...code,
  };
}

/** Goroutines that stand at one stack. */
export interface GoroutineStack {
  readonly count: number;
  /** Innermost first. */
  readonly stack: readonly SourceLine[];
}

/** The goroutine profile that a protobuf would be, of what a text says. */
export function profileOfGoroutines(goroutines: readonly GoroutineStack[]): ProfileColumns {
  const { stackStarts, stackLocations, ...code } = stackColumns(goroutines.map(({ stack }) => stack));
  const count = goroutines.length;
  const type = { type: 'goroutine', unit: 'count' };
  const none = new Uint32Array(0);
  return {
    ...emptyHead,
    sampleTypes: [type],
    periodType: type,
    period: 1,
    samples: {
      count,
      width: 1,
      values: Float64Array.from(goroutines, (each) => each.count),
      stackStarts,
      stackLocations,
      labelStarts: new Uint32Array(count + 1),
      labels: { keys: none, texts: none, numbers: new Float64Array(0), units: none },
    },
    ...code,
  };
}

function heapHead(rate: number): Omit<ProfileColumns, 'samples' | 'locations' | 'functions' | 'texts'> {
  return {
    ...emptyHead,
    sampleTypes: [
      { type: 'alloc_objects', unit: 'count' },
      { type: 'alloc_space', unit: 'bytes' },
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    periodType: { type: 'space', unit: 'bytes' },
    period: rate,
  };
}

/** A text names no program, and not when it was written. */
const emptyHead = {
  defaultSampleType: '',
  timeNanos: 0n,
  durationNanos: 0n,
  comments: [],
  dropFrames: '',
  keepFrames: '',
  docUrl: '',
  mappings: [],
};

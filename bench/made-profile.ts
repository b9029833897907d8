/* A heap profile of any size for the benchmarks, shaped like that of a large service: many stacks of some dozens of frames. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { encodeColumns, noIndex, type ProfileColumns, type Texts } from '../src/formats/index.ts';
import { seededRandom } from '../src/formats/testdata/damage.ts';

const packageCount = 400;
const functionCount = 12_000;
const locationCount = 40_000;
const sizes = [16, 32, 48, 64, 96, 128, 208, 512, 1024, 2048, 8192, 18_432, 65_536, 1_253_376];

/** Writes a profile of so many samples; the same in every run. */
export async function writeProfile(path: string, sampleCount: number): Promise<void> {
  await pipeline(
    Readable.from(encodeColumns(madeProfile(sampleCount))),
    createGzip(),
    createWriteStream(path),
  );
}

function madeProfile(sampleCount: number): ProfileColumns {
  const random = seededRandom(sampleCount);
  const below = (limit: number): number => Math.floor(random() * limit);
  const texts = [
    '',
    'bytes',
    'alloc_objects',
    'count',
    'alloc_space',
    'inuse_objects',
    'inuse_space',
    'space',
  ];
  const firstName = texts.length;
  for (let index = 0; index < functionCount; index++) {
    const name = `example.com/service/internal/part${index % packageCount}`;
    texts.push(`${name}.(*Handler${index % 97}).serve${index}`, `/src/${name}/file${index % 11}.go`);
  }
  const lines = Array.from({ length: locationCount }, () => below(functionCount));
  const stacks: number[] = [];
  const stackStarts = new Uint32Array(sampleCount + 1);
  const values = new Float64Array(sampleCount * 4);
  const numbers = new Float64Array(sampleCount);
  for (let sample = 0; sample < sampleCount; sample++) {
    // Callers near the root are shared by many stacks: a walk in a tree.
    const depth = 12 + below(30);
    let at = below(locationCount);
    for (let frame = 0; frame < depth; frame++) {
      stacks.push(at);
      at = frame > 6 ? (at * 7 + 13) % (8 + (depth - frame) * 40) : (at * 31 + below(50)) % locationCount;
    }
    stackStarts[sample + 1] = stacks.length;
    const size = sizes[below(sizes.length)];
    const allocObjects = 1 + below(100_000);
    const inuseObjects = below(3) === 0 ? below(allocObjects) : 0;
    values.set([allocObjects, allocObjects * size, inuseObjects, inuseObjects * size], sample * 4);
    numbers[sample] = size;
  }
  return {
    ...head(),
    ...madeCode(lines, firstName, below),
    texts: textsOf(texts),
    samples: {
      count: sampleCount,
      width: 4,
      values,
      stackStarts,
      stackLocations: Uint32Array.from(stacks),
      labelStarts: Uint32Array.from({ length: sampleCount + 1 }, (_, index) => index),
      labels: {
        keys: new Uint32Array(sampleCount).fill(1),
        texts: new Uint32Array(sampleCount),
        numbers,
        units: new Uint32Array(sampleCount),
      },
    },
  };
}

function madeCode(
  lines: readonly number[],
  firstName: number,
  below: (limit: number) => number,
): Pick<ProfileColumns, 'locations' | 'functions'> {
  return {
    locations: {
      count: locationCount,
      addresses: BigUint64Array.from({ length: locationCount }, (_, index) => BigInt(0x40_0000 + index * 32)),
      mappings: new Uint32Array(locationCount),
      isFolded: new Uint8Array(locationCount),
      lineStarts: Uint32Array.from({ length: locationCount + 1 }, (_, index) => index),
      lineFunctions: Uint32Array.from(lines),
      lineNumbers: Float64Array.from(lines, () => 1 + below(2000)),
      lineColumns: new Float64Array(locationCount),
    },
    functions: {
      count: functionCount,
      names: Uint32Array.from({ length: functionCount }, (_, index) => firstName + 2 * index),
      systemNames: Uint32Array.from({ length: functionCount }, (_, index) => firstName + 2 * index),
      fileNames: Uint32Array.from({ length: functionCount }, (_, index) => firstName + 2 * index + 1),
      startLines: new Float64Array(functionCount).fill(1),
    },
  };
}

function head(): Omit<ProfileColumns, 'samples' | 'locations' | 'functions' | 'texts'> {
  const types = [
    ['alloc_objects', 'count'],
    ['alloc_space', 'bytes'],
    ['inuse_objects', 'count'],
    ['inuse_space', 'bytes'],
  ];
  return {
    sampleTypes: types.map(([type, unit]) => ({ type, unit })),
    defaultSampleType: 'inuse_space',
    periodType: { type: 'space', unit: 'bytes' },
    period: 524_288,
    timeNanos: 1_795_000_000_000_000_000n,
    durationNanos: 0n,
    comments: [],
    dropFrames: '',
    keepFrames: '',
    docUrl: '',
    mappings: [
      {
        start: 0x40_0000n,
        limit: 0x140_0000n,
        offset: 0n,
        fileName: '/srv/service',
        buildId: '',
        hasFunctions: true,
        hasFileNames: true,
        hasLineNumbers: true,
        hasInlineFrames: true,
      },
    ],
  };
}

function textsOf(texts: readonly string[]): Texts {
  return { count: texts.length, text: (index) => (index === noIndex ? '' : (texts[index] ?? '')) };
}

/* A workload that is replayed against the same one in real maps: fixtures/truth/workload. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildFixture, toolchainVersion } from '../../test/truth/toolchain.ts';
import { mapTypeOf, parseGoLine } from '../predict/index.ts';
import { readWorkload, replayWorkload } from './index.ts';

const text = 'insert 100k\nreplace 300k oldest\ndelete 99k oldest\nrebuild';
/** Operations done after each of the steps. */
const stepEnds = [100_000, 700_000, 799_000, 800_000];

interface Answer {
  readonly Key: string;
  readonly Bytes: readonly number[];
}

describe('real maps take at each step what the replay says', () => {
  test.for(['local', 'go1.24.12', 'go1.23.12'])('%s', (toolchain, { skip }) => {
    const version = toolchainVersion({ toolchain });
    if (version === undefined) {
      skip(`${toolchain} cannot be downloaded`);
      return;
    }
    const line = parseGoLine(version.split('-')[0]);
    const printed = execFileSync(buildFixture({ toolchain }, 'plain', 'workload'), { encoding: 'utf8' });
    const answers = JSON.parse(printed) as Answer[];
    expect(answers.map(({ Key }) => Key)).toEqual(['int', 'uint32', 'float64']);
    for (const { Key, Bytes } of answers) {
      const shape = mapTypeOf(`map[${Key}][64]byte`, { line });
      const { points } = replayWorkload(readWorkload(text), shape, line);
      for (const [place, operations] of stepEnds.entries()) {
        const ours = points.findLast((point) => point.operations === operations)?.bytes ?? 0;
        // Their seeds differ, and the heap has a few kilobytes of other things.
        const tolerance = 0.015 * Bytes[place] + 8192;
        expect(Math.abs(ours - Bytes[place]), `${Key} after step ${place + 1}`).toBeLessThan(tolerance);
      }
    }
  });
});

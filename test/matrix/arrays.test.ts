/* Slices and strings that keep more than they use, on every Go line. */
import { describe, test } from 'vitest';
import { inspect } from '../../src/inspect/index.ts';
import { type ArrayFacts, arrayProblems } from '../../src/inspect/testdata/array-waste.ts';
import { GoService } from '../../src/inspect/testdata/go-service.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { arrayLines } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

describe('slices and strings that keep more than they use', () => {
  test.for(arrayLines)('of $toolchain $experiment', async (line, { skip }) => {
    const subject = { group: 'Slices and strings that keep more than they use', subject: lineName(line) };
    if (toolchainVersion(line) === undefined)
      return leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const toolchain = line.toolchain === 'local' ? undefined : line.toolchain;
      const environment = line.experiment === undefined ? {} : { GOEXPERIMENT: line.experiment };
      const service = await GoService.start('arrays', toolchain, environment);
      try {
        using inspection = await inspect(service.pid);
        const problems = arrayProblems(inspection, JSON.parse(service.firstLine) as ArrayFacts);
        if (problems.length > 0) throw new Error(problems.join('; '));
        return `slack, a pinned array, a queue and texts within 1%; ${inspection.heap?.reachableObjects} objects typed and held`;
      } finally {
        service.stop();
      }
    });
  });
});

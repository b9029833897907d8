/* The claims of the lab that no machine and no luck decides, on every line of Go, through the command line. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../truth/build-go.ts';
import { type GoLine, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { labLines } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

type Kind = 'classic' | 'classic 1.21' | 'swiss';

/**
 * Which claims are true of which maps: as was measured by other programs before the lab was written, and as the runtime's
 * source says.
 */
const truths: Readonly<Record<string, readonly Kind[]>> = {
  '002-values-128': ['classic'],
  '002-hinted-128': ['classic', 'classic 1.21'],
  '002-load-factor': ['classic'],
  '002-b-for-a-million': ['classic', 'classic 1.21'],
  '003-hint-b': [],
  '003-skewed-keys': [],
  '003-iteration-grows': ['swiss'],
  'own-overwrite-eight': ['classic', 'classic 1.21'],
  'own-int-sets': ['classic', 'classic 1.21'],
  'own-churn': ['classic', 'classic 1.21'],
  'own-sync-map-shrinks': [],
  '001-header-160': [],
  '004-variable-24': [],
  '001-delete-keeps': ['classic', 'classic 1.21', 'swiss'],
  '000-inline-limit': ['classic', 'classic 1.21', 'swiss'],
};

function kindOf({ toolchain, experiment }: GoLine): Kind {
  const minor = Number(toolchain.split('.')[1]);
  if (minor >= 24 && experiment !== 'noswissmap') return 'swiss';
  return minor === 21 ? 'classic 1.21' : 'classic';
}

interface Answer {
  readonly claims: { readonly id: string; readonly verdict: string }[];
}

describe('the lab', () => {
  test.for(labLines)('on $toolchain $experiment', async (line, { skip }) => {
    const subject = { group: 'Lab: claims of the articles', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const wanted = Object.entries(truths).map(([id, kinds]) => {
        // sync.Map is a trie from Go 1.24 on, in builds with classic maps too.
        const trie = id === 'own-sync-map-shrinks' && Number(line.toolchain.split('.')[1]) >= 24;
        return [id, trie || kinds.includes(kindOf(line)) ? 'true' : 'false'];
      });
      const go = lineName(line).replace(/^go/, '');
      const node = join(projectRoot, 'node_modules', '.bin', 'node');
      const words = ['src/cli/main.ts', 'lab', ...Object.keys(truths), '--go', go, '--json'];
      const { stdout } = await promisify(execFile)(node, words, { cwd: projectRoot, maxBuffer: 2 ** 26 });
      const { claims } = JSON.parse(stdout) as Answer;
      expect(Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]))).toEqual(
        Object.fromEntries(wanted),
      );
      return `${claims.length} claims as they should be`;
    });
  });
});

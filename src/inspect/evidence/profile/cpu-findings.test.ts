/* Findings of CPU profiles, of a program that does one thing all the time. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildGoProgram } from '../../../../test/truth/build-go.ts';
import type { Finding } from '../../../findings/index.ts';
import { readEvidence } from '../read-evidence.ts';

const source = path.join(import.meta.dirname, '../../../formats/testdata/working');
const sourceLines = fs.readFileSync(path.join(source, 'main.go'), 'utf8').split('\n');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-working-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function lineMarked(mark: string): number {
  return sourceLines.findIndex((line) => line.endsWith(mark)) + 1;
}

async function findingsOf(toolchain: string, mode: string): Promise<readonly Finding[]> {
  const binary = buildGoProgram({ source, toolchain, environment: { CGO_ENABLED: '0' } });
  const file = path.join(folder, `${toolchain}-${mode}.pb.gz`);
  execFileSync(binary, [mode, file], { stdio: 'ignore', timeout: 60_000 });
  const report = await readEvidence(file);
  if (report === undefined) throw new Error(`${file} was not recognised`);
  for (const { detail } of report.wordingIn('zh').findings) expect(detail).toMatch(/\p{Script=Han}/u);
  return report.wordingIn('en').findings;
}

const works = [
  { mode: 'grow', id: 'map-growth-cpu', mark: '// grows' },
  { mode: 'collect', id: 'gc-thrash', mark: '// collects' },
  { mode: 'allocate', id: 'alloc-cpu', mark: '// allocates' },
];
const cases = [
  ...works.map((work) => ({ toolchain: 'local', ...work })),
  // Classic maps, and the older frames of the collector.
  ...works.slice(0, 2).map((work) => ({ toolchain: 'go1.23.12', ...work })),
];

test.each(cases)('$toolchain, $mode: $id at its line', async ({ toolchain, mode, id, mark }) => {
  const findings = await findingsOf(toolchain, mode);
  const finding = findings.find((each) => each.id === id);
  expect(finding?.where).toBe(`main.${mode} main.go:${lineMarked(mark)}`);
  expect(Number(finding?.evidence['lowShare'])).toBeGreaterThan(Number(finding?.evidence['threshold']));
  expect(finding?.evidence['sampleCount']).toBeGreaterThan(10);
  if (id !== 'map-growth-cpu') expect(findings.map((each) => each.id)).not.toContain('map-growth-cpu');
});

test.each([
  { toolchain: 'local', mode: 'sized' },
  { toolchain: 'local', mode: 'spin' },
  { toolchain: 'go1.23.12', mode: 'sized' },
])('$toolchain, $mode: no finding', async ({ toolchain, mode }) => {
  expect(await findingsOf(toolchain, mode)).toEqual([]);
});

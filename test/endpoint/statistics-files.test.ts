import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startStatisticsServer,
  statisticsServer,
} from '../../src/formats/memstats/testdata/statistics-server.ts';
import { type EvidenceReport, readEvidence } from '../../src/inspect/index.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-statistics-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const paths = ['/debug/vars', '/debug/pprof/heap?debug=1', '/metrics', '/metrics-all', '/runtime-metrics'];
let texts: readonly string[] | undefined;

beforeAll(async () => {
  const binary = statisticsServer('new');
  if (binary === undefined) return;
  await using server = await startStatisticsServer(binary, ['-hold=idle', '-mebibytes=80']);
  texts = await Promise.all(paths.map(async (each) => await (await fetch(server.origin + each)).text()));
});

async function reportOf(content: string | Uint8Array): Promise<EvidenceReport | undefined> {
  const file = path.join(folder, 'evidence');
  fs.writeFileSync(file, content);
  return await readEvidence(file);
}

describe('MemStats in a file', () => {
  test.for(paths)('%s gives ledger and findings', async (each, { skip }) => {
    const text = texts?.[paths.indexOf(each)];
    if (text === undefined) return skip('Go or client_golang cannot be downloaded');
    for (const content of [text, gzipSync(text)]) {
      const report = await reportOf(content);
      expect(report?.target.kind).toBe(each.includes('heap') ? 'profile' : 'metrics');
      expect(report?.diagnostics).toEqual([]);
      const { ledger, findings, headline } = report?.wordingIn('en') ?? {};
      // 80 MiB are idle; RSS is known to some.
      expect(ledger?.totalBytes).toBeGreaterThan(82 * 2 ** 20);
      expect(ledger?.totalBytes).toBeLessThan(120 * 2 ** 20);
      expect(ledger?.unexplainedBytes).toBe(0);
      expect(findings?.map(({ id }) => id)).toContain('heap-idle');
      expect(headline).toMatch(/^The Go heap: idle heap pages .*Go holds \d+/);
      expect(report?.wordingIn('zh').headline).toMatch(/Go 持有 \d+/);
    }
  });

  test('all sources tell the same account, within what moves between them', async ({ skip }) => {
    if (!texts) return skip('Go or client_golang cannot be downloaded');
    const held: number[] = [];
    for (const text of texts) {
      const facts = (await reportOf(text))?.facts['memoryStatistics'] as Record<string, number>;
      held.push(facts['sysBytes'] - facts['heapReleasedBytes']);
    }
    expect(Math.max(...held) - Math.min(...held)).toBeLessThan(4 * 2 ** 20);
  });

  test('GOMEMLIMIT is missing where it is told that there is none', async ({ skip }) => {
    if (!texts) return skip('Go or client_golang cannot be downloaded');
    const idsOf = async (each: string): Promise<string[] | undefined> =>
      (await reportOf(texts?.[paths.indexOf(each)] ?? ''))?.wordingIn('en').findings.map(({ id }) => id);
    expect(await idsOf('/metrics-all')).toContain('gomemlimit-missing');
    expect(await idsOf('/runtime-metrics')).toContain('gomemlimit-missing');
    // This version of client_golang does not tell it unasked.
    expect(await idsOf('/metrics')).not.toContain('gomemlimit-missing');
  });

  test('cut or damaged, it is an account, or one clear error', async ({ skip }) => {
    if (!texts) return skip('Go or client_golang cannot be downloaded');
    for (const text of texts)
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length),
          fc.nat(text.length),
          fc.string({ maxLength: 5 }),
          async (cut, at, junk) => {
            const damaged = (text.slice(0, at) + junk + text.slice(at + junk.length)).slice(0, cut);
            const report = await reportOf(damaged).catch((error: unknown) => {
              expect(error).toMatchObject({ name: 'UnreadableError' });
            });
            const ledger = report?.wordingIn('en').ledger;
            if (ledger) expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(0);
          },
        ),
        { numRuns: 25 },
      );
  });
});

test('what is no such text is left to others; metrics of another program are refused in one line', async () => {
  for (const other of ['', '\u007fELF']) expect(await reportOf(other)).toBeUndefined();
  for (const other of ['hello everybody', '{"a": "nothing"}', '<html><body>'])
    await expect(reportOf(other)).rejects.toThrow(/is text in which no Go program speaks/);
  const mysql = '# HELP mysql_up x\n# TYPE mysql_up gauge\nmysql_up 1\n';
  await expect(reportOf(mysql)).rejects.toThrow(/nothing that can be told of one Go program's memory$/);
  const two = ['a', 'b'].map((pod) => `go_memstats_sys_bytes{pod="${pod}"} 1`).join('\n');
  await expect(reportOf(`# TYPE go_memstats_sys_bytes gauge\n${two}\n`)).rejects.toThrow(/2 processes/);
});

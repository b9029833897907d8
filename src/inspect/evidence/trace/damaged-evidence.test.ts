/* Reports of traces that were cut or changed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreadableError } from '../../../base/index.ts';
import { randomFrom } from '../../../image/index.ts';
import { olderTrace, tracedService } from '../../testdata/traced-service.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { readEvidence } from '../read-evidence.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-trace-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** With one to eight bits behind the header changed. */
function flipped(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let count = 1 + Math.floor(random() * 8); count > 0; count--)
    copy[16 + Math.floor(random() * (bytes.length - 16))] ^= 1 << Math.floor(random() * 8);
  return copy;
}

async function reportOf(bytes: Uint8Array): Promise<EvidenceReport | undefined> {
  const file = path.join(folder, 'trace.out');
  fs.writeFileSync(file, bytes);
  return await readEvidence(file);
}

/** The report in both languages and as JSON, or the code of the one word that it is refused with. */
async function told(bytes: Uint8Array): Promise<string> {
  try {
    const report = await reportOf(bytes);
    if (!report) return '';
    for (const language of ['en', 'zh'] as const) {
      const { headline, tables, findings } = report.wordingIn(language);
      expect(headline).not.toContain('NaN');
      JSON.stringify([tables, findings, report.facts]);
    }
    return report.diagnostics.map(({ code }) => code).join(' ');
  } catch (error) {
    if (error instanceof UnreadableError) return error.code;
    throw error;
  }
}

describe('a trace with its allocations', () => {
  let bytes: Uint8Array;
  beforeAll(() => {
    const { file } = tracedService({ environment: { GODEBUG: 'traceallocfree=1' }, rounds: 3 });
    bytes = Uint8Array.from(fs.readFileSync(file));
  });

  test('that is whole has nothing to say', async () => {
    expect(await told(bytes)).toBe('');
  });

  test('that lacks its last byte lacks its only generation, and is refused in a word', async () => {
    expect(await told(bytes.slice(0, -1))).toBe('trace-empty');
    await expect(reportOf(bytes.slice(0, -1))).rejects.toThrow('only whole ones are told');
  });

  test('whose bits are changed is told as far as it goes, or refused', async () => {
    const random = randomFrom(17);
    const codes = new Set<string>();
    for (let index = 0; index < 48; index++) codes.add(await told(flipped(bytes, random)));
    // Some damage hits the frame, some a batch, some only a number.
    expect(codes.size).toBeGreaterThan(2);
  });
});

test.each(['go1.18', 'go1.21'] as const)(
  'a trace of %s whose bits are changed is told or refused',
  async (name) => {
    const bytes = Uint8Array.from(gunzipSync(fs.readFileSync(olderTrace(name))));
    const random = randomFrom(19);
    for (let index = 0; index < 12; index++) await told(flipped(bytes, random));
    expect(await told(bytes.slice(0, 20_000))).toBe('trace-empty');
  },
);

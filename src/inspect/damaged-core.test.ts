import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rounds } from '../../test/truth/rounds.ts';
import { UnreadableError } from '../base/index.ts';
import type { LedgerLine } from '../findings/index.ts';
import { randomFrom } from '../image/index.ts';
import { inspect, recordCore } from './index.ts';
import { GoService } from './testdata/go-service.ts';

let folder: string;
let exe: string;
let whole: Buffer;
const fileOf = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-damaged-'));
  const service = await GoService.start('damaged', undefined);
  try {
    exe = fileOf('service');
    fs.copyFileSync(`/proc/${service.pid}/exe`, exe);
    await recordCore(service.pid, { output: fileOf('core') });
  } finally {
    service.stop();
  }
  whole = fs.readFileSync(fileOf('core'));
}, 120_000);
afterAll(() => fs.rmSync(folder, { recursive: true }));

function hasNoNegative(line: LedgerLine): boolean {
  return line.bytes >= 0 && (line.lines ?? []).every(hasNoNegative);
}

async function look(bytes: Uint8Array): Promise<'told' | 'refused'> {
  fs.writeFileSync(fileOf('damaged'), bytes);
  try {
    using inspection = await inspect(fileOf('damaged'), { exe });
    const { ledger } = inspection;
    expect(ledger.lines.every(hasNoNegative)).toBe(true);
    expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(0);
    const sum = ledger.lines.reduce((all, line) => all + line.bytes, 0);
    expect(sum + ledger.unexplainedBytes).toBe(ledger.totalBytes);
    expect([...inspection.maps()].length).toBeLessThanOrEqual(inspection.mapCount);
    return 'told';
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableError);
    expect(String(error)).not.toContain('\n');
    return 'refused';
  }
}

test('a core with flipped bits gives what is true, or one line, and its ledger adds up', async () => {
  expect(await look(whole)).toBe('told');
  const random = randomFrom(31);
  const outcomes = new Map<string, number>();
  for (let round = 0; round < rounds(10, 100); round++) {
    const bytes = Buffer.from(whole);
    // A word in a hundred of some pages: pointers, lengths, types, bits.
    for (let page = 0; page < 200; page++) {
      const at = Math.floor(random() * (bytes.length / 4096)) * 4096;
      for (let flip = 0; flip < 5; flip++)
        bytes[Math.min(bytes.length - 1, at + Math.floor(random() * 4096))] ^= 1 << Math.floor(random() * 8);
    }
    const outcome = await look(bytes);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect(outcomes.get('told') ?? 0).toBeGreaterThan(rounds(1, 16));
}, 240_000);

test('a core that ends too early does, too', async () => {
  for (let cut = 1; cut < 10; cut++) await look(whole.subarray(0, Math.floor((whole.length * cut) / 10)));
  for (const length of [0, 16, 64, 200, 4096]) await look(whole.subarray(0, length));
}, 120_000);

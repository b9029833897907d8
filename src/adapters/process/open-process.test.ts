import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import type { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { u64At } from '../../base/index.ts';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { openProcess } from './open-process.ts';
import { readStatus } from './proc-status.ts';

interface Holes {
  readonly untouched: number;
  readonly sparse: number;
  readonly forbidden: number;
  readonly gone: number;
  readonly mapped: number;
  readonly guarded: number;
  readonly hasGuard: boolean;
  readonly ticks: number;
}

const page = 4096;
let binary: string;
let program: Program<Holes>;

beforeAll(async () => {
  binary = buildProgram('holes');
  program = await startProgram<Holes>(binary);
}, 120_000);
afterAll(() => program.end());

describe('a live process', () => {
  test('reading pages that were never touched gives zeros and grows neither RSS nor page tables', () => {
    const image = openProcess(program.pid);
    const before = readStatus(program.pid);
    const buffer = new Uint8Array(1 << 20);
    let nonZero = 0;
    for (let offset = 0; offset < 256 << 20; offset += buffer.length) {
      const bytes = image.memory.read(program.facts.untouched + offset, buffer.length, buffer);
      expect(bytes?.length).toBe(buffer.length);
      for (const byte of buffer) nonZero |= byte;
    }
    for (let offset = 0; offset < 256 << 20; offset += 1 << 18) {
      expect(image.memory.read(program.facts.untouched + offset + 100, 8)).toEqual(new Uint8Array(8));
    }
    const after = readStatus(program.pid);
    image.close();
    expect(nonZero).toBe(0);
    // Faulting the pages in would take 256 MiB, or 512 KiB of page tables with the shared zero page.
    expect((after?.rssBytes ?? 0) - (before?.rssBytes ?? 0)).toBeLessThan(8 << 20);
    expect((after?.pageTableBytes ?? 0) - (before?.pageTableBytes ?? 0)).toBeLessThan(128 << 10);
  });

  test('present and absent pages in one read each give what the program wrote', () => {
    const image = openProcess(program.pid);
    const bytes = image.memory.read(program.facts.sparse + 100, 3000 * page - 100);
    expect(bytes).toBeDefined();
    for (let at = 100; at < 3000 * page; at += 509) {
      const number = Math.floor(at / page);
      expect(bytes?.[at - 100]).toBe(number % 3 === 0 ? (number % 251) + 1 : 0);
    }
    for (let number = 0; number < 64; number++) {
      const small = image.memory.read(program.facts.sparse + number * page, 16);
      expect(small?.[15]).toBe(number % 3 === 0 ? (number % 251) + 1 : 0);
    }
    image.close();
  });

  test('PROT_NONE, unmapped and out-of-range addresses give undefined', () => {
    const { memory, close } = opened();
    for (const address of [
      program.facts.forbidden,
      program.facts.forbidden + 100,
      program.facts.gone,
      0,
      8,
      2 ** 47 - 8,
      2 ** 63,
      -8,
      Number.NaN,
    ]) {
      expect(memory.read(address, 8), String(address)).toBeUndefined();
    }
    expect(memory.read(program.facts.sparse, 2 ** 40)).toBeUndefined();
    expect(memory.read(program.facts.sparse, -1)).toBeUndefined();
    expect(memory.read(program.facts.sparse, 0)?.length).toBe(0);
    close();
  });

  test('a guard page gives undefined, its neighbours are read', (context) => {
    const { guarded, hasGuard } = program.facts;
    if (!hasGuard) return context.skip('this kernel has no guard pages (Linux 6.13 has)');
    const { memory, close } = opened();
    expect(memory.read(guarded, 1)).toEqual(new Uint8Array([1]));
    expect(memory.read(guarded + page, 1)).toBeUndefined();
    expect(memory.read(guarded + page - 4, 8)).toBeUndefined();
    expect(memory.read(guarded + 2 * page, 1)).toEqual(new Uint8Array([0]));
    close();
  });

  test('a private mapping of a deleted file reads from the file where pages are absent, changed pages from memory', () => {
    const { memory, close } = opened();
    const bytes = memory.read(program.facts.mapped, 10 * page + 100);
    expect(bytes?.[2 * page]).toBe(255);
    for (let at = 1; at < 10 * page + 100; at += 97) if (at !== 2 * page) expect(bytes?.[at]).toBe(at % 253);
    expect(memory.read(program.facts.mapped + 10 * page + 100, 8)).toEqual(new Uint8Array(8));
    expect(memory.read(program.facts.mapped + 11 * page, 8)).toBeUndefined();
    close();
  });

  test('every byte of its executable mappings is the executable where it is not writable', () => {
    const image = openProcess(program.pid);
    const file = fs.readFileSync(binary);
    const mappings = image.executableMappings.filter((mapping) => !mapping.writable);
    expect(mappings.length).toBeGreaterThan(0);
    for (const mapping of mappings) {
      const fromFile = file.subarray(mapping.fileOffset, mapping.fileOffset + mapping.end - mapping.start);
      const bytes = image.memory.read(mapping.start, fromFile.length);
      expect(bytes && fromFile.compare(bytes)).toBe(0);
    }
    expect(image.executablePath).toBe(binary);
    expect(image.executable.read(1, 3)).toEqual(new Uint8Array(Buffer.from('ELF')));
    image.close();
  });

  test('bytesRead counts what was read from the target, and the counter in its memory moves', async () => {
    const image = openProcess(program.pid);
    const first = u64At(image.memory.read(program.facts.ticks, 8) ?? new Uint8Array(8), 0);
    expect(image.memory.bytesRead).toBe(8);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = u64At(image.memory.read(program.facts.ticks, 8) ?? new Uint8Array(8), 0);
    expect(second).toBeGreaterThan(first);
    expect(image.rssBytes()).toBeGreaterThan(1 << 20);
    expect(image.threads).toEqual([]);
    image.close();
  });

  test('a process that ends while it is read gives undefined and says so', async () => {
    const doomed = await startProgram<Holes>(binary);
    const image = openProcess(doomed.pid);
    expect(image.memory.read(doomed.facts.ticks, 8)).toBeDefined();
    expect(image.diagnostics()).toEqual([]);
    await doomed.end();
    expect(image.memory.read(doomed.facts.ticks, 8)).toBeUndefined();
    image.memory.refresh();
    expect(image.memory.read(doomed.facts.ticks, 8)).toBeUndefined();
    expect(image.diagnostics().map((diagnostic) => diagnostic.code)).toEqual(['process-ended']);
    image.close();
  });
});

describe('what cannot be read says so in one line', () => {
  test('no such process', () => {
    expect(() => openProcess(2 ** 22 + 5)).toThrow(expect.objectContaining({ code: 'no-such-process' }));
  });

  test('a zombie has no memory', async () => {
    // The child ends only once its parent is `sleep`, which never waits for it; a shell might.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    const child = Number(
      await new Promise<string>((resolve) => parent.stdout?.once('data', (data) => resolve(String(data)))),
    );
    await becomes(`/proc/${parent.pid}/comm`, /^sleep$/m);
    (parent.stdio[3] as Writable).end();
    await becomes(`/proc/${child}/status`, /^State:\s+Z/m);
    expect(() => openProcess(child)).toThrow(expect.objectContaining({ code: 'no-memory' }));
    parent.kill('SIGKILL');
  });

  test('a kernel thread has no memory', () => {
    const kernelThread = fs.readdirSync('/proc').find((name) => /^\d+$/.test(name) && isKernelThread(name));
    // Containers show none; elsewhere pid 2 is kthreadd.
    if (kernelThread === undefined)
      return expect(fs.existsSync('/proc/2/stat') && isKernelThread('2')).toBe(false);
    expect(() => openProcess(Number(kernelThread))).toThrow(expect.objectContaining({ code: 'no-memory' }));
  });

  test('another user’s process names its user and the remedy', () => {
    if (process.getuid?.() !== 0)
      return expect(() => openProcess(1)).toThrow(expect.objectContaining({ code: 'permission-denied' }));
    const script = `
      process.setgroups([]); process.setgid(65534); process.setuid(65534);
      const { openProcess } = await import(${JSON.stringify(new URL('./open-process.ts', import.meta.url).href)});
      try { openProcess(${program.pid}); } catch (error) { console.log(error.code + ' | ' + error.message); }`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(output).toMatch(
      /^permission-denied \| no permission to read process \d+ \(holes\): belongs to user root.*CAP_SYS_PTRACE/,
    );
    expect(output.trim().split('\n').length).toBe(1);
  });
});

function opened(): { memory: ReturnType<typeof openProcess>['memory']; close(): void } {
  const image = openProcess(program.pid);
  return { memory: image.memory, close: () => image.close() };
}

/** Waits until a file of /proc reads so. */
async function becomes(file: string, text: RegExp): Promise<void> {
  while (!text.test(fs.readFileSync(file, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 5));
}

function isKernelThread(pid: string): boolean {
  try {
    return (
      (Number(fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ')[6]) & 0x200000) !== 0
    );
  } catch {
    return false;
  }
}

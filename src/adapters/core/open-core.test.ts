import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreadableError, u64At } from '../../base/index.ts';
import { openProcess } from '../process/open-process.ts';
import { type CoreLoad, type CoreNote, words, writeCore } from '../testdata/core-writer.ts';
import { buildProgram, startProgram } from '../testdata/go-program.ts';
import { type CoreImage, openCore } from './open-core.ts';

interface Holes {
  readonly pid: number;
  readonly sparse: number;
  readonly forbidden: number;
  readonly mapped: number;
}

const page = 4096;
let folder: string;
let binary: string;
let stripped: string;
/** Parts of `binary` as the linker laid them out, by readelf. */
let segments: { offset: number; address: number; fileSize: number; memorySize: number; flags: string }[];

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-core-'));
  binary = buildProgram('holes');
  stripped = buildProgram('holes', { flags: ['-ldflags=-s -w'] });
  segments = readelfLoads(binary);
}, 240_000);
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('a core by the kernel', () => {
  test('holds what the program wrote; text comes from the executable; cut in half it says what is missing', async (context) => {
    const crashed = await crash(buildProgram('holes', { flags: ['-buildmode=pie'] }));
    if (typeof crashed === 'string') return context.skip(crashed);
    const image = openCore(crashed.core);
    expect(image.diagnostics()).toEqual([]);
    expect(image.pid).toBe(crashed.facts.pid);
    expect(image.executablePath).toBe(crashed.binary);
    checkSparse(image, crashed.facts.sparse);
    expect(image.memory.read(crashed.facts.mapped + 2 * page, 1)).toEqual(new Uint8Array([255]));
    checkText(image, crashed.binary);
    expect(image.threads.map(({ threadId }) => threadId)).toContain(crashed.facts.pid);
    for (const { pc, sp } of image.threads) {
      expect(image.memory.read(pc, 1)).toBeDefined();
      expect(image.memory.read(sp, 8)).toBeDefined();
    }
    image.close();

    expect(() => openCore(crashed.core, { exe: stripped })).toThrow(
      expect.objectContaining({
        code: 'executable-mismatch',
        message: expect.stringMatching(new RegExp(`${goBuildId(stripped)}.*${goBuildId(crashed.binary)}`)),
      }),
    );
    const whole = fs.statSync(crashed.core).size;
    fs.truncateSync(crashed.core, Math.floor(whole / 2));
    const cut = openCore(crashed.core);
    expect(cut.diagnostics().map(({ code }) => code)).toEqual(['core-truncated']);
    expect(cut.diagnostics()[0].message).toContain(`${Math.floor(whole / 2)} of ${whole}`);
    checkText(cut, crashed.binary);
    cut.close();
  });
});

describe('a core by gdb', () => {
  test('agrees with the live process, word for word', async (context) => {
    const gcore = ['/usr/bin/gcore', '/usr/local/bin/gcore'].find((candidate) => fs.existsSync(candidate));
    if (gcore === undefined) return context.skip('gcore is not installed (apt-get install gdb)');
    // Not a Go program: gdb writes over 1 GB of its reserved address space as zeros.
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const pid = child.pid ?? 0;
    execFileSync(gcore, ['-o', path.join(folder, 'gdb'), String(pid)], { stdio: 'ignore' });
    const live = openProcess(pid);
    const image = openCore(path.join(folder, `gdb.${pid}`));
    expect(image.diagnostics()).toEqual([]);
    expect(image.pid).toBe(pid);
    expect(image.executablePath).toBe(fs.realpathSync(live.executablePath));
    let comparedBytes = 0;
    let differingBytes = 0;
    for (const region of live.memory.regions) {
      const ofExecutable = region.path === live.executablePath;
      const expected =
        region.writable || ofExecutable
          ? live.memory.read(region.start, region.end - region.start)
          : undefined;
      if (!expected) continue;
      // A segment that the core leaves out ends where the file does, not at the end of its page.
      const got = image.memory.read(region.start, expected.length) ?? image.memory.read(region.start, 64);
      expect(got, `${region.start.toString(16)} ${region.path}`).toBeDefined();
      comparedBytes += got?.length ?? 0;
      for (const [index, byte] of got?.entries() ?? []) if (byte !== expected[index]) differingBytes++;
    }
    expect(comparedBytes).toBeGreaterThan(100_000);
    // The kernel notes the processor that a thread runs on in its memory (rseq), and gdb wakes it.
    expect(differingBytes).toBeLessThanOrEqual(32);
    expect(image.threads).toEqual([expect.objectContaining({ threadId: pid })]);
    image.close();
    live.close();
    child.kill('SIGKILL');
  });
});

describe('a core by Delve', () => {
  test('one that dlv wrote', async (context) => {
    const dlv = [
      process.env['HIGHWATER_DLV'],
      ...(process.env['PATH'] ?? '').split(':').map((place) => path.join(place, 'dlv')),
    ].find((candidate) => candidate !== undefined && fs.existsSync(candidate));
    if (dlv === undefined) return context.skip('dlv is not installed and HIGHWATER_DLV names none');
    const running = await startProgram<Holes>(binary);
    const core = path.join(folder, 'dlv.core');
    const commands = path.join(folder, 'dlv.commands');
    fs.writeFileSync(commands, `dump ${core}\nexit -c\n`);
    const parameters = [
      '--allow-non-terminal-interactive=true',
      'attach',
      String(running.pid),
      '--init',
      commands,
    ];
    // It complains about `exit -c` at end of input, and the dump is whole all the same.
    spawnSync(dlv, parameters, { stdio: 'ignore', timeout: 60_000 });
    const image = openCore(core);
    expect(image.diagnostics()).toEqual([]);
    expect([image.pid, image.executablePath]).toEqual([running.pid, binary]);
    expect(image.threads.map(({ threadId }) => threadId)).toContain(running.pid);
    checkSparse(image, running.facts.sparse);
    image.close();
    fs.rmSync(core);
    await running.end();
  });

  test('its own thread notes and its header give threads, pid and entry; text comes from the executable', () => {
    const core = path.join(folder, 'delve');
    const header = `linux/amd64\nVersion: 1.27.2\nTarget Pid: 4711\nEntry Point: 0x${entryOf(binary).toString(16)}\n`;
    const thread = Buffer.concat([
      words(4712, 0x401000, 0xc000001000, 0xc000001100, 0),
      Buffer.from([1]),
      words(0xc000002000),
      Buffer.alloc(4),
    ]);
    writeCore(
      core,
      [note('Delve Header', 0x444c5645, Buffer.from(header)), note('', 0x444c5654, thread)],
      [dataLoad(), stackLoad],
    );
    expect(() => openCore(core)).toThrow(expect.objectContaining({ code: 'executable-missing' }));
    const image = openCore(core, { exe: binary });
    expect(image.pid).toBe(4711);
    expect(image.threads).toEqual([{ threadId: 4712, pc: 0x401000, sp: 0xc000001000 }]);
    // Its data segment holds the build info, which is compared where no build id can be.
    expect(image.diagnostics()).toEqual([]);
    checkText(image, binary);
    image.close();
  });

  test('the kernel’s notes without an owner count', () => {
    const core = path.join(folder, 'delve-native');
    const status = Buffer.alloc(336);
    status.writeUInt32LE(99, 32);
    words(0x402000).copy(status, 112 + 16 * 8);
    words(0xc000001000).copy(status, 112 + 19 * 8);
    const execName = Buffer.from(`/nowhere/${path.basename(binary)}\0`);
    const auxiliary = words(9, entryOf(binary), 31, 0xc000003000, 0, 0);
    const notes = [
      note('Delve Header', 0x444c5645, Buffer.from('linux/amd64\n')),
      note('', 6, auxiliary),
      note('', 1, status),
    ];
    const namePage = Buffer.alloc(page);
    execName.copy(namePage);
    writeCore(core, notes, [dataLoad(), { address: 0xc000003000, bytes: namePage }]);
    expect(() => openCore(core)).toThrow(
      expect.objectContaining({
        code: 'executable-missing',
        message: expect.stringContaining(path.basename(binary)),
      }),
    );
    fs.copyFileSync(binary, path.join(folder, path.basename(binary)));
    const image = openCore(core);
    expect(image.executablePath).toBe(path.join(folder, path.basename(binary)));
    expect(image.threads).toEqual([{ threadId: 99, pc: 0x402000, sp: 0xc000001000 }]);
    image.close();
    fs.rmSync(path.join(folder, path.basename(binary)));
  });
});

describe('what a core leaves out', () => {
  test('anonymous memory is undefined, also where the segment is listed; neighbours in one read are joined', () => {
    const core = path.join(folder, 'left-out');
    const first = { address: 0xc000000000, bytes: Buffer.alloc(page, 1), memorySize: 2 * page };
    const second = { address: 0xc000002000, bytes: Buffer.alloc(page, 2) };
    const third = { address: 0xc000003000, bytes: Buffer.alloc(page, 3) };
    writeCore(core, entryNotes(), [third, first, second]);
    const image = openCore(core, { exe: binary });
    expect(image.memory.read(0xc000000000, page)?.[page - 1]).toBe(1);
    expect(image.memory.read(0xc000000ff8, 16)).toBeUndefined();
    expect(image.memory.read(0xc000001000, 8)).toBeUndefined();
    expect(image.memory.read(0xc000002ff8, 16)).toEqual(
      Uint8Array.from([2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3]),
    );
    expect(image.memory.read(0xc000003ff8, 16)).toBeUndefined();
    const buffer = new Uint8Array(64);
    expect(image.memory.read(0xc000002000, 8, buffer)?.buffer).toBe(buffer.buffer);
    for (const address of [0, -8, Number.NaN, 2 ** 60]) expect(image.memory.read(address, 8)).toBeUndefined();
    expect(image.memory.read(0xc000000000, 2 ** 45)).toBeUndefined();
    expect(image.diagnostics().map(({ code }) => code)).toEqual(['executable-unverified']);
    image.close();
  });

  test('an executable with another entry point, for another processor, or none at all', () => {
    const core = path.join(folder, 'other');
    writeCore(core, entryNotes(8), [stackLoad]);
    expect(() => openCore(core, { exe: binary })).toThrow(
      expect.objectContaining({ code: 'executable-mismatch' }),
    );
    writeCore(core, entryNotes(), [stackLoad], 183);
    expect(() => openCore(core, { exe: binary })).toThrow(
      expect.objectContaining({ code: 'executable-mismatch' }),
    );
    writeCore(core, entryNotes(), [stackLoad], 243);
    expect(() => openCore(core, { exe: binary })).toThrow(
      expect.objectContaining({ code: 'unsupported-elf' }),
    );
    writeCore(core, entryNotes(), [stackLoad]);
    expect(() => openCore(core, { exe: path.join(folder, 'nothing') })).toThrow(
      expect.objectContaining({ code: 'executable-missing' }),
    );
    expect(() => openCore(binary)).toThrow(expect.objectContaining({ code: 'not-a-core' }));
    expect(() => openCore(folder)).toThrow(expect.objectContaining({ code: 'core-unreadable' }));
  });

  test('arm64 registers', () => {
    const core = path.join(folder, 'arm64');
    const arm = buildProgram('holes', { environment: { GOARCH: 'arm64' } });
    const status = Buffer.alloc(392);
    status.writeUInt32LE(7, 32);
    words(0x12300, 0xc000005000, 0x12340).copy(status, 112 + 30 * 8);
    writeCore(
      core,
      [note('CORE', 1, status), note('CORE', 6, words(9, entryOf(arm), 0, 0))],
      [stackLoad],
      183,
    );
    const image = openCore(core, { exe: arm });
    expect(image.threads).toEqual([{ threadId: 7, sp: 0xc000005000, pc: 0x12340, linkRegister: 0x12300 }]);
    image.close();
  });
});

describe('damage', () => {
  test('a core cut at any place of its headers and notes, or with a flipped bit, gives a value or one line', () => {
    const core = path.join(folder, 'damaged');
    writeCore(core, damageNotes(), [dataLoad(), stackLoad]);
    const whole = fs.readFileSync(core);
    const headerBytes = 64 + 3 * 56 + damageNotes().reduce((sum, { bytes }) => sum + 24 + bytes.length, 0);
    let state = 12345;
    const random = (limit: number): number => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % limit;
    };
    for (let length = 0; length < headerBytes; length += 3) survives(core, whole.subarray(0, length));
    for (let round = 0; round < 600; round++) {
      const damaged = Buffer.from(whole);
      for (let flip = 0; flip <= round % 3; flip++) damaged[random(headerBytes)] ^= 1 << random(8);
      survives(core, damaged);
    }
  }, 120_000);
});

function survives(core: string, bytes: Uint8Array): void {
  fs.writeFileSync(core, bytes);
  let image: CoreImage | undefined;
  try {
    image = openCore(core, { exe: binary });
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableError);
    expect((error as Error).message).not.toContain('\n');
    return;
  }
  for (const { start, end } of image.memory.regions.slice(0, 50)) {
    expect([8, undefined]).toContain(image.memory.read(start, 8)?.length);
    image.memory.read(end - 4, 8);
  }
  image.diagnostics();
  image.close();
}

function damageNotes(): CoreNote[] {
  const files = Buffer.concat([words(1, page, 0x400000, 0x500000, 0), Buffer.from(`${binary}\0`)]);
  return [
    note('CORE', 0x46494c45, files),
    ...entryNotes(),
    note('CORE', 1, Buffer.alloc(336, 1)),
    note('CORE', 3, Buffer.alloc(136, 1)),
  ];
}

function note(owner: string, type: number, bytes: Uint8Array): CoreNote {
  return { owner, type, bytes };
}

function entryNotes(shift = 0): CoreNote[] {
  return [note('CORE', 6, words(9, entryOf(binary) + shift, 0, 0))];
}

const stackLoad: CoreLoad = { address: 0xc000000000, bytes: Buffer.alloc(2 * page, 7) };

/** The writable segment as it is before the program starts. */
function dataLoad(): CoreLoad {
  const data = segments.find(({ flags }) => flags.includes('W'));
  if (!data) throw new Error('readelf shows no writable segment');
  const { offset, address, fileSize } = data;
  return { address, bytes: fs.readFileSync(binary).subarray(offset, offset + fileSize) };
}

function checkSparse(image: CoreImage, address: number): void {
  const bytes = image.memory.read(address, 3000 * page);
  expect(bytes).toBeDefined();
  for (let number = 0; number < 3000; number++) {
    expect(bytes?.[number * page + 77]).toBe(number % 3 === 0 ? (number % 251) + 1 : 0);
  }
}

/** Read-only segments, at their run-time addresses, against the file. */
function checkText(image: CoreImage, file: string): void {
  const content = fs.readFileSync(file);
  const loads = readelfLoads(file);
  const loadBias = image.executableMappings[0].start - Math.floor(loads[0].address / page) * page;
  for (const { offset, address, fileSize, flags } of loads) {
    if (flags.includes('W')) continue;
    const bytes = image.memory.read(address + loadBias, fileSize);
    expect(bytes && content.subarray(offset, offset + fileSize).compare(bytes), flags).toBe(0);
  }
}

function readelfLoads(file: string): typeof segments {
  const text = execFileSync('readelf', ['-lW', file], { encoding: 'utf8' });
  return [...text.matchAll(/^ +LOAD +(\w+) (\w+) \w+ (\w+) (\w+) ([RWE ]{3})/gm)].map((match) => ({
    offset: Number(match[1]),
    address: Number(match[2]),
    fileSize: Number(match[3]),
    memorySize: Number(match[4]),
    flags: match[5],
  }));
}

function entryOf(file: string): number {
  return u64At(fs.readFileSync(file), 24);
}

function goBuildId(file: string): string {
  return execFileSync('go', ['tool', 'buildid', file], { encoding: 'utf8' }).trim();
}

/** Why not, where this machine writes no cores into the working directory. */
async function crash(program: string): Promise<{ core: string; binary: string; facts: Holes } | string> {
  const pattern = fs.readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  if (pattern !== 'core') {
    return `kernel.core_pattern is ${pattern}, not core`;
  }
  const place = fs.mkdtempSync(path.join(folder, 'crash-'));
  const script = `cd ${place} && ulimit -c unlimited && exec ${program}`;
  const running = await startProgram<Holes>('/bin/sh', ['-c', script], { GOTRACEBACK: 'crash' });
  const ended = new Promise((resolve) => running.child.once('exit', resolve));
  process.kill(running.facts.pid, 'SIGABRT');
  await ended;
  const name = fs.readdirSync(place).find((file) => file.startsWith('core'));
  if (name === undefined) {
    return 'the kernel wrote no core (ulimit -c)';
  }
  return { core: path.join(place, name), binary: program, facts: running.facts };
}

import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inflate } from '../../adapters/index.ts';
import { bytesSource, Diagnostics, UnreadableError } from '../../base/index.ts';
import type { ImageEvidence } from '../evidence.ts';
import { readGoroutines } from '../goroutines/read-goroutines.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { readSpans } from '../spans/read-spans.ts';
import { ByteMemory, seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { findRuntime } from './find-runtime.ts';
import { openFunctions } from './functions.ts';
import { buildGo, inspectGo } from './testdata/go-process.ts';

const program = path.join(import.meta.dirname, '../spans/testdata/heap.go');
let plain: Uint8Array;
let plainPath: string;

beforeAll(() => {
  plainPath = buildGo(program);
  plain = new Uint8Array(fs.readFileSync(plainPath));
});

function evidenceOf(executable: Uint8Array, memory: Memory = new ByteMemory()): ImageEvidence {
  return {
    kind: 'process',
    pid: 7,
    memory,
    executablePath: '/srv/app',
    executable: bytesSource(executable),
    executableMappings: [],
    threads: [],
    inflate,
  };
}

function rejectionOf(executable: Uint8Array): { code: string; message: string } {
  try {
    findRuntime(evidenceOf(executable), new Diagnostics());
  } catch (error) {
    if (error instanceof UnreadableError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was rejected');
}

/** The same file with the bytes at an offset replaced. */
function patched(file: Uint8Array, offset: number, bytes: readonly number[]): Uint8Array {
  const copy = file.slice();
  copy.set(bytes, offset);
  return copy;
}

/** The same file under another Go version; the text of the same length stands in build info and elsewhere. */
function withVersion(file: Uint8Array, minor: number): Uint8Array {
  const text = Buffer.from(file);
  const own =
    /go1\.\d\d\.\d+/.exec(text.toString('latin1', text.indexOf('\xff Go buildinf:', 'latin1')))?.[0] ?? '';
  const other = own.replace(/\.\d\d\./, `.${minor}.`);
  for (let at = text.indexOf(own, 0, 'latin1'); at >= 0; at = text.indexOf(own, at + 1, 'latin1'))
    text.write(other, at, 'latin1');
  return new Uint8Array(text);
}

describe('what cannot be read is rejected in one line', () => {
  test.each<[string, string, () => Uint8Array]>([
    [
      'a text file',
      'unsupported-elf',
      () => new TextEncoder().encode('#!/bin/sh\necho hello, this is no ELF file at all\n'.repeat(4)),
    ],
    ['an empty file', 'unsupported-elf', () => new Uint8Array(0)],
    ['a 32-bit file', 'unsupported-elf', () => patched(plain, 4, [1])],
    ['a big-endian file', 'unsupported-elf', () => patched(plain, 5, [2])],
    ['a program for RISC-V', 'unsupported-elf', () => patched(plain, 18, [243, 0])],
    ['a core', 'unsupported-elf', () => patched(plain, 16, [4, 0])],
    ['a C program', 'not-go', () => new Uint8Array(fs.readFileSync('/bin/ls'))],
    ['Go 1.17', 'go-too-old', () => withVersion(plain, 17)],
    ['a program that is not in this memory', 'runtime-not-found', () => plain],
  ])('%s', (_, code, executable) => {
    const rejection = rejectionOf(executable());
    expect(rejection.code).toBe(code);
    expect(rejection.message).toMatch(/^\/srv\/app: .{20,200}$/);
  });
});

test('the runtime of a running program is found, with names of functions', async () => {
  await inspectGo(plainPath, ({ image, runtime, diagnostics }) => {
    expect(diagnostics.list()).toEqual([]);
    expect(runtime).toMatchObject({ arch: 'amd64', mapKind: 'swiss', stripped: false, loadBias: 0 });
    expect(runtime.layouts.source).toBe('dwarf');
    expect(runtime.modules).toHaveLength(1);
    const functions = openFunctions(runtime, image.memory);
    const starts = readGoroutines(runtime, image.memory, [], diagnostics).map(({ startPc }) =>
      functions.nameOf(startPc),
    );
    expect(starts[0]).toBe('runtime.main');
    expect(starts.filter((name) => name?.startsWith('main.main.'))).toHaveLength(10);
    expect(functions.nameOf(4096)).toBeUndefined();
  });
});

test('a Go newer than known is read by its own DWARF, or by the newest table', async () => {
  const stripped = buildGo(program, { flags: ['-ldflags=-s -w'] });
  for (const [binary, source] of [
    [plainPath, 'dwarf'],
    [stripped, 'table'],
  ]) {
    await inspectGo(binary, ({ image, runtime }) => {
      const newer = withVersion(new Uint8Array(fs.readFileSync(binary)), 31);
      const diagnostics = new Diagnostics();
      const found = findRuntime(redirect(image, { executable: bytesSource(newer) }), diagnostics);
      expect(found).toMatchObject({ goMinor: 31, mheapAddress: runtime.mheapAddress, mapKind: 'swiss' });
      expect(found.layouts.source).toBe(source);
      expect(diagnostics.list().map(({ code }) => code)).toEqual(['go-newer-than-known']);
    });
  }
});

test('section headers are not needed', async () => {
  const stripped = buildGo(program, { flags: ['-ldflags=-s -w'] });
  await inspectGo(stripped, ({ image, runtime }) => {
    const file = new Uint8Array(fs.readFileSync(stripped));
    const headless = patched(patched(file, 40, [0, 0, 0, 0, 0, 0, 0, 0]), 60, [0, 0, 0, 0]);
    const found = findRuntime(redirect(image, { executable: bytesSource(headless) }), new Diagnostics());
    expect(whereabouts(found)).toEqual(whereabouts(runtime));
  });
});

test('a PIE whose mappings nobody recorded is found by its header', async () => {
  const pie = buildGo(program, { toolchain: 'go1.23.12', flags: ['-buildmode=pie'] });
  await inspectGo(pie, ({ image, runtime }) => {
    expect(runtime.loadBias).toBeGreaterThan(0);
    const found = findRuntime(redirect(image, { executableMappings: [] }), new Diagnostics());
    expect(whereabouts(found)).toEqual(whereabouts(runtime));
  });
});

test('a damaged executable or memory ends in a rejection or in a runtime, soon', async () => {
  const random = seededRandom(3);
  const stripped = buildGo(program, { flags: ['-ldflags=-s -w'] });
  await inspectGo(stripped, ({ image }) => {
    const file = new Uint8Array(fs.readFileSync(stripped));
    for (let round = 0; round < 60; round++) {
      const copy = file.slice(0, random() < 0.3 ? Math.floor(random() * file.length) : file.length);
      const reach = round % 2 === 0 ? 2048 : copy.length;
      for (let flip = 0; flip < 8; flip++)
        copy[Math.floor(random() * reach)] ^= 1 << Math.floor(random() * 8);
      const memory = round % 3 === 0 ? damagedMemory(image.memory, random) : image.memory;
      survive(redirect(image, { executable: bytesSource(copy), memory }));
    }
  });
});

function survive(evidence: ImageEvidence): void {
  const diagnostics = new Diagnostics();
  try {
    const runtime = findRuntime(evidence, diagnostics);
    const spans = readSpans(runtime, evidence.memory, diagnostics);
    for (let ordinal = 0; ordinal < Math.min(spans.count, 50); ordinal++) spans.pointerBits(ordinal);
    for (const { startPc } of readGoroutines(runtime, evidence.memory, [], diagnostics)) {
      openFunctions(runtime, evidence.memory).lineOf(startPc);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableError);
  }
}

function damagedMemory(memory: Memory, random: () => number): Memory {
  return {
    regions: memory.regions,
    bytesRead: 0,
    refresh: () => undefined,
    read(address, length, into) {
      const bytes = memory.read(address, length, into);
      if (bytes && length > 0 && random() < 0.02)
        bytes[Math.floor(random() * length)] ^= 1 << Math.floor(random() * 8);
      return bytes;
    },
  };
}

/** The image with some of its evidence replaced; its getters stay alive. */
function redirect(image: ImageEvidence, changes: Partial<ImageEvidence>): ImageEvidence {
  return {
    ...evidenceOf(new Uint8Array(0), image.memory),
    executable: image.executable,
    executableMappings: image.executableMappings,
    ...changes,
  };
}

function whereabouts({ loadBias, mheapAddress, allgs, modules }: Runtime): unknown {
  return { loadBias, mheapAddress, allgs, modules };
}

test('goroutines are found in a stripped process whose first one is just given another stack', async () => {
  await inspectGo(buildGo(program, { flags: ['-ldflags=-s -w'] }), ({ image, runtime }) => {
    const list = image.memory.read(runtime.allgs.address, 8);
    const first = list ? Number(new DataView(list.buffer, list.byteOffset).getBigUint64(0, true)) : 0;
    let isMoving = true;
    const memory: Memory = {
      regions: image.memory.regions,
      bytesRead: 0,
      read(address, length, into) {
        const bytes = image.memory.read(address, length, into);
        if (isMoving && address === first) bytes?.fill(0, 0, 16);
        return bytes;
      },
      letRun() {
        isMoving = false;
        return true;
      },
      refresh: () => image.memory.refresh(),
    };
    const { kind, pid, executablePath, executable, executableMappings, threads } = image;
    const evidence: ImageEvidence = {
      kind,
      pid,
      memory,
      executablePath,
      executable,
      executableMappings,
      threads,
      inflate,
    };
    const diagnostics = new Diagnostics();
    expect(findRuntime(evidence, diagnostics).allgs.slice).toBe(runtime.allgs.slice);
    expect(isMoving).toBe(false);
    expect(diagnostics.list()).toEqual([]);
  });
});

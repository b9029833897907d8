import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll } from 'vitest';
import { bytesSource, Diagnostics } from '../../base/index.ts';
import { type Elf, type Inflate, openElf } from '../index.ts';

const sources = import.meta.dirname;
let folder: string | undefined;

// Workers of the test runner end without an exit event, so each test file that built something clears up after itself.
afterAll(() => {
  if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
  folder = undefined;
  oracle = undefined;
});

/** What the oracle prints; see oracle/main.go. */
export interface OracleFacts {
  readonly Machine: number;
  readonly Segments: number;
  readonly BuildId: string;
  readonly Sections: readonly OraclePlace[];
  readonly Symbols: readonly OraclePlace[] | null;
  readonly Types: readonly OracleType[] | null;
  readonly Variables: readonly { Name: string; Address: number; Type: number }[] | null;
  readonly Captures: readonly { Function: number; Name: string; Offset: number; Type: number }[] | null;
  readonly TextStart: number;
  readonly Functions: readonly { Entry: number; Pc: number; Name: string; File: string; Line: number }[];
  readonly GoVersion: string;
  readonly Module: string;
  readonly Settings: Readonly<Record<string, string>>;
}

interface OraclePlace {
  readonly Name: string;
  readonly Address: number;
  readonly Size: number;
}

interface OracleType {
  readonly Offset: number;
  readonly Tag: number;
  readonly Name: string;
  readonly ByteSize: number;
  readonly Type: number;
  readonly Key: number;
  readonly Elem: number;
  readonly Kind: number;
  readonly Count: number;
  readonly RuntimeType: number;
  readonly Fields: readonly { Name: string; Offset: number; Type: number; Embedded: boolean }[];
}

export interface GoBuild {
  /** Folder under testdata. */
  readonly program:
    | 'subject'
    | 'subject-cgo'
    | 'oracle'
    | 'collected'
    | 'dying'
    | 'waiting'
    | 'traced'
    | 'working';
  /** `local`, or a release as GOTOOLCHAIN names it. */
  readonly toolchain: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

let buildCount = 0;

/** Builds a program of testdata and gives the path of the binary. */
export function buildGo({ program, toolchain, flags = [], environment = {} }: GoBuild): string {
  folder ??= fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-formats-'));
  const output = path.join(folder, `${program}-${buildCount++}`);
  execFileSync(goCommand(toolchain), ['build', ...flags, '-o', output, '.'], {
    cwd: path.join(sources, program),
    env: { ...process.env, GO111MODULE: 'off', GOTOOLCHAIN: 'local', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return output;
}

/** The toolchain's own command: the installed one refuses a GOEXPERIMENT that it does not know before it hands over. */
export function goCommand(toolchain: string): string {
  if (toolchain === 'local') return 'go';
  const environment = { ...process.env, GOTOOLCHAIN: toolchain };
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8', env: environment }).trim();
  return path.join(root, 'bin', 'go');
}

let oracle: string | undefined;

/** What Go's own packages read from the binary. */
export function oracleFacts(binary: string): OracleFacts {
  oracle ??= buildGo({ program: 'oracle', toolchain: 'local', environment: { CGO_ENABLED: '0' } });
  return JSON.parse(execFileSync(oracle, [binary], { encoding: 'utf8', maxBuffer: 2 ** 28 }));
}

export const inflate: Inflate = (compressed, expectedLength) => {
  try {
    return zlib.inflateSync(compressed, { maxOutputLength: Math.max(1, expectedLength) });
  } catch {
    return undefined;
  }
};

/** Opens bytes that must be an ELF file. */
export function openedElf(bytes: Uint8Array, diagnostics: Diagnostics = new Diagnostics()): Elf {
  const elf = openElf(bytesSource(bytes), { inflate, diagnostics });
  if ('rejected' in elf) throw new Error(elf.message);
  return elf;
}

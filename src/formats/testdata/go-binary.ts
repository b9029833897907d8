import { execFileSync } from 'node:child_process';
import path from 'node:path';
import zlib from 'node:zlib';
import { buildGoProgram } from '../../../test/truth/build-go.ts';
import { bytesSource, Diagnostics } from '../../base/index.ts';
import { type Elf, type Inflate, openElf } from '../index.ts';

const sources = import.meta.dirname;
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

/** Builds a program of testdata and gives the path of the binary. */
export function buildGo({ program, ...options }: GoBuild): string {
  return buildGoProgram({ source: path.join(sources, program), ...options });
}

/** What Go's own packages read from the binary. */
export function oracleFacts(binary: string): OracleFacts {
  const oracle = buildGo({ program: 'oracle', toolchain: 'local', environment: { CGO_ENABLED: '0' } });
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

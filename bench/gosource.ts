/*
 * How fast Go source is read: the tokens of the whole standard library against go/scanner, and its type declarations
 * against go/parser, which builds the tree of everything. Both sides read the files before the clock starts, and take
 * turns, so that what else the machine does falls on both. The number of tokens must be equal.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readGoTypes, tokenize } from '../src/gosource/index.ts';
import { median } from './measure.ts';
import { machineLine, milliseconds, printTable } from './print.ts';

const rounds = 7;

/** What oracle/time.go answers; nanoseconds. */
interface GoTiming {
  readonly TokenCount: number;
  readonly Scan: number;
  readonly Parse: number;
}

interface Round {
  readonly oursMs: number;
  readonly goMs: number;
}

const root = path.join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src');
const files = fs
  .globSync('**/*.go', { cwd: root })
  .map((name) => path.join(root, name))
  .filter((file) => fs.statSync(file).isFile());
const sources = files.map((file) => new Uint8Array(fs.readFileSync(file)));
const bytes = sources.reduce((sum, source) => sum + source.length, 0);

function total(count: (source: Uint8Array) => number): { count: number; elapsedMs: number } {
  const start = performance.now();
  const sum = sources.reduce((before, source) => before + count(source), 0);
  return { count: sum, elapsedMs: performance.now() - start };
}

function runRounds(binary: string): {
  tokens: Round[];
  types: Round[];
  tokenCount: number;
  typeCount: number;
} {
  const tokens: Round[] = [];
  const types: Round[] = [];
  let tokenCount = 0;
  let typeCount = 0;
  // The first round of each side warms up: here the compiler of JavaScript, there the pages of the files.
  for (let round = 0; round <= rounds; round++) {
    const out = execFileSync(binary, ['time'], { input: files.join('\n'), encoding: 'utf8' });
    const go = JSON.parse(out) as GoTiming;
    const scanned = total((source) => tokenize(source).count);
    const read = total((source) => readGoTypes(source).types.size);
    if (scanned.count !== go.TokenCount) {
      throw new Error(`${scanned.count} tokens, and ${go.TokenCount} of go/scanner`);
    }
    tokenCount = scanned.count;
    typeCount = read.count;
    if (round === 0) continue;
    tokens.push({ oursMs: scanned.elapsedMs, goMs: go.Scan / 1e6 });
    types.push({ oursMs: read.elapsedMs, goMs: go.Parse / 1e6 });
  }
  return { tokens, types, tokenCount, typeCount };
}

function row(name: string, timings: readonly Round[]): string[] {
  const ours = median(timings.map(({ oursMs }) => oursMs));
  const go = median(timings.map(({ goMs }) => goMs));
  const speed = (elapsedMs: number): string => `${(bytes / 1e3 / elapsedMs).toFixed(0)} MB/s`;
  const ratio = median(timings.map(({ oursMs, goMs }) => goMs / oursMs));
  return [name, milliseconds(ours), speed(ours), milliseconds(go), speed(go), `${ratio.toFixed(2)} x`];
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-bench-'));
try {
  const binary = path.join(folder, 'oracle');
  const env = { ...process.env, GO111MODULE: 'off', GOTOOLCHAIN: 'local' };
  const program = path.join(import.meta.dirname, '..', 'src', 'gosource', 'testdata', 'oracle');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: program, env });
  const { tokens, types, tokenCount, typeCount } = runRounds(binary);
  const size = `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`;
  console.log(machineLine(`median of ${rounds} rounds over ${size}`));
  console.log(`${tokenCount} tokens on both sides, ${typeCount} type declarations here`);
  const name = 'type declarations, against go/parser (whole files)';
  printTable(
    ['', 'ours', '', 'Go', '', 'speed of ours'],
    [row('tokens, against go/scanner', tokens), row(name, types)],
  );
} finally {
  fs.rmSync(folder, { recursive: true });
}

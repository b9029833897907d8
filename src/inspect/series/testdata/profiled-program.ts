import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { buildGoProgram } from '../../../../test/truth/build-go.ts';

const source = path.join(import.meta.dirname, 'profiled', 'main.go');
const lines = fs.readFileSync(source, 'utf8').split('\n');

/** Number of the line of profiled/main.go that ends with this mark: `// grows`. */
export function lineMarked(mark: string): number {
  return lines.findIndex((line) => line.endsWith(mark)) + 1;
}

/** profiled/main.go under a name of its own, and what it writes; all is gone when it is disposed of. */
export class ProfiledProgram {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-profiled-'));
  readonly #binary: string;
  #runs = 0;

  constructor(name = 'profiled') {
    this.#binary = path.join(this.#folder, name);
    fs.copyFileSync(buildGoProgram({ source }), this.#binary);
  }

  /** Profiles of one run, in the order in which it wrote them. They say that they were taken a minute after one another. */
  run(kind: 'heap' | 'goroutine', rounds: number, rate: number, startMs = 1_760_000_000_000): string[] {
    const folder = path.join(this.#folder, String(this.#runs++));
    fs.mkdirSync(folder);
    execFileSync(this.#binary, [folder, String(rounds), String(rate)], { stdio: 'inherit' });
    return Array.from({ length: rounds }, (_, round) => {
      const file = path.join(folder, `${kind}-${String(round).padStart(2, '0')}.pb.gz`);
      setTime(file, startMs + round * 60_000);
      return file;
    });
  }

  [Symbol.dispose](): void {
    fs.rmSync(this.#folder, { recursive: true });
  }
}

const timeTag = (9 << 3) | 0;

/** Writes another time_nanos into a profile; 0 leaves it out. */
export function setTime(file: string, timeMs: number): void {
  const bytes = gunzipSync(fs.readFileSync(file));
  const kept: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const from = at;
    const tag = varintAt(bytes, at);
    at = tag.end;
    const value = varintAt(bytes, at);
    at = (Number(tag.value) & 7) === 2 ? value.end + Number(value.value) : value.end;
    if (Number(tag.value) !== timeTag) kept.push(bytes.subarray(from, at));
  }
  if (timeMs > 0) kept.push(Uint8Array.of(timeTag, ...varintOf(BigInt(timeMs) * 1_000_000n)));
  fs.writeFileSync(file, gzipSync(Buffer.concat(kept)));
}

function varintAt(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let value = 0n;
  let end = start;
  for (let shift = 0n; ; shift += 7n) {
    value |= BigInt(bytes[end] & 0x7f) << shift;
    if (bytes[end++] < 0x80) return { value, end };
  }
}

function varintOf(value: bigint): number[] {
  return value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varintOf(value >> 7n)];
}

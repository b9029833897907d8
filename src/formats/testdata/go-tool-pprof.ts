import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What `go tool pprof -raw` reads in a profile. */
export interface RawProfile {
  readonly text: string;
  /** `space/bytes` for each value of a sample. */
  readonly sampleTypes: readonly string[];
  readonly samples: readonly {
    readonly values: readonly number[];
    /** Names from the root to the leaf. */
    readonly stack: readonly string[];
    readonly labels: string;
  }[];
}

/** Runs `go tool pprof` with these words, a profile's path among them. */
export function goToolPprof(...words: string[]): string {
  // Names as the file has them: pprof takes what is in parentheses out of long names of generic functions.
  return execFileSync('go', ['tool', 'pprof', '-symbolize=none', ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    // Without these it looks for symbols in the user's folders and over the network.
    env: { ...process.env, PPROF_TMPDIR: os.tmpdir(), PPROF_BINARY_PATH: '/nonexistent', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
}

/** The profile of these bytes, as pprof reads it. */
export function rawProfileOf(bytes: Uint8Array): RawProfile {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-pprof-'));
  try {
    const file = path.join(folder, 'profile.pb.gz');
    fs.writeFileSync(file, gzipSync(bytes));
    return rawProfile(file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

export function rawProfile(file: string): RawProfile {
  const text = goToolPprof('-raw', file);
  const [head, rest] = text.split('\nLocations\n');
  const names = new Map<number, string>();
  for (const [, id, name] of rest.matchAll(/^ +(\d+): 0x\w+ M=\d+ (.*) :0:0 s=0\(\)$/gm))
    names.set(Number(id), name);
  const lines = head.slice(head.indexOf('Samples:\n') + 'Samples:\n'.length).split('\n');
  const samples: { values: number[]; stack: string[]; labels: string }[] = [];
  for (const line of lines.slice(1)) {
    const numbers = /^ *([\d -]+): ([\d ]*)$/.exec(line);
    if (numbers) {
      const stack = numbers[2]
        .trim()
        .split(' ')
        .map((id) => names.get(Number(id)) ?? `unknown ${id}`);
      samples.push({
        values: numbers[1].trim().split(/ +/).map(Number),
        stack: stack.reverse(),
        labels: '',
      });
    } else {
      const last = samples.at(-1);
      if (last) last.labels += line.trim();
    }
  }
  return { text, sampleTypes: lines[0].replace('[dflt]', '').split(' '), samples };
}

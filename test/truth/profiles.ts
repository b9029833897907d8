/* Profiles that Go programs write of themselves, and what `go tool pprof` reads in them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Diagnostics } from '../../src/base/index.ts';
import { type ProfileColumns, ProfileDecoder } from '../../src/formats/index.ts';
import { goToolPprof } from '../../src/formats/testdata/go-tool-pprof.ts';
import { projectRoot } from './build-go.ts';
import { buildFixture, type GoLine } from './toolchain.ts';

export const profileNames = ['heap', 'allocs', 'goroutine', 'cpu', 'block', 'mutex', 'threadcreate'] as const;
export type ProfileName = (typeof profileNames)[number];

/** What fixtures/truth/profiles wrote. */
export interface TakenProfiles {
  path(name: ProfileName): string;
  read(name: ProfileName): ProfileColumns;
  /** Records of runtime.MemProfile, not scaled. */
  readonly records: readonly MemProfileRecord[];
  [Symbol.dispose](): void;
}

export interface MemProfileRecord {
  readonly AllocBytes: number;
  readonly FreeBytes: number;
  readonly AllocObjects: number;
  readonly FreeObjects: number;
  readonly Stack: readonly string[];
}

/** Runs fixtures/truth/profiles, built by this line of Go, with this MemProfileRate. */
export function takeProfiles(line: GoLine, rate: number): TakenProfiles {
  const folder = mkdtempSync(join(tmpdir(), 'highwater-profiles-'));
  mkdirSync(folder, { recursive: true });
  execFileSync(buildFixture(line, 'plain', 'profiles'), [folder, String(rate)], {
    stdio: 'inherit',
    timeout: 60_000,
  });
  const path = (name: ProfileName): string => join(folder, `${name}.pb.gz`);
  return {
    path,
    read: (name) => decodedFile(path(name)),
    records: JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8')) as MemProfileRecord[],
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

const fixtureLines = readFileSync(
  join(projectRoot, 'fixtures', 'truth', 'profiles', 'main.go'),
  'utf8',
).split('\n');

/** Whether a line of the fixture ends with a mark like `// map ladder`. */
export function isMarked(line: number, mark: string): boolean {
  return fixtureLines[line - 1]?.endsWith(mark) ?? false;
}

/** A whole profile; throws where the decoder has anything to say. */
export function decodedFile(path: string): ProfileColumns {
  const diagnostics = new Diagnostics();
  const decoder = new ProfileDecoder({ diagnostics });
  decoder.push(gunzipSync(readFileSync(path)));
  const profile = decoder.finish();
  if (diagnostics.list().length > 0) throw new Error(JSON.stringify(diagnostics.list()));
  return profile;
}

/** What `go tool pprof -top` has of a function or line: `main.f` or `main.f /x/main.go:7`. */
export interface TopRow {
  readonly flat: number;
  readonly cum: number;
}

const exactUnits = { bytes: 'B', nanoseconds: 'ns' } as const;

/** All rows of `go tool pprof -top`, with exact numbers, by function or by line; of several files the sum. */
export function topRows(
  granularity: 'functions' | 'lines',
  { type, unit }: { readonly type: string; readonly unit: string },
  ...words: readonly string[]
): Map<string, TopRow> {
  const text = goToolPprof(
    '-top',
    `-${granularity}`,
    '-nodecount=1000000',
    '-nodefraction=0',
    '-edgefraction=0',
    `-unit=${exactUnits[unit as keyof typeof exactUnits] ?? 'count'}`,
    `-sample_index=${type}`,
    ...words,
  );
  const number = '(-?[\\d.]+)(?:B|ns|count)?';
  const row = new RegExp(`^ *${number} +\\S+ +\\S+ +${number} +\\S+ +(.*)$`);
  const rows = new Map<string, TopRow>();
  for (const line of text.slice(text.indexOf('cum%\n')).split('\n')) {
    const match = row.exec(line);
    if (!match) continue;
    const [, flat, cum, name] = match;
    rows.set(name.replace(/ \((partial-)?inline\)$/, ''), { flat: Number(flat), cum: Number(cum) });
  }
  return rows;
}

/** Samples, locations and mappings as `go tool pprof -raw` prints them (profile.Profile.String of google/pprof). */
export function rawText(profile: ProfileColumns): string {
  const lines = ['Samples:', profile.sampleTypes.map((each) => typeText(profile, each)).join(' ')];
  for (let index = 0; index < profile.samples.count; index++) lines.push(...sampleText(profile, index));
  lines.push('Locations');
  for (let index = 0; index < profile.locations.count; index++) lines.push(...locationText(profile, index));
  lines.push('Mappings');
  profile.mappings.forEach((mapping, index) => {
    const flags = [
      mapping.hasFunctions ? '[FN]' : '',
      mapping.hasFileNames ? '[FL]' : '',
      mapping.hasLineNumbers ? '[LN]' : '',
      mapping.hasInlineFrames ? '[IN]' : '',
    ].join('');
    const range = [mapping.start, mapping.limit, mapping.offset].map(hex).join('/');
    lines.push(`${index + 1}: ${range} ${mapping.fileName} ${mapping.buildId} ${flags}`);
  });
  return `${lines.join('\n')}\n`;
}

function typeText(
  { defaultSampleType }: ProfileColumns,
  { type, unit }: { type: string; unit: string },
): string {
  return `${type}/${unit}${type === defaultSampleType ? '[dflt]' : ''}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

function sampleText({ samples, texts }: ProfileColumns, index: number): string[] {
  const { width, values, stackStarts, stackLocations, labelStarts, labels } = samples;
  const numbers = [...values.subarray(index * width, (index + 1) * width)];
  const ids = [...stackLocations.subarray(stackStarts[index], stackStarts[index + 1])];
  const byKey = { texts: new Map<string, string[]>(), numbers: new Map<string, string[]>() };
  for (let label = labelStarts[index]; label < labelStarts[index + 1]; label++) {
    const isText = labels.texts[label] !== 0;
    const unit = texts.text(labels.units[label]);
    const value = isText
      ? texts.text(labels.texts[label])
      : `${labels.numbers[label]}${unit === '' ? '' : ` ${unit}`}`;
    const group = isText ? byKey.texts : byKey.numbers;
    const key = texts.text(labels.keys[label]);
    group.set(key, [...(group.get(key) ?? []), value]);
  }
  const joined = (group: Map<string, string[]>): string[] =>
    group.size === 0
      ? []
      : [
          `                ${[...group]
            .map(([key, list]) => `${key}:[${list.join(' ')}]`)
            .sort()
            .join(' ')}`,
        ];
  return [
    `${numbers.map((value) => ` ${String(value).padStart(10)}`).join('')}: ${ids.map((id) => `${id + 1} `).join('')}`,
    ...joined(byKey.texts),
    ...joined(byKey.numbers),
  ];
}

function locationText({ locations, functions, texts }: ProfileColumns, index: number): string[] {
  const mapping = locations.mappings[index];
  let head = `${String(index + 1).padStart(6)}: ${hex(locations.addresses[index])} `;
  if (mapping < 0xffff_ffff) head += `M=${mapping + 1} `;
  if (locations.isFolded[index] !== 0) head += '[F] ';
  const out: string[] = [];
  for (let line = locations.lineStarts[index]; line < locations.lineStarts[index + 1]; line++) {
    const callee = locations.lineFunctions[line];
    const name = texts.text(functions.names[callee]);
    const systemName = texts.text(functions.systemNames[callee]);
    const place = `${texts.text(functions.fileNames[callee])}:${locations.lineNumbers[line]}:${locations.lineColumns[line]}`;
    out.push(
      `${head}${name} ${place} s=${functions.startLines[callee]}${name === systemName ? '' : `(${systemName})`}`,
    );
    head = '             ';
  }
  return out.length > 0 ? out : [head];
}

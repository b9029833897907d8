import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Experiment } from '../experiments/experiment.ts';
import { madeColumn } from '../testdata/made-columns.ts';
import { BenchBook } from './bench-book.ts';
import { findToolchain } from './go-command.ts';
import { chosenLines, knownLines } from './go-lines.ts';
import { runExperiment } from './run-experiment.ts';
import { runLab } from './run-lab.ts';
import { runProgram } from './run-program.ts';

describe('lines of Go', () => {
  test.each<[string | undefined, string[]]>([
    [undefined, ['local']],
    ['none', []],
    ['1.26,1.23', ['go1.23.12', 'go1.26.3']],
    ['go1.24.6', ['go1.24.6']],
    ['1.24+noswissmap', ['go1.24.12']],
    ['1.31', ['go1.31.0']],
  ])('%s', (text, toolchains) => {
    expect(chosenLines(text).map(({ toolchain }) => toolchain)).toEqual(toolchains);
  });

  test('all are those that are known, and a noswissmap build says so', () => {
    expect(chosenLines('all')).toEqual(knownLines);
    expect(chosenLines('1.24+noswissmap')[0]).toMatchObject({
      line: '1.24+noswissmap',
      experiment: 'noswissmap',
    });
  });

  test.each(['', 'two', '2.1', '1', '1.23;1.24'])('%j is refused in one sentence', (text) => {
    expect(() => chosenLines(text)).toThrow(/is no line of Go/);
  });
});

describe('a program', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-run-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A program of one shell command. */
  function program(name: string, command: string): string {
    const file = path.join(folder, name);
    fs.writeFileSync(file, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    return file;
  }

  test.each([
    [
      'metrics, in order, with six digits',
      `echo '{"b":[1,2.5],"a":1.23456789,"c":null,"d":123456789}'`,
      { metrics: { a: 1.23457, b: [1, 2.5], c: null, d: 123456789 } },
    ],
    ['its variant', `echo "{\\"v\\":\\"$1\\"}"`, { metrics: { v: 'some' } }],
    ['the last line of its complaint', 'echo one >&2; echo two >&2; exit 3', { failure: 'two' }],
    ['no word at all', 'exit 1', { failure: 'it failed without a word' }],
    ['no JSON', 'echo hello', { failure: 'it printed no line of JSON' }],
    ['something else', `echo '{"a":{"b":1}}'`, { failure: 'it printed no metrics' }],
    ['a list', `echo '[1]'`, { failure: 'it printed no metrics' }],
    ['no end', 'exec sleep 60', { failure: 'it was ended after 0.3 s' }],
  ])('that gives %s', async (name, command, answer) => {
    const binary = program(name.replaceAll(' ', '-'), command);
    expect(await runProgram({ binary, variant: 'some', env: process.env, timeoutMs: 300 })).toEqual(answer);
  });

  test('that is not there', async () => {
    const answer = await runProgram({ binary: '/nowhere', variant: 'x', env: {}, timeoutMs: 300 });
    expect(answer).toHaveProperty('failure');
  });

  test('is run as often as its experiment says; what failed is told once', async () => {
    const count = path.join(folder, 'count');
    const binary = program(
      'odd',
      `echo x >> ${count}; test "$TURN" = on || { echo sorry >&2; exit 1; }; echo '{"n":1}'`,
    );
    const experiment: Experiment = {
      id: 'odd',
      what: { en: 'odd', zh: '奇' },
      kind: 'memory',
      runs: 2,
      timeoutSeconds: 5,
      variants: { off: {}, on: { env: { TURN: 'on' }, runs: 3 } },
    };
    const toolchain = { line: '1.23', toolchain: 'go1.23.12', goVersion: 'go1.23.12' };
    expect(await runExperiment(experiment, toolchain, binary, 's')).toEqual({
      off: { source: 's', failures: ['sorry'], metrics: {} },
      on: { source: 's', failures: [], metrics: { n: [1, 1, 1] } },
    });
    expect(fs.readFileSync(count, 'utf8').trim().split('\n')).toHaveLength(5);
  });
});

describe('the book', () => {
  const toolchain = { line: '1.23', toolchain: 'go1.23.12', goVersion: 'go1.23.9' };
  const earlier = { columns: [madeColumn('1.23', { 'e/v/m': [1] })], skipped: [] };

  test('has what an earlier run measured with the same release and program', () => {
    const book = new BenchBook(earlier);
    book.open(toolchain);
    expect(book.has('1.23', 'e', ['v'], 's')).toBe(true);
    expect(book.has('1.23', 'e', ['v', 'w'], 's')).toBe(false);
    expect(book.has('1.23', 'e', ['v'], 'other')).toBe(false);
    expect(book.results.columns).toEqual(earlier.columns);
  });

  test('starts a column anew for another release', () => {
    const book = new BenchBook(earlier);
    book.open({ ...toolchain, goVersion: 'go1.23.12' });
    expect(book.results.columns).toMatchObject([{ goVersion: 'go1.23.12', experiments: {} }]);
  });

  test('measures again what failed', () => {
    const book = new BenchBook({ columns: [], skipped: [] });
    book.open(toolchain);
    book.add('1.23', 'e', { v: { source: 's', failures: ['sorry'], metrics: {} } });
    expect(book.has('1.23', 'e', ['v'], 's')).toBe(false);
  });
});

describe('a toolchain that is not there', () => {
  test('is skipped with the reason, and its column is not made up', async () => {
    const results = await runLab({
      lines: chosenLines('1.99.99'),
      experiments: [],
      earlier: { columns: [], skipped: [] },
      onStep: () => {},
      onMeasured: () => {},
    });
    expect(results.columns).toEqual([]);
    expect(results.skipped).toMatchObject([{ line: '1.99', reason: expect.stringMatching(/\S{3}/) }]);
  });

  test('the machine’s own is there', async () => {
    const [local] = chosenLines(undefined);
    expect(await findToolchain(local)).toMatchObject({ goVersion: expect.stringMatching(/^go1\.\d+/) });
  });
});

/* Rules about the text of the sources that neither the compiler nor the linter states. */
import { describe, expect, test } from 'vitest';
import { linesMatching, listFiles, listScripts, readText } from './source-files.ts';

const lineLimit = 400;

/** Files over the limit, each with the reason why it is easier to read in one piece. */
const longFiles: Record<string, string> = {};

interface Rule {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Part of the path of the files that it is for. */
  readonly within?: RegExp;
}

const rules: readonly Rule[] = [
  { pattern: /\b(TODO|FIXME|XXX)\b/, instead: 'do it now, or open an issue' },
  { pattern: /\bas any\b|<any>/, instead: 'name the type, or narrow from unknown' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, instead: 'make the types say what is true' },
  {
    pattern: /\b(test|it|describe)\.(only|skip|todo|skipIf|runIf)\b/,
    instead: "run it; where the machine lacks something, call the context's skip('reason')",
  },
  { pattern: /\bvi\.(mock|doMock)\(/, instead: 'pass a port: no own module is mocked' },
  {
    pattern: /\b(throw ['"`]|throw new Error\(\s*\))/,
    instead: 'throw an UnreadableError with a message, or assert',
    within: /^src\//,
  },
  {
    pattern: /\bconsole\./,
    instead: 'return the text; only src/cli writes to the terminal, and it does so through its output',
    within: /^src\/(?!cli\/)/,
  },
  // Preceded by `/proc/PID` in one of its spellings it is the root of a container, not a home directory.
  {
    pattern: /(?<![\w}\]>)*])\/(work|root)\/[\w.]/,
    instead: 'no path of a machine: make a temporary folder',
  },
];

const scripts = listScripts();
// Without this file, which has to spell what it looks for.
const ownPath = 'test/house/source-text.test.ts';
const everything = [
  ...scripts.filter((path) => path !== ownPath),
  ...listFiles('{fixtures,lab}/**/*.{go,md,json}', 'docs/**/*.md', '*.md', '*.json'),
];

test('there is enough to check', () => {
  expect(scripts.length).toBeGreaterThan(100);
});

test(`files have at most ${lineLimit} lines`, () => {
  const lengthOf = (path: string): number => readText(path).trimEnd().split('\n').length;
  const long = scripts.filter((path) => lengthOf(path) > lineLimit);
  const unexplained = long.filter((path) => !(path in longFiles));
  expect(unexplained.map((path) => `${path}: ${lengthOf(path)} lines; split it by concept`)).toEqual([]);
  expect(Object.keys(longFiles).filter((path) => !long.includes(path))).toEqual([]);
});

describe('nowhere stands', () => {
  test.each(rules)('$pattern', ({ pattern, instead, within }) => {
    const found = everything
      .filter((path) => within === undefined || (within.test(path) && !/\.test\.ts$|\/testdata\//.test(path)))
      .flatMap((path) => linesMatching(path, pattern));
    expect(found.map((place) => `${place}: ${instead}`)).toEqual([]);
  });
});

test('a rule is only switched off with a reason', () => {
  const switchOff = /(ox|es)lint-disable|biome-ignore/;
  const bare = everything.flatMap((path) =>
    readText(path)
      .split('\n')
      .filter((line) => switchOff.test(line) && !/( -- |biome-\w+ \w+: )\w.{15}/.test(line))
      .map((line) => `${path}: add the reason to \`${line.trim()}\``),
  );
  expect(bare).toEqual([]);
});

test('nothing is called utils or helpers', () => {
  const vague = scripts.filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(path));
  expect(vague.map((path) => `${path}: name it by its concept`)).toEqual([]);
});

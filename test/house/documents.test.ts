/* What the documents say exists. Commands and options are asked of the program itself. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles, projectRoot, readText } from './source-files.ts';

const documents = listFiles('*.md', 'docs/**/*.md');
// These state what was measured or said once; a command that is gone since stays in them.
const current = documents.filter((path) => path !== 'CHANGELOG.md');

interface Example {
  readonly path: string;
  readonly words: readonly string[];
}

/** Code blocks and code spans; what stands in prose is no example. */
function codeOf(path: string): string[] {
  const text = readText(path);
  const blocks = [...text.matchAll(/^```.*\n([^]*?)^```/gm)].flatMap((match) => match[1].split('\n'));
  const spans = [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map((match) => match[1]);
  return [...blocks, ...spans];
}

/** `highwater inspect PID --json` in any of its spellings, up to a comment or a pipe. */
function examplesOf(path: string): Example[] {
  const start = /(?:^|\s|--\s)(?:npx (?:--\S+ )*)?(?:highwater|node src\/cli\/main\.ts)\s+([^#|>…&]+)/;
  return codeOf(path).flatMap((line) => {
    const match = start.exec(line);
    return match ? [{ path, words: match[1].trim().split(/\s+/) }] : [];
  });
}

const helpTexts = new Map<string, string>();

function help(...parameters: string[]): string {
  const key = parameters.join(' ');
  let text = helpTexts.get(key);
  if (text === undefined) {
    const program = join(projectRoot, 'src', 'cli', 'main.ts');
    text = execFileSync(process.execPath, [program, ...parameters, '--help'], { encoding: 'utf8' });
    helpTexts.set(key, text);
  }
  return text;
}

/** The commands that `highwater --help` lists, or those of a group of commands. */
function commandNames(...group: string[]): string[] {
  const listed = /^Commands:\n([^]*?)(?:^$|(?![^]))/m.exec(help(...group))?.[1] ?? '';
  return [...listed.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1]);
}

const examples = current.flatMap(examplesOf);

test('there is enough to check', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md']));
  expect(examples.length).toBeGreaterThan(10);
  expect(commandNames()).toEqual(expect.arrayContaining(['inspect', 'explain', 'ps', 'demo']));
});

test('every highwater command in the documents exists, with its options', () => {
  const commands = commandNames();
  const wrong = examples.flatMap(({ path, words }) => {
    // `highwater 4711` and `highwater --help` are short for inspect.
    const command = commands.includes(words[0]) ? words[0] : 'inspect';
    if (command === 'inspect' && words[0] !== 'inspect' && /^[a-z]+$/.test(words[0])) {
      return [`${path}: highwater has no command ${words[0]}`];
    }
    const isGrouped = commandNames(command).includes(words[1]);
    const known = help(command, ...(isGrouped ? [words[1]] : [])) + help();
    return words
      .filter((word) => word.startsWith('--') && word.length > 2)
      .map((word) => word.split('=')[0])
      .filter((option) => !known.includes(option))
      .map((option) => `${path}: highwater ${command} has no option ${option}`);
  });
  expect(wrong).toEqual([]);
});

test('both READMEs list every finding', () => {
  const program = join(projectRoot, 'src', 'cli', 'main.ts');
  const printed = execFileSync(process.execPath, [program, 'explain', '--json'], { encoding: 'utf8' });
  const ids = (JSON.parse(printed) as { id: string }[]).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(3);
  for (const path of ['README.md', 'README.zh-CN.md']) {
    expect(ids.filter((id) => !readText(path).includes(`| \`${id}\` |`))).toEqual([]);
  }
});

test('every npm script in the documents exists', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const named = current.flatMap((path) =>
    codeOf(path).flatMap((line) =>
      [...line.matchAll(/npm (?:run ([\w:]+)|(test)\b)/g)].map((match) => ({
        path,
        name: match[1] ?? match[2],
      })),
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
});

describe('every path in the documents exists', () => {
  test.each(current)('%s', (path) => {
    const paths = codeOf(path)
      .filter((code) => /^(src|test|scripts|fixtures|bench|docs)\/[\w./-]*$/.test(code))
      .filter((code) => listFiles(code.replace(/\/$/, '')).length === 0);
    expect(paths).toEqual([]);
    const links = [...readText(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map((match) => join(dirname(path), match[1]))
      .filter((target) => listFiles(target).length === 0);
    expect(links).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  const text = readText('ARCHITECTURE.md');
  const sections = new Map(
    text
      .split(/^### `src\//m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('/')), section]),
  );
  const folders = [...new Set(listFiles('src/*/**/*.ts').map((path) => path.split('/').slice(1, -1)))];
  const nested = new Set(
    folders.filter((parts) => parts.length > 1).map((parts) => parts.slice(0, 2).join('/')),
  );

  test('names every folder under src/', () => {
    const layers = [...new Set(folders.map((parts) => parts[0]))];
    expect(layers.filter((layer) => !sections.has(layer)).map((layer) => `describe src/${layer}/`)).toEqual(
      [],
    );
    expect([...sections.keys()].filter((layer) => !layers.includes(layer))).toEqual([]);
    const unnamed = [...nested].filter((path) => {
      const [layer, folder] = path.split('/');
      return folder !== 'testdata' && !sections.get(layer)?.includes(`\`${folder}/\``);
    });
    expect(unnamed.map((path) => `name src/${path}/ in the section of its layer`)).toEqual([]);
  });

  test('states door and invariant of each layer', () => {
    const without = [...sections].filter(
      ([, section]) => !/\*\*Door:\*\*[^]*\*\*Invariant:\*\*/.test(section),
    );
    expect(without.map(([layer]) => layer)).toEqual([]);
  });

  test('can be read at one sitting', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(250);
  });
});

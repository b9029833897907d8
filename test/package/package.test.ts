/*
 * What a user gets: the tarball of `npm pack`, installed in an empty folder and run there, by this Node and by the oldest
 * one that package.json admits. Everything goes through the package's own doors: the command and `import 'highwater'`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Installation,
  installOldestNode,
  packAndInstall,
  projectRoot,
  type RunningService,
  startDemoService,
  userEnvironment,
} from './install.ts';

interface InspectOutput {
  readonly target: { readonly kind: string; readonly pid: number };
  readonly cost: { readonly pausedMs: number };
  readonly maps: {
    readonly type: string;
    readonly len: number;
    readonly bytes: number;
    readonly holders: string[];
  }[];
  readonly findings: { readonly id: string; readonly where: string }[];
}

const scratch = mkdtempSync(join(tmpdir(), 'highwater-package-'));
const nodes = new Map<string, string>([['this Node', dirname(process.execPath)]]);
let installation: Installation;
let service: RunningService;

beforeAll(async () => {
  const [installed, oldestNode] = await Promise.all([packAndInstall(scratch), installOldestNode(scratch)]);
  installation = installed;
  nodes.set('the oldest Node', oldestNode);
  service = await startDemoService(installation);
}, 300_000);

afterAll(async () => {
  await service?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test('the tarball holds the bundled program, the demo, the lab and the documents, and nothing else', () => {
  const unexpected = installation.files.filter(
    (file) =>
      !/^(dist\/.*\.(js|d\.ts)|dist\/THIRD-PARTY-LICENSES\.txt|dist\/web\/(evidence|explorer|report)\.html|fixtures\/demo\/(main\.go|go\.mod|README\.md)|lab\/claims\/[\w-]+\.json|lab\/experiments\/.*\.(go|mod|json|txt)|[A-Za-z.-]+\.md|LICENSE|package\.json)$/.test(
        file,
      ),
  );
  expect(unexpected).toEqual([]);
  expect(installation.files.filter((file) => /\.test\.|testdata|tsbuildinfo/.test(file))).toEqual([]);
  expect(installation.files).toEqual(
    expect.arrayContaining([
      'dist/cli/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/web/evidence.html',
      'dist/web/explorer.html',
      'dist/web/report.html',
      'fixtures/demo/main.go',
      'lab/claims/002-values-128.json',
      'lab/experiments/go.mod',
      'lab/experiments/map-stages/main.go',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
    ]),
  );
});

test('bundled files import Node and each other, and nothing else is installed', () => {
  const modules = join(installation.directory, 'node_modules');
  expect(globSync('*', { cwd: modules })).toEqual(['highwater']);
  const dist = join(modules, 'highwater', 'dist');
  const imports = globSync('**/*.js', { cwd: dist }).flatMap((file) => {
    const specifiers = /^(?:import|export) (?:[^'"\n]* from )?"([^"\n]+)"|\bimport\("([^"\n]+)"\)/gm;
    const found = readFileSync(join(dist, file), 'utf8').matchAll(specifiers);
    return [...found].map((match) => ({ file, specifier: match[1] ?? match[2] }));
  });
  expect(imports.length).toBeGreaterThan(20);
  const missing = imports.filter(
    ({ file, specifier }) =>
      !specifier.startsWith('node:') &&
      (!specifier.startsWith('.') || !existsSync(join(dist, dirname(file), specifier))),
  );
  expect(missing).toEqual([]);
});

test('the programs of threads lie beside the files that start them', () => {
  const dist = join(installation.directory, 'node_modules', 'highwater', 'dist');
  const threads = globSync('**/*.js', { cwd: dist }).flatMap((file) => {
    const found = readFileSync(join(dist, file), 'utf8').matchAll(/"(\.\/[\w-]+-worker\.js)"/g);
    return [...found].map(([, specifier]) => join(dist, dirname(file), specifier));
  });
  expect(threads.length).toBeGreaterThan(0);
  expect(threads.filter((file) => !existsSync(file))).toEqual([]);
});

test('the licence of what is bundled comes with it', () => {
  const licences = readFileSync(
    join(installation.directory, 'node_modules/highwater/dist/THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  const original = readFileSync(join(projectRoot, 'node_modules/commander/LICENSE'), 'utf8');
  expect(licences).toContain(original.trim());
});

test("the README's example type-checks in a strict project of the user", () => {
  const { directory } = installation;
  const example = /```ts\n([^]*?)```/.exec(readFileSync(join(projectRoot, 'README.md'), 'utf8'));
  expect(example).not.toBeNull();
  writeFileSync(join(directory, 'example.mts'), example?.[1] ?? '');
  const modules = join(projectRoot, 'node_modules');
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const result = spawnSync(
    process.execPath,
    [join(modules, '.bin', 'tsc'), ...flags, '--typeRoots', join(modules, '@types'), 'example.mts'],
    { cwd: directory, encoding: 'utf8' },
  );
  expect(result.stdout).toBe('');
  expect(result.status).toBe(0);
});

describe.each(['this Node', 'the oldest Node'])('run by %s', (which) => {
  const highwater = (...parameters: string[]): string =>
    execFileSync('npx', ['--no-install', 'highwater', ...parameters], {
      cwd: installation.directory,
      env: userEnvironment(nodes.get(which)),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  test('--version is the version of the package', () => {
    const manifest = join(installation.directory, 'node_modules', 'highwater', 'package.json');
    expect(highwater('--version').trim()).toBe(
      (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
    );
  });

  test('--help names the commands', () => {
    expect(highwater('--help')).toMatch(/inspect[^]*explain/);
  });

  test('explain prints the catalogue entry', () => {
    expect(highwater('explain', 'map-retained')).toContain('map-retained');
  });

  test('predict writes the explorer page from the package', () => {
    const page = highwater('predict', 'map[int]int', '--entries', '1000', '--html', '-');
    expect(page).toMatch(/^<!doctype html>[^]*"type":"map\[int\]int"[^]*<\/html>\n$/);
  });

  test('inspect finds the emptied map of a live Go process', () => {
    const output = JSON.parse(highwater('inspect', String(service.pid), '--json')) as InspectOutput;
    expect(output.target).toMatchObject({ kind: 'process', pid: service.pid });
    const sessions = output.maps.find((map) => map.type === 'map[int64]main.Session');
    expect(sessions).toMatchObject({ len: 0, holders: ['main.server.sessions'] });
    // A million entries of 136 bytes were in it, so the arrays cannot be smaller than that.
    expect(sessions?.bytes).toBeGreaterThan(136_000_000);
    const retained = output.findings.find((finding) => finding.id === 'map-retained');
    expect(retained?.where).toContain('main.server.sessions');
  });

  test('inspect writes the report page from the package', () => {
    const page = highwater('inspect', String(service.pid), '--html', '-', '--top', '1');
    expect(page).toMatch(/^<!doctype html>[^]*"type":"map\[int64\]main\.Session"[^]*<\/html>\n$/);
  });

  test('inspect --freeze stops the process and lets it go on', () => {
    const output = JSON.parse(
      highwater('inspect', String(service.pid), '--freeze', '--json'),
    ) as InspectOutput;
    expect(output.cost.pausedMs).toBeGreaterThan(0);
    expect(readFileSync(`/proc/${service.pid}/stat`, 'utf8')).not.toMatch(/\) T /);
  });

  test('demo finds its Go service in the package', () => {
    expect(highwater('demo', '--top', '1', '--lang', 'en')).toMatch(/^main\.server\.sessions .* 0\s+entries/);
  });

  test('lab finds its claims and Go programs in the package', () => {
    expect(highwater('lab', '004-slice-24', '--lang', 'en')).toMatch(
      /Verdict: true\n\n1 true, 0 true on some/,
    );
  });

  test('the library door opens', () => {
    const program = "import { inspect } from 'highwater'; console.log(typeof inspect);";
    const node = join(nodes.get(which) ?? '', 'node');
    const output = execFileSync(node, ['--input-type=module', '--eval', program], {
      cwd: installation.directory,
      encoding: 'utf8',
    });
    expect(output.trim()).toBe('function');
  });
});

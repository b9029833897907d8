/* What package.json and package-lock.json promise. */
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listFiles, projectRoot, readText } from './source-files.ts';

interface Package {
  readonly files: string[];
  readonly scripts: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}

interface LockEntry {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

const manifest = JSON.parse(readText('package.json')) as Package;
const lock = JSON.parse(readText('package-lock.json')) as { packages: Record<string, LockEntry> };

test('users are sent the program, what it builds and reads, and the documents, and nothing else', () => {
  expect(manifest.files).toEqual([
    'dist',
    'fixtures/demo',
    'lab/claims',
    'lab/experiments',
    'README.zh-CN.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
  ]);
  // dist is made by prepack; the rest must be there, or npm leaves it out in silence.
  const missing = manifest.files.filter(
    (file) => file !== 'dist' && globSync(file, { cwd: projectRoot }).length === 0,
  );
  expect(missing).toEqual([]);
});

test('users install nothing else: what src/ imports is bundled', () => {
  expect(manifest.dependencies).toBeUndefined();
});

test('versions are exact', () => {
  const ranges = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(ranges).toEqual([]);
});

test('the lock file names no download host: each machine uses its own registry', () => {
  const entries = Object.entries(lock.packages);
  expect(entries.length).toBeGreaterThan(20);
  expect(entries.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  expect(readText('package-lock.json')).not.toMatch(
    /https?:\/\/(?!.*(sponsors|funding|opencollective|tidelift))\S*\.tgz/,
  );
});

test('only the pinned Node may run an install script', () => {
  expect(manifest.allowScripts).toEqual({ node: true });
  const withScript = Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript === true && entry.optional !== true)
    .map(([path]) => path);
  expect(withScript).toEqual(['node_modules/node']);
});

test('every npm script starts at the bootstrap, so that each works on a fresh checkout', () => {
  const bare = Object.entries(manifest.scripts).filter(
    ([, command]) => !command.startsWith('node scripts/bootstrap.mjs '),
  );
  expect(bare).toEqual([]);
  for (const command of Object.values(manifest.scripts)) {
    const script = command.split(' ').find((word) => /^(src|scripts|bench)\/.*\.ts$/.test(word));
    if (script !== undefined) expect(listFiles(script), command).toEqual([script]);
  }
});

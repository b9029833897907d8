/*
 * Every npm script starts here: `node scripts/bootstrap.mjs [--go] SCRIPT [ARGUMENT…]`. It installs what the checkout
 * lacks, then runs SCRIPT on the Node that package-lock.json pins. It is plain JavaScript without dependencies, because
 * on a fresh machine it runs on whatever Node npm itself runs on, which may be too old for everything else here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedNode = join(root, 'node_modules', '.bin', 'node');

/** Go 1.21 is the first that fetches other Go versions by GOTOOLCHAIN, which the tests need. */
const oldestGoMinor = 21;

/**
 * True when node_modules holds what package-lock.json names. npm's own record is compared, not file times: git sets
 * those to the time of the checkout.
 * @returns {boolean}
 */
function dependenciesAreInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(pinnedNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.keys(wanted).every(
    (path) => path === '' || wanted[path].optional || present[path]?.version === wanted[path].version,
  );
}

function installDependencies() {
  console.error('highwater: installing the development tools (npm ci, about half a minute)');
  // Warnings are left out because they are about the Node that npm runs on, which runs none of these packages.
  const npm = process.env['npm_execpath'];
  const [command, before] = npm && npm.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(command, [...before, 'ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status === 0 && existsSync(pinnedNode)) return;
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`.trim());
  console.error('highwater: npm ci did not succeed: it needs npm and a reachable npm registry.');
  process.exit(1);
}

/**
 * The minor version of a Go toolchain, or 0 where there is none.
 * @param {string} command
 * @returns {number}
 */
function goMinor(command) {
  // Outside the checkout's go.mod files and without GOTOOLCHAIN, `go version` names the toolchain itself.
  const result = spawnSync(command, ['version'], {
    encoding: 'utf8',
    cwd: '/',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  const match = /go1\.(\d+)/.exec(result.stdout ?? '');
  return match ? Number(match[1]) : 0;
}

/**
 * Directories where a Go toolchain may be that is not on PATH; the last one is where install-go.ts puts its own.
 * @returns {string[]}
 */
function goDirectories() {
  return ['/usr/local/go/bin', '/usr/lib/go/bin', join(root, '.cache', 'go', 'bin')];
}

/**
 * Makes `go` callable for what runs next, installing it where there is none.
 * @returns {string} PATH for the child
 */
function pathWithGo() {
  const path = process.env['PATH'] ?? '';
  if (goMinor('go') >= oldestGoMinor) return path;
  const usable = () => goDirectories().find((directory) => goMinor(join(directory, 'go')) >= oldestGoMinor);
  let directory = usable();
  if (directory === undefined) {
    mkdirSync(join(root, '.cache'), { recursive: true });
    const flags = ['--use-system-ca', '--use-env-proxy'];
    spawnSync(pinnedNode, [...flags, join(root, 'scripts', 'install-go.ts'), join(root, '.cache', 'go')], {
      stdio: 'inherit',
    });
    directory = usable();
  }
  if (directory !== undefined) return directory + delimiter + path;
  if (goMinor('go') > 0) return path;
  console.error(
    'highwater: no Go toolchain: install Go 1.21 or newer (https://go.dev/dl/) and run this again.',
  );
  process.exit(1);
}

const parameters = process.argv.slice(2);
const needsGo = parameters[0] === '--go';
if (needsGo) parameters.shift();
if (!dependenciesAreInstalled()) installDependencies();
const path = needsGo ? pathWithGo() : (process.env['PATH'] ?? '');
// npm puts node_modules/.bin on PATH only if npm started this; by hand it has to be done here.
const child = spawn(pinnedNode, parameters, {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, PATH: join(root, 'node_modules', '.bin') + delimiter + path },
});
// Ctrl-C reaches the child through the terminal's process group; SIGTERM does not, and the child cleans up after itself.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

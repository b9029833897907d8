/*
 * Installs a Go toolchain into the directory given as argument: from the Go module proxy, which needs no root and leaves
 * the system alone, else by apt-get. It runs when bootstrap.mjs found no Go of use; failing quietly is right, bootstrap
 * then says what to install.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipEntries } from './zip.ts';

const goVersion = 'go1.26.8';

/** Module checksums (`go mod download -json golang.org/toolchain@v0.0.1-go1.26.8.linux-ARCH`, verified by sum.golang.org). */
const checksums: Record<string, string> = {
  amd64: 'h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=',
  arm64: 'h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=',
};

interface ToolchainFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** golang.org/x/mod/sumdb/dirhash Hash1: SHA-256 over the sorted lines `hex-of-file  name`. */
function moduleChecksum(files: readonly ToolchainFile[]): string {
  const sum = createHash('sha256');
  const byName = files.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const { name, bytes } of byName) {
    sum.update(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  }
  return `h1:${sum.digest('base64')}`;
}

async function download(arch: string): Promise<ToolchainFile[]> {
  const proxies = (process.env['GOPROXY'] ?? '').split(/[,|]/).filter((proxy) => /^https?:/.test(proxy));
  const proxy = (proxies[0] ?? 'https://proxy.golang.org').replace(/\/$/, '');
  const url = `${proxy}/golang.org/toolchain/@v/v0.0.1-${goVersion}.linux-${arch}.zip`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const files = [...zipEntries(Buffer.from(await response.arrayBuffer()))];
  const checksum = moduleChecksum(files);
  if (checksum !== checksums[arch]) throw new Error(`${url}: checksum ${checksum} is not ${checksums[arch]}`);
  return files;
}

function unpack(files: readonly ToolchainFile[], directory: string): void {
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (const { name, bytes } of files) {
    // Entry names begin with golang.org/toolchain@VERSION/.
    const relative = name.split('/').slice(2).join('/');
    const target = join(partial, relative);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    // A module zip carries no modes; these are the programs that the go command starts.
    if (/^(bin|pkg\/tool)\//.test(relative)) chmodSync(target, 0o755);
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(partial, directory);
}

async function installFromProxy(directory: string): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  if (process.platform !== 'linux' || !(arch in checksums)) throw new Error('no Go archive for this machine');
  unpack(await download(arch), directory);
}

function installFromDebian(): boolean {
  if (process.getuid?.() !== 0) return false;
  const run = (parameters: string[]): boolean =>
    spawnSync('apt-get', parameters, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return run(['update']) && run(['install', '-y', 'golang-go']);
}

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('usage: install-go.ts DIRECTORY');
console.error(`highwater: installing ${goVersion} into ${directory} (70 MB from the Go module proxy)`);
try {
  await installFromProxy(directory);
} catch (error) {
  console.error(
    `highwater: ${error instanceof Error ? error.message : String(error)}; trying apt-get install golang-go`,
  );
  if (!installFromDebian()) process.exitCode = 1;
}

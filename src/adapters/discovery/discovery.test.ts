import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { containerId } from './container-id.ts';
import { listGoProcesses } from './list-go-processes.ts';
import { parseListening } from './listening-port.ts';
import { nearest } from './nearest-names.ts';
import { resolveTarget } from './resolve-target.ts';

let folder: string;
let binary: string;
let program: Program<{ readonly port: number }>;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-discovery-'));
  binary = path.join(folder, 'hwdiscoverylong-name');
  fs.copyFileSync(buildProgram('listener'), binary);
  fs.chmodSync(binary, 0o755);
  program = await startProgram(binary);
}, 120_000);
afterAll(async () => {
  await program.end();
  fs.rmSync(folder, { recursive: true });
});

describe('listGoProcesses', () => {
  test('finds a Go process and says what go version says of its file', () => {
    const found = listGoProcesses().find(({ pid }) => pid === program.pid);
    const version = execFileSync('go', ['version', binary], { encoding: 'utf8' }).trim().split(' ').at(-1);
    expect(found).toMatchObject({
      name: 'hwdiscoverylong-name',
      goVersion: version,
      readable: true,
      unreadableReason: '',
    });
    expect(found?.user).toBe(os.userInfo().username);
    expect(found?.rssBytes).toBeGreaterThan(500_000);
  });

  test('lists no process that is not Go', () => {
    expect(listGoProcesses().some(({ pid }) => pid === process.pid)).toBe(false);
  });

  test('a process whose executable was deleted is still found', async () => {
    const copy = path.join(folder, 'hwdeleted');
    fs.copyFileSync(binary, copy);
    const doomed = await startProgram(copy);
    fs.rmSync(copy);
    expect(listGoProcesses().find(({ pid }) => pid === doomed.pid)?.name).toBe('hwdeleted');
    expect(resolveTarget('hwdeleted')).toEqual({ kind: 'process', pid: doomed.pid });
    await doomed.end();
  });
});

describe('resolveTarget', () => {
  test.each(['http://anna:hush@h:1', 'HTTPS://anna:hush@h', 'anna:hush@h:1/x'])(
    '%s is not repeated',
    (text) => {
      expect(() => resolveTarget(text)).toThrow(expect.objectContaining({ code: 'url-has-no-memory' }));
      expect(() => resolveTarget(text)).not.toThrow(/hush/);
    },
  );

  test('a pid is taken as it is', () => expect(resolveTarget('123')).toEqual({ kind: 'process', pid: 123 }));

  test('a port gives the process that listens on it', () => {
    expect(resolveTarget(`:${program.facts.port}`)).toEqual({ kind: 'process', pid: program.pid });
  });

  test('a port of tcp4 alone, and one that nobody listens on', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(resolveTarget(`:${port}`)).toEqual({ kind: 'process', pid: process.pid });
    await new Promise((resolve) => server.close(resolve));
    expect(() => resolveTarget(`:${port}`)).toThrow(expect.objectContaining({ code: 'no-such-process' }));
  });

  test('a name, the command name that the kernel cut, and the path of the executable', () => {
    const expected = { kind: 'process', pid: program.pid };
    expect(resolveTarget('hwdiscoverylong-name')).toEqual(expected);
    expect(resolveTarget('hwdiscoverylong-name'.slice(0, 15))).toEqual(expected);
    expect(resolveTarget(binary)).toEqual(expected);
  });

  test('two of a name are listed, none suggests near names', async () => {
    const second = await startProgram(binary);
    expect(() => resolveTarget('hwdiscoverylong-name')).toThrow(
      expect.objectContaining({
        code: 'ambiguous-name',
        message: expect.stringContaining(String(second.pid)),
      }),
    );
    await second.end();
    expect(() => resolveTarget('hwdiscoverylon-name')).toThrow(
      expect.objectContaining({
        code: 'no-such-process',
        message: expect.stringContaining('hwdiscoverylong-name'),
      }),
    );
  });

  test('a core file by its ELF type; other files are no target', () => {
    const core = path.join(folder, 'some.core');
    const header = new Uint8Array(64);
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    header[16] = 4;
    fs.writeFileSync(core, header);
    expect(resolveTarget(core)).toEqual({ kind: 'core', path: core });
    header[16] = 2;
    fs.writeFileSync(core, header);
    expect(() => resolveTarget(core)).toThrow(expect.objectContaining({ code: 'no-such-process' }));
  });
});

const id = '3f4cbe1c0d5a7b8e9f00112233445566778899aabbccddeeff00112233445566';
test.each([
  ['0::/system.slice/docker-ID.scope\n', true],
  ['12:memory:/docker/ID\n11:cpu:/docker/ID\n', true],
  [
    '0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1b2c.slice/cri-containerd-ID.scope\n',
    true,
  ],
  ['1:name=systemd:/kubepods/besteffort/pod8a2f-11/ID\n', true],
  ['0::/machine.slice/libpod-ID.scope/container\n', true],
  ['0::/kubepods.slice/crio-ID.scope\n', true],
  ['0::/user.slice/user-1000.slice/session-2.scope\n', false],
  ['0::/\n', false],
])('container id of %s', (text, contained) => {
  expect(containerId(text.replaceAll('ID', id))).toBe(contained ? id.slice(0, 12) : '');
});

test('lines of /proc/net/tcp6 that listen', () => {
  const text = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 23456 1 0000000000000000 100 0 0 10 0
   1: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:A000 01 00000000:00000000 00:00000000 00000000  1000        0 23457 1 0000000000000000 100 0 0 10 0`;
  expect(parseListening(text, 8080)).toEqual([{ inode: '23456', userId: 1000 }]);
  expect(parseListening(text, 80)).toEqual([]);
});

test('near names', () => {
  expect(nearest('prometeus', ['prometheus', 'node_exporter', 'sh'])).toEqual(['prometheus']);
  expect(nearest('nats', ['nats-server', 'init'])).toEqual(['nats-server']);
  expect(nearest('zzz', ['nats-server', 'init'])).toEqual([]);
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, type Program, startProgram } from '../../src/adapters/testdata/go-program.ts';
import {
  buildEndpoint,
  type EndpointServer,
  startEndpoint,
} from '../../src/inspect/testdata/endpoint-server.ts';
import { runCli } from '../../src/cli/testdata/run-cli.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-cli-endpoint-'));
const secret = 'Authorization: Bearer hush';
let hostile: Program<{ readonly plain: string }>;
let server: EndpointServer;

beforeAll(async () => {
  hostile = await startProgram<{ readonly plain: string }>(buildProgram('hostile'));
  server = await startEndpoint(buildEndpoint(), {
    HOLD: 'lines',
    PREFIX: '/x',
    AUTHORIZATION: 'Bearer hush',
  });
});
afterAll(async () => {
  await hostile.end();
  await server[Symbol.asyncDispose]();
  fs.rmSync(folder, { recursive: true });
});

test('a login page is one line, exit code 2, and repeats no credentials', async () => {
  const url = `${hostile.facts.plain.replace('//', '//anna:hush@')}/as/login/?token=hush`;
  const { code, stdout, stderr } = await runCli(['inspect', url, '--header', secret]);
  expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr).toMatch(/perhaps a login/);
  expect(stderr).not.toMatch(/hush|anna/);
});

describe('a Go program by HTTP', () => {
  test('answers in English, Chinese and JSON; credentials from a file stand in none of them', async () => {
    const file = path.join(folder, 'headers');
    fs.writeFileSync(file, `${secret}\n\nX-Other: 1\n`);
    const words = ['inspect', `${server.url}/x`, '--header', `@${file}`];
    const [english, chinese, json] = await Promise.all([
      runCli(words),
      runCli([...words, '--lang', 'zh']),
      runCli([...words, '--json', '--deep']),
    ]);
    expect([english.code, chinese.code, json.code]).toEqual([0, 0, 0]);
    expect(english.stdout).toMatch(
      /^Go holds .*\n[^]*map arrays[^]*--gc-test +idle, garbage and live told apart/,
    );
    expect(chinese.stdout).toMatch(/Go 持有/);
    const report = JSON.parse(json.stdout);
    expect(report).toMatchObject({
      target: { kind: 'endpoint', source: `${server.url}/x` },
      maps: [],
      sources: ['/x/debug/pprof/', '/x/debug/vars'],
      collectionTest: null,
      diagnostics: [],
    });
    expect(report.memoryStatistics.heapAllocBytes).toBeGreaterThan(2 ** 20);
    for (const { stdout, stderr } of [english, chinese, json]) expect(stdout + stderr).not.toContain('hush');
  });

  test('wrong command lines say what is wrong, and nothing of what they hold', async () => {
    const [several, misplaced, memory, header, missing, place, type] = await Promise.all([
      runCli(['inspect', 'http://anna:hush@h:1', '4711']),
      runCli(['inspect', '4711', '--gc-test']),
      runCli(['inspect', server.url, '--map', 'x']),
      runCli(['inspect', server.url, '--header', 'hush']),
      runCli(['inspect', server.url, '--header', `@${folder}/none`]),
      runCli(['inspect', server.url, '--type', 'map[int]int']),
      runCli(['inspect', server.url, '--type', 'a.go:1=map[']),
    ]);
    expect(several.stderr).toMatch(/a URL is inspected alone/);
    expect(misplaced.stderr).toMatch(/--gc-test wants a URL/);
    expect(memory.stderr).toMatch(/--map wants a process/);
    expect(header.stderr).toMatch(/--header 'Name: value'/);
    expect(missing.stderr).toMatch(/cannot read the headers/);
    expect(place.stderr).toMatch(/cache\.go:40=map\[string\]int/);
    expect(type.stderr).toContain('map[');
    for (const { code, stderr } of [several, misplaced, memory, header, missing, place, type])
      expect([code, stderr.includes('hush'), stderr.trimEnd().includes('\n')]).toEqual([2, false, false]);
  });
});

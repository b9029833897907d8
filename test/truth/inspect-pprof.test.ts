/* `inspect --pprof` on a real Go process; what is in the file is what `go tool pprof` reads in it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goToolPprof, rawProfile } from '../../src/formats/testdata/go-tool-pprof.ts';
import { EmptiedService } from '../../src/cli/testdata/emptied-service.ts';
import { runCli } from '../../src/cli/testdata/run-cli.ts';

interface Sums {
  readonly maps: number;
  readonly bytes: number;
  readonly boxedBytes: number;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-pprof-test-'));
const file = path.join(folder, 'held.pb.gz');
const wholeFile = path.join(folder, 'whole.pb.gz');
const service = new EmptiedService();
let report: { totals: typeof totals; paths: { path: string; objects: number; bytes: number }[] };
let totals: {
  all: Sums;
  unreachable: Sums;
  byHolder: (Sums & { name: string })[];
  byType: (Sums & { name: string })[];
};
let printed: string;

beforeAll(async () => {
  await service.start();
  process.kill(service.pid, 'SIGSTOP');
  const pid = String(service.pid);
  const written = await runCli(['inspect', pid, '--no-graph', '--pprof', file]);
  await runCli(['inspect', pid, '--pprof', wholeFile]);
  printed = written.stdout + written.stderr;
  report = JSON.parse((await runCli(['inspect', pid, '--json'])).stdout) as typeof report;
  totals = report.totals;
});
afterAll(() => {
  service.stop();
  fs.rmSync(folder, { recursive: true });
});

describe('what go tool pprof reads', () => {
  test('objects and bytes of all reachable maps, by holder and by type', () => {
    expect(printed).toMatch(
      /held\.pb\.gz \(\d.* (?:Ki)?B\): open it by go tool pprof, or in speedscope\.\n$/,
    );
    const { sampleTypes, samples, text } = rawProfile(file);
    expect(sampleTypes).toEqual(['retained_objects/count', 'retained_space/bytes']);
    expect(text).toContain('retained_space/bytes[dflt]');
    const sum = (place: number): number => samples.reduce((all, { values }) => all + values[place], 0);
    const { all, unreachable, byHolder, byType } = totals;
    expect(sum(0)).toBe(all.maps - unreachable.maps);
    expect(sum(1)).toBe(all.bytes + all.boxedBytes - unreachable.bytes - unreachable.boxedBytes);
    for (const { name, maps, bytes, boxedBytes } of byType) {
      const ofType = samples.filter(({ stack }) => stack.at(-1) === name);
      expect(ofType.reduce((before, { values }) => before + values[0], 0)).toBe(maps);
      expect(ofType.reduce((before, { values }) => before + values[1], 0)).toBe(bytes + boxedBytes);
    }
    expect(byHolder.length).toBeGreaterThan(1);
    const sessions = byHolder.find(({ name }) => name === 'main.srv.sessions');
    const held = samples.filter(({ stack }) => stack.slice(0, -1).join('') === 'main.srv.sessions');
    expect(held.map(({ values }) => values)).toEqual([[sessions?.maps, sessions?.bytes]]);
    expect(held[0].stack).toEqual(['main.srv', '.sessions', 'map[int][128]uint8']);
    expect(held[0].labels).toContain('package:[main]');
  });

  test('objects and bytes of the whole heap, by place', () => {
    const { samples } = rawProfile(wholeFile);
    const sum = (place: number): number => samples.reduce((all, { values }) => all + values[place], 0);
    expect(sum(0)).toBe(report.paths.reduce((all, { objects }) => all + objects, 0));
    expect(sum(1)).toBe(report.paths.reduce((all, { bytes }) => all + bytes, 0));
    const held = samples.filter(({ stack }) => stack.slice(0, -1).join('').startsWith('main.srv.sessions'));
    const told = report.paths.filter(({ path: place }) => place.startsWith('main.srv.sessions'));
    expect(held.reduce((all, { values }) => all + values[1], 0)).toBe(
      told.reduce((all, { bytes }) => all + bytes, 0),
    );
    expect(told.length).toBeGreaterThan(0);
  });

  test('-top adds up along the path', () => {
    const top = goToolPprof('-top', '-cum', '-unit=B', '-nodefraction=0', file);
    const { bytes, boxedBytes } = totals.byHolder
      .filter(({ name }) => name.startsWith('main.srv.'))
      .reduce((sum, row) => ({ bytes: sum.bytes + row.bytes, boxedBytes: sum.boxedBytes + row.boxedBytes }), {
        bytes: 0,
        boxedBytes: 0,
      });
    expect(top).toContain('File: emptied');
    expect(top).toContain('Type: retained_space');
    expect(top).toMatch(new RegExp(`^ +0 +0% +\\d\\S* +${bytes + boxedBytes}B +\\S+ +main\\.srv$`, 'm'));
  });
});

describe('the file', () => {
  test('one of ours is written anew, and no other', async () => {
    const pid = String(service.pid);
    expect((await runCli(['inspect', pid, '--pprof', file])).code).toBe(0);
    const other = path.join(folder, 'cpu.pb.gz');
    fs.writeFileSync(other, 'somebody’s profile');
    const refused = await runCli(['inspect', pid, '--pprof', other]);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/^highwater: \S+ exists and is no profile of ours; name another file\n$/);
    expect(fs.readFileSync(other, 'utf8')).toBe('somebody’s profile');
  });

  test.each([
    [['--pprof', '/nowhere/at/all.pb.gz'], /cannot write/],
    [['--pprof', path.join(folder, 'x.pb.gz'), '--json'], /--pprof/],
  ])('%j: exit 2 and one line', async (words, message) => {
    const { code, stdout, stderr } = await runCli(['inspect', String(service.pid), ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^highwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });
});

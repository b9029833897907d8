import { describe, expect, test } from 'vitest';
import { runCli } from '../testdata/run-cli.ts';

describe('predict --compare', () => {
  test('sets two versions side by side, with what differs and why', async () => {
    const { code, stdout } = await runCli([
      'predict',
      'map[string]bool',
      '--compare',
      '1.23,1.26',
      '--delete',
      'all',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^STAGE +GO 1\.23 +GO 1\.26 +DIFFERENCE$/m);
    // MiB of real maps of a million string keys, measured with runtime.ReadMemStats on both versions.
    expect(stdout).toMatch(/^filled +40\.4 MiB +53\.2 MiB +\+12\.8 MiB \(\+32%\)$/m);
    expect(stdout).toMatch(/^made +48 B +48 B +=$/m);
    expect(stdout).toContain('Swiss tables replace buckets');
    expect(stdout).not.toContain('6 entries in the mean');
  });

  test('without a list says what changed at each version', async () => {
    const { stdout } = await runCli(['predict', 'map[string]bool', '--compare']);
    const steps = [...stdout.matchAll(/^ {2}(1\.\d\d) → (1\.\d\d) \(/gm)].map(
      (match) => `${match[1]} ${match[2]}`,
    );
    expect(steps).toEqual(['1.20 1.21', '1.21 1.22', '1.23 1.24', '1.24 1.25']);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^1\.18 – 1\.20 /m);
    expect(stdout).toMatch(/^1\.25 noswissmap /m);
  });

  test('of slices and others tells what concerns them', async () => {
    const { stdout: slice } = await runCli(['predict', '[]*int', '--compare', '1.21,1.26']);
    expect(slice).toContain('a word in front of it');
    expect(slice).not.toContain('Swiss');
    const { stdout: same } = await runCli(['predict', 'int', '--compare', '1.25,1.26']);
    expect(same).toContain('Nothing that maps cost changed');
  });

  test('--json keeps the contract of the first version and lists all', async () => {
    const { stdout } = await runCli([
      'predict',
      'map[int]int',
      '--compare',
      '1.22,1.25-noswissmap',
      '--json',
    ]);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ type: 'map[int]int', goVersion: '1.22', mapKind: 'classic' });
    expect(answer.compared.map(({ goVersion }: { goVersion: string }) => goVersion)).toEqual([
      '1.22',
      '1.25 noswissmap',
    ]);
    expect(answer.compared[1].stages.length).toBe(answer.stages.length);
  });

  test('in Chinese', async () => {
    const { stdout } = await runCli(['predict', 'map[int]int', '--compare', '1.23,1.24', '--lang', 'zh']);
    expect(stdout).toContain('Swiss 表取代了桶');
  });
});

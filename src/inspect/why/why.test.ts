import { describe, expect, test } from 'vitest';
import { UnreadableError } from '../../base/index.ts';
import { type Inspection, inspect, type WhyObject, type WhyType } from '../index.ts';
import { GoService } from '../testdata/go-service.ts';

type Facts = Readonly<Record<string, string>>;

const mebibyte = 2 ** 20;
const lines = [
  ['the Go of this machine', undefined],
  ['Go 1.23', 'go1.23.12'],
  ['Go 1.21', 'go1.21.13'],
] as const;

function objectAt(inspection: Inspection, address: string | undefined, limit?: number): WhyObject {
  const answer = inspection.why(address ?? '', limit);
  if (answer.kind !== 'object') throw new Error('not an object');
  return answer;
}

function typeOf(inspection: Inspection, name: string, limit?: number): WhyType {
  const answer = inspection.why(name, limit);
  if (answer.kind !== 'type') throw new Error('not a type');
  return answer;
}

function refusal(inspection: Inspection, question: string | undefined): string {
  try {
    inspection.why(question ?? '');
  } catch (error) {
    if (error instanceof UnreadableError) return error.message;
    throw error;
  }
  throw new Error('answered');
}

function minorOf({ target }: Inspection): number {
  return Number(/^go1\.(\d+)/.exec(target.goVersion)?.[1]);
}

function pathsOf({ ways }: WhyObject): string[] {
  return ways.map(({ path }) => path).sort();
}

describe.each(lines)('who keeps an object of %s', (_, toolchain) => {
  test('is told as the program knows it, by address and by type', async ({ skip }) => {
    if (!(await GoService.has(toolchain))) skip(`${toolchain} is not here and cannot be downloaded`);
    const service = await GoService.start('held', toolchain);
    try {
      const facts = JSON.parse(service.firstLine) as Facts;
      using inspection = await inspect(service.pid, { graph: true });
      checkWays(inspection, facts);
      checkDominators(inspection, facts);
      checkTypes(inspection, facts);
      expect(refusal(inspection, facts['variable'])).toContain('package variable main.plain');
      expect(refusal(inspection, '0x10')).toContain('not mapped');
      expect(refusal(inspection, 'main.sesion')).toContain('did you mean main.session?');
    } finally {
      service.stop();
    }
  }, 120_000);
});

function checkWays(inspection: Inspection, facts: Facts): void {
  expect(pathsOf(objectAt(inspection, facts['alice']))).toEqual([
    'main.srv.byIndex[7]',
    'main.srv.sessions["alice"]',
  ]);
  expect(pathsOf(objectAt(inspection, facts['bob']))).toEqual(['main.alias', 'main.srv.sessions["bob"]']);
  // Shortest first, and cut where it is asked.
  const bob = objectAt(inspection, facts['bob'], 1);
  expect([pathsOf(bob), bob.wayCount]).toEqual([['main.alias'], 2]);
  const middle = objectAt(inspection, facts['middle']);
  expect(middle).toMatchObject({ offset: mebibyte / 2, part: `[${mebibyte / 2}]` });
  expect(middle.object).toMatchObject({ type: '[]uint8', kind: 'slice', bytes: mebibyte, reachable: true });
  expect(pathsOf(middle)).toEqual(['main.srv.byIndex[7].buffer']);
  const [way] = objectAt(inspection, facts['entry']).ways;
  expect(way.path).toBe('main.srv.many[4321].next');
  expect(way.steps.at(-1)).toMatchObject({
    step: '.next',
    type: 'main.entry',
    address: Number(facts['entry']),
  });
  // The compiler says what a closure captures from Go 1.23 on.
  const capture = minorOf(inspection) < 23 ? '…' : ' (closure).captured';
  expect(pathsOf(objectAt(inspection, facts['captured']))).toEqual([`main.callback${capture}`]);
  const rows = objectAt(inspection, facts['rows']);
  expect([rows.object.type, rows.part, pathsOf(rows)]).toEqual([
    'main.report',
    '.rows[3].name',
    ['main.srv.any.(*main.report)'],
  ]);
  const [local] = objectAt(inspection, facts['local']).ways;
  expect(local.root).toBe('goroutine');
  expect(local.path).toMatch(/^goroutine \d+ main\.hold: local$/);
  const [list] = objectAt(inspection, facts['last']).ways;
  expect(list.path).toMatch(/^main\.list(?:\.next)+…(?:\.next)+$/);
  expect(list.omittedSteps + list.steps.length).toBe(1000);
}

function checkDominators(inspection: Inspection, facts: Facts): void {
  const buffer = objectAt(inspection, facts['buffer']);
  expect(buffer.dominators.map(({ name, root }) => [name, root])).toEqual([
    ['main.session', null],
    ['main.srv', 'variable'],
  ]);
  expect(buffer.dominators[0].address).toBe(Number(facts['alice']));
  expect(buffer.dominators[0].retainedBytes).toBeGreaterThan(mebibyte);
  expect(buffer.dominators[0].retainedBytes).toBeLessThan(mebibyte + 1000);
  // Two variables lead to it.
  expect(objectAt(inspection, facts['bob']).dominators).toEqual([]);
  const last = objectAt(inspection, facts['last'], 5);
  expect([last.dominators.length, last.dominators.at(-1)?.name]).toEqual([5, 'main.list']);
  const garbage = objectAt(inspection, facts['garbage']);
  // Objects of Go 1.22 and later say their own type.
  const type = minorOf(inspection) < 22 ? '?' : '[3000]*int64';
  expect(garbage.object).toMatchObject({ reachable: false, type, path: '' });
  expect([garbage.ways, garbage.dominators]).toEqual([[], []]);
}

function checkTypes(inspection: Inspection, facts: Facts): void {
  const sessions = typeOf(inspection, 'main.session');
  expect(sessions.objects).toBe(4);
  expect(sessions.paths.reduce((sum, { objects }) => sum + objects, 0)).toBe(4);
  expect(sessions.largest.map(({ address }) => address)).toContain(Number(facts['alice']));
  for (const { retainedBytes } of sessions.largest) expect(retainedBytes).toBeGreaterThan(mebibyte);
  expect(sessions.way?.steps.at(-1)?.address).toBe(sessions.largest[0].address);
  const entries = typeOf(inspection, 'main.entry', 3);
  expect([entries.objects, entries.largest.length]).toEqual([10_000, 3]);
  // The table of types is of the same objects.
  for (const { type, objects, bytes } of inspection.heap?.types.slice(0, 10) ?? [])
    expect(typeOf(inspection, type)).toMatchObject({ objects, bytes });
}

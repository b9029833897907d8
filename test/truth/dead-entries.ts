/* What map-dead-entries says of a program that knows which of its entries are over (fixtures/truth/values). */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inspect } from './inspect.ts';
import type { Report, ReportedFinding } from './report.ts';

interface DeadFacts {
  readonly Path: string;
  readonly Type: string;
  readonly Len: number;
  readonly Over: number;
  readonly Field: string;
  /** Key and elem as they lie in a slot; what the map adds is known to `slotOverhead`. */
  readonly SlotBytes: number;
  readonly ObjectBytes: number;
}

export interface ValuesProcess {
  readonly pid: number;
  readonly facts: readonly DeadFacts[];
  end(signal?: NodeJS.Signals): Promise<void>;
}

export type FindingsReport = Report;

/** Starts a build of fixtures/truth/values, or a command that runs it, and waits for what it says. */
export async function startValues(...command: readonly string[]): Promise<ValuesProcess> {
  const [program = '', ...parameters] = command;
  const env = { ...process.env, GOTRACEBACK: 'crash' };
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'], env });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface(child.stdout);
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('the program said nothing')));
  });
  return {
    pid: child.pid ?? 0,
    facts: JSON.parse(line) as DeadFacts[],
    end: (signal) => {
      child.kill(signal ?? 'SIGKILL');
      return gone;
    },
  };
}

export async function findingsOf(...parameters: readonly string[]): Promise<FindingsReport> {
  return inspect(...parameters);
}

/** A control byte a slot (Swiss); a tophash byte and an eighth of the overflow pointer (classic). */
function slotOverhead(mapKind: string): number {
  return mapKind === 'swiss' ? 1 : 2;
}

/**
 * Hash seeds differ from run to run, and with them the sample: of many runs one in twenty is outside a 95 % interval by
 * rights. Two and a half times its width is left once in a million.
 */
const widthFactor = 2.5;

/** The facts about maps whose type the census found: up to Go 1.21 nothing but DWARF names the type of an array. */
export function typedFacts(facts: readonly DeadFacts[], { maps }: FindingsReport): DeadFacts[] {
  return facts.filter(({ Type }) => maps.some(({ type }) => type === Type));
}

/** What the report says otherwise than the program; nothing where they agree. `hasPaths`: holders are known by name. */
export function compareDeadEntries(
  facts: readonly DeadFacts[],
  { findings, target }: FindingsReport,
  hasPaths: boolean,
): string[] {
  const told = findings.filter(({ id }) => id === 'map-dead-entries');
  const problems = told
    .filter(({ evidence }) => !facts.some(({ Type }) => Type === evidence['type']))
    .map(({ where, evidence }) => `${where} is told though it is healthy: ${JSON.stringify(evidence)}`);
  for (const fact of facts) {
    const ofMap = told.filter(({ evidence }) => evidence['type'] === fact.Type);
    if (ofMap.length === 1) problems.push(...differences(fact, ofMap[0], target.mapKind, hasPaths));
    else problems.push(`${fact.Path}: ${ofMap.length} findings`);
  }
  return problems;
}

function differences(
  fact: DeadFacts,
  { where, bytes, reclaimableBytes, severity, evidence }: ReportedFinding,
  mapKind: string,
  hasPaths: boolean,
): string[] {
  const { Path, Len, Over, Field, SlotBytes, ObjectBytes } = fact;
  const problems: string[] = [];
  const expect = (isTrue: boolean, what: string): void => {
    if (!isTrue) problems.push(`${Path}: ${what}`);
  };
  const { share, shareLow, shareHigh, entriesRead, errorBytes } = evidence as Record<string, number>;
  const isWhole = entriesRead === Len;
  const expectedBytes = ObjectBytes + Over * (SlotBytes + slotOverhead(mapKind));
  if (hasPaths) expect(where === Path, `is told at ${where}`);
  expect(evidence['len'] === Len, `len ${evidence['len']} for ${Len}`);
  expect(evidence['field'] === Field, `field ${evidence['field']} for ${Field}`);
  expect(isWhole === Len <= 8192, `${entriesRead} of ${Len} entries were read`);
  const shareError = isWhole ? 1e-5 : widthFactor * Math.max(share - shareLow, shareHigh - share);
  expect(
    Math.abs(share - Over / Len) <= shareError,
    `share ${share} (${shareLow} to ${shareHigh}) for ${Over / Len}`,
  );
  const bytesError = isWhole ? 0.01 * expectedBytes : widthFactor * errorBytes;
  expect(isWhole === (errorBytes === 0), `error ${errorBytes}`);
  expect(
    Math.abs(bytes - expectedBytes) <= bytesError,
    `${bytes} bytes (± ${errorBytes}) for ${expectedBytes}`,
  );
  const isHint = Field === 'state';
  expect(reclaimableBytes === (isHint ? 0 : bytes), `${reclaimableBytes} of ${bytes} bytes come back`);
  if (isHint) expect(severity === 'low', `a state is ${severity}`);
  return problems;
}

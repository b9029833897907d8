/* What fixtures/truth/allocations measures of slices, strings and goroutine stacks, against the arithmetic. */
import { execFileSync } from 'node:child_process';
import {
  type GoLine as GomemLine,
  goroutineStackBytes,
  predictSlice,
  startingStackBytes,
  stringBytes,
} from '../../src/gomem/index.ts';
import { buildFixture, type GoLine } from './toolchain.ts';

interface MeasuredSlice {
  readonly ElementBytes: number;
  readonly HasPointers: boolean;
  readonly InitialCapacity: number;
  readonly Appends: number;
  readonly Capacities: readonly number[];
  readonly ArrayBytes: number;
}

interface MeasuredStack {
  readonly UsedBytes: number;
  readonly Bytes: number;
  readonly Collections: readonly number[];
  readonly StartingBytes: number;
}

interface Report {
  readonly GoMinor: number;
  readonly Slices: readonly MeasuredSlice[];
  readonly Strings: readonly { readonly Length: number; readonly Bytes: number }[];
  readonly Stacks: readonly MeasuredStack[];
}

export interface AllocationResult {
  readonly sliceCount: number;
  readonly stringCount: number;
  readonly stackCount: number;
  readonly problems: readonly string[];
}

/**
 * Stacks are measured with every goroutine beginning at 2 KiB (GODEBUG adaptivestackstart): else what the collections before
 * happened to scan decides. What new ones would begin with, when many deep stacks were scanned, comes from a run of its own.
 */
export function compareAllocations(line: GoLine): AllocationResult {
  const report = run(line, 'adaptivestackstart=0');
  const adaptive = run(line, 'adaptivestackstart=1');
  // Slices, strings and stacks do not ask for the map design.
  const gomemLine: GomemLine = { minor: report.GoMinor, mapKind: 'classic' };
  const problems = [
    ...report.Slices.map((slice) => sliceProblem(slice, gomemLine)),
    ...report.Strings.map(({ Length, Bytes }) => {
      // A thousandth for what else the process allocates meanwhile, and for a tiny block that was begun before.
      const expected = stringBytes(Length, report.GoMinor);
      const isNear = Math.abs(Bytes - expected) <= 0.1 + expected / 1000;
      return isNear ? undefined : `string of ${Length}: ${expected}, Go ${Bytes}`;
    }),
    ...report.Stacks.map(stackProblem),
    ...adaptive.Stacks.map((stack) => startingProblem(stack, report.GoMinor)),
  ];
  return {
    sliceCount: report.Slices.length,
    stringCount: report.Strings.length,
    stackCount: report.Stacks.length,
    problems: problems.filter((problem) => problem !== undefined),
  };
}

function run(line: GoLine, debugSetting: string): Report {
  const printed = execFileSync(buildFixture(line, 'plain', 'allocations'), {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, GODEBUG: debugSetting },
  });
  return JSON.parse(printed) as Report;
}

function sliceProblem(slice: MeasuredSlice, line: GomemLine): string | undefined {
  const title = `slice of ${slice.ElementBytes} bytes, ${slice.HasPointers}, from ${slice.InitialCapacity}`;
  const predicted = predictSlice(slice.ElementBytes, slice.HasPointers, line, {
    appends: slice.Appends,
    initialCapacity: slice.InitialCapacity,
  });
  // Elements without size are counted one by one; only where that ends is of interest.
  const capacities = slice.ElementBytes === 0 ? slice.Capacities.slice(-1) : slice.Capacities;
  const ours = slice.ElementBytes === 0 ? predicted.capacities.slice(-1) : predicted.capacities;
  if (ours.join() !== capacities.join()) return `${title}: ${ours.join()}, Go ${capacities.join()}`;
  if (predicted.bytes !== slice.ArrayBytes) return `${title}: ${predicted.bytes}, Go ${slice.ArrayBytes}`;
  return undefined;
}

/** Frames before the first and behind the deepest one that the program measures: the channel operation that waits. */
const surroundingBytes = { least: 200, most: 700 };

function stackProblem(stack: MeasuredStack): string | undefined {
  const title = titleOf(stack);
  const allowed = (collections: number, presentBytes?: number): number[] =>
    [surroundingBytes.least, surroundingBytes.most].map((around) =>
      goroutineStackBytes({
        peakBytes: stack.UsedBytes + around,
        presentBytes: presentBytes ?? stack.UsedBytes + around,
        collections,
      }),
    );
  if (!isAmong(stack.Bytes, allowed(0))) return `${title}: ${allowed(0).join(' or ')}, Go ${stack.Bytes}`;
  // Back at the first frame, where only the wait remains.
  const wrong = stack.Collections.findIndex((bytes, index) => !isAmong(bytes, allowed(index + 1, 300)));
  if (wrong >= 0) {
    const expected = allowed(wrong + 1, 300).join(' or ');
    return `${title}, after ${wrong + 1} collections: ${expected}, Go ${stack.Collections[wrong]}`;
  }
  return undefined;
}

/** What new goroutines begin with where so many as deep as this one are there. */
function startingProblem(stack: MeasuredStack, goMinor: number): string | undefined {
  const starting = [surroundingBytes.least, surroundingBytes.most].map((around) =>
    startingStackBytes(stack.UsedBytes + around, goMinor),
  );
  if (stack.StartingBytes > 0 && !starting.includes(stack.StartingBytes)) {
    return `${titleOf(stack)}: new ones begin with ${starting.join(' or ')}, Go ${stack.StartingBytes}`;
  }
  return undefined;
}

function titleOf({ UsedBytes }: MeasuredStack): string {
  return `stack of which ${UsedBytes} bytes are used`;
}

/** Stacks come in spans of 32 KiB, and some are kept in store: the mean of many is a few percent off either way. */
function isAmong(measured: number, allowed: readonly number[]): boolean {
  const low = Math.min(...allowed);
  const high = Math.max(...allowed);
  return measured >= low * 0.85 && measured <= high * 1.15;
}

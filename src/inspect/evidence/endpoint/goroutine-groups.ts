import type { GoroutineProfileRecord } from '../../../formats/index.ts';

/** Goroutines that one function began, that stand at one line of the program, for one reason. */
export interface GoroutineTextGroup {
  readonly count: number;
  /** The function that the go statement called. */
  readonly startName: string;
  readonly standsIn: string;
  /** `/src/a.go:40`. */
  readonly standsAt: string;
  /** As the runtime names it: `chan receive`; '' where the evidence does not tell. */
  readonly state: string;
}

/** Functions that a goroutine parks in, and what its state is then called (runtime/runtime2.go, waitReasonStrings). The first that fits. */
const waits: readonly (readonly [name: RegExp, state: string])[] = [
  [/^runtime\.chanrecv/, 'chan receive'],
  [/^runtime\.chansend/, 'chan send'],
  [/^runtime\.selectgo$/, 'select'],
  [/^runtime\.block$/, 'select (no cases)'],
  [/^(?:internal\/poll\.runtime_pollWait|runtime\.netpollblock)$/, 'IO wait'],
  [/^(?:time\.Sleep|runtime\.timeSleep)$/, 'sleep'],
  [/^sync\.runtime_SemacquireWaitGroup$/, 'sync.WaitGroup.Wait'],
  [/^sync\.runtime_SemacquireRWMutexR$/, 'sync.RWMutex.RLock'],
  [/^sync\.runtime_SemacquireRWMutex$/, 'sync.RWMutex.Lock'],
  [/^(?:internal\/)?sync\.runtime_SemacquireMutex$/, 'sync.Mutex.Lock'],
  [/^sync\.runtime_notifyListWait$/, 'sync.Cond.Wait'],
  [/^sync\.runtime_Semacquire$/, 'semacquire'],
];

/** The runtime's frames of a wait are the first ones. */
const parkingFrames = 8;

/** First elements of the paths of standard packages that programs wait in. */
const standardPackage =
  /^(?:runtime|internal|sync|net|time|os|io|bufio|syscall|crypto|context|reflect|database|vendor|log|encoding|compress|iter)(?:\/[\w/]+)?\.[^/]*$/;

/** Addresses whose names tell what the goroutines wait for. */
export function* parkingAddresses(records: Iterable<GoroutineProfileRecord>): Generator<number> {
  for (const { pcs } of records) yield* pcs.slice(0, parkingFrames);
}

/** Groups by start, place and state, most goroutines first. */
export function goroutineGroupsOf(
  records: Iterable<GoroutineProfileRecord>,
  names: ReadonlyMap<number, string>,
): GoroutineTextGroup[] {
  const groups = new Map<string, GoroutineTextGroup>();
  for (const { count, pcs, frames } of records) {
    if (frames.length === 0) continue;
    const stands = frames.find(({ name }) => !standardPackage.test(name)) ?? frames[0];
    const group = {
      count,
      startName: frames[frames.length - 1].name,
      standsIn: stands.name,
      standsAt: stands.position ? `${stands.position.file}:${stands.position.line}` : '',
      state: stateOf(pcs, frames, names),
    };
    const key = [group.startName, group.standsIn, group.standsAt, group.state].join('\n');
    groups.set(key, { ...group, count: count + (groups.get(key)?.count ?? 0) });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

function stateOf(
  pcs: readonly number[],
  frames: GoroutineProfileRecord['frames'],
  names: ReadonlyMap<number, string>,
): string {
  const shown = frames.slice(0, 2).map(({ name }) => name);
  const parked = pcs.slice(0, parkingFrames).map((pc) => names.get(pc) ?? '');
  for (const [name, state] of waits) if ([...parked, ...shown].some((each) => name.test(each))) return state;
  return '';
}

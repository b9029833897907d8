import { type Address, type Diagnostics, isAddress, u32At, u64At } from '../../base/index.ts';
import type { ThreadRegisters } from '../evidence.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { type Place, RunningPlaces, unknownPlace } from './running-places.ts';

const maxGoroutines = 2 ** 24;
const chunkEntries = 65536;
const scanBit = 0x1000;
const idleStatus = 0;
const runningStatus = 2;
const deadStatus = 6;
/** _Gdeadextra (Go 1.26): a dead g kept for a C thread. */
const deadExtraStatus = 11;
const newestStatus = 11;
const largestStack = 2 ** 30;

/** A g whose goroutine has ended: the next go statement takes it, and runtime.allgs keeps it for ever. */
export interface DeadGoroutine {
  readonly address: Address;
  /** Of the stack that it keeps for its next life; both 0 where it has none. */
  readonly stackLow: Address;
  readonly stackHigh: Address;
}

/** The goroutines that are not dead, in the order of runtime.allgs (oldest slot first); `onDead` is told of the others. */
export function readGoroutines(
  runtime: Pick<Runtime, 'allgs' | 'arch' | 'layouts'>,
  memory: Memory,
  threads: readonly ThreadRegisters[],
  diagnostics: Diagnostics,
  onDead?: (dead: DeadGoroutine) => void,
): Goroutine[] {
  const found: Goroutine[] = [];
  const reader = new GoroutineReader(runtime, memory, threads, onDead);
  const { address, count } = presentList(runtime.allgs, memory);
  for (let done = 0; done < count; done += chunkEntries) {
    const wanted = Math.min(chunkEntries, count - done);
    const pointers = memory.read(address + done * 8, wanted * 8);
    if (!pointers) {
      diagnostics.add(
        'goroutine-list-damaged',
        'A part of the list of goroutines cannot be read; some are missing.',
      );
      break;
    }
    for (let index = 0; index < wanted; index++) {
      const goroutine = reader.read(u64At(pointers, index * 8));
      if (goroutine === 'damaged') {
        diagnostics.add(
          'goroutine-damaged',
          'A goroutine is damaged or changed while it was read; it was left out.',
        );
      } else if (goroutine) found.push(goroutine);
    }
  }
  return found;
}

/** The list as it is now: a process that runs may have grown it since the runtime was found. */
function presentList(known: Runtime['allgs'], memory: Memory): { address: Address; count: number } {
  const slice = known.slice === 0 ? undefined : memory.read(known.slice, 16);
  const address = slice ? u64At(slice, 0) : 0;
  const count = slice ? u64At(slice, 8) : 0;
  const isSane = isAddress(address) && address % 8 === 0 && count > 0 && count <= maxGoroutines;
  return isSane
    ? { address, count }
    : { address: known.address, count: Math.min(known.count, maxGoroutines) };
}

class GoroutineReader {
  readonly #reader: Reader;
  readonly #size: number;
  readonly #stack: number;
  readonly #m: number;
  readonly #sched: number;
  readonly #schedLr: number;
  readonly #syscallsp: number;
  readonly #syscallpc: number;
  readonly #status: number;
  readonly #goid: number;
  readonly #startpc: number;
  readonly #running: RunningPlaces;
  readonly #onDead: ((dead: DeadGoroutine) => void) | undefined;

  constructor(
    runtime: Pick<Runtime, 'arch' | 'layouts'>,
    memory: Memory,
    threads: readonly ThreadRegisters[],
    onDead: ((dead: DeadGoroutine) => void) | undefined,
  ) {
    this.#onDead = onDead;
    const { layouts } = runtime;
    const at = (field: string): number => layouts.offset('runtime.g', field);
    this.#reader = new Reader(memory);
    this.#size = layouts.struct('runtime.g')?.size ?? 0;
    this.#stack = at('stack');
    this.#m = at('m');
    this.#sched = at('sched') + layouts.offset('runtime.gobuf', 'sp');
    this.#schedLr = at('sched') + layouts.offset('runtime.gobuf', 'lr');
    this.#syscallsp = at('syscallsp');
    this.#syscallpc = at('syscallpc');
    this.#status = at('atomicstatus');
    this.#goid = at('goid');
    this.#startpc = at('startpc');
    this.#running = new RunningPlaces(runtime, this.#reader, threads);
  }

  read(address: Address): Goroutine | 'damaged' | undefined {
    if (!isAddress(address) || address % 8 !== 0) return 'damaged';
    const g = this.#reader.view(address, this.#size);
    if (!g) return 'damaged';
    const status = u32At(g, this.#status) & ~scanBit;
    const stackLow = u64At(g, this.#stack);
    const stackHigh = u64At(g, this.#stack + 8);
    const id = u64At(g, this.#goid);
    const startPc = u64At(g, this.#startpc);
    if (status > newestStatus) return 'damaged';
    if (status === deadStatus || status === deadExtraStatus) {
      const hasStack = isAddress(stackLow) && stackHigh > stackLow && stackHigh - stackLow <= largestStack;
      this.#onDead?.({ address, stackLow: hasStack ? stackLow : 0, stackHigh: hasStack ? stackHigh : 0 });
      return undefined;
    }
    if (status === idleStatus) return undefined;
    if (!isAddress(stackLow) || stackHigh <= stackLow || stackHigh - stackLow > largestStack)
      return 'damaged';
    const saved = this.#saved(g);
    // Reading the thread ends the life of the view `g`.
    const m = u64At(g, this.#m);
    const place = status === runningStatus ? this.#running.of(m, stackLow, stackHigh, saved) : saved;
    const isInside = place.sp >= stackLow && place.sp <= stackHigh;
    // A running one whose thread says nothing of this stack may be using it down to its end.
    const { sp, pc, linkRegister, standing } = isInside ? place : { ...unknownPlace, sp: stackLow };
    return { id, status, stackLow, stackHigh, sp, pc, linkRegister, standing, startPc, address };
  }

  /** As the runtime's unwinder begins (runtime/traceback.go, initAt): a system call's entry saves over the scheduler. */
  #saved(g: Uint8Array): Place {
    const sp = u64At(g, this.#syscallsp);
    if (sp !== 0) return { sp, pc: u64At(g, this.#syscallpc), linkRegister: 0, standing: 'syscall' };
    return {
      sp: u64At(g, this.#sched),
      // gobuf begins with sp and pc in every version.
      pc: u64At(g, this.#sched + 8),
      linkRegister: u64At(g, this.#schedLr),
      standing: 'saved',
    };
  }
}

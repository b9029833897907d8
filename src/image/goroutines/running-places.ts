import { type Address, isAddress } from '../../base/index.ts';
import type { ThreadRegisters } from '../evidence.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { type SignalContext, signalContext } from './signal-context.ts';

/** Where a goroutine stands, not yet checked against its stack. */
export type Place = Pick<Goroutine, 'sp' | 'pc' | 'linkRegister' | 'standing'>;

export const unknownPlace: Place = { sp: 0, pc: 0, linkRegister: 0, standing: 'unknown' };

/** Where running goroutines stand, by the registers of their threads. */
export class RunningPlaces {
  readonly #reader: Reader;
  readonly #procid: number;
  readonly #arch: Runtime['arch'];
  readonly #g0: number;
  readonly #gsignal: number;
  readonly #vdsoSp: number;
  readonly #vdsoPc: number;
  readonly #byThread: ReadonlyMap<number, ThreadRegisters>;

  constructor(
    { layouts, arch }: Pick<Runtime, 'layouts' | 'arch'>,
    reader: Reader,
    threads: readonly ThreadRegisters[],
  ) {
    this.#arch = arch;
    this.#gsignal = layouts.offset('runtime.m', 'gsignal');
    this.#reader = reader;
    this.#procid = layouts.offset('runtime.m', 'procid');
    this.#g0 = layouts.offset('runtime.m', 'g0');
    this.#vdsoSp = layouts.find('runtime.m', 'vdsoSP');
    this.#vdsoPc = layouts.find('runtime.m', 'vdsoPC');
    this.#byThread = new Map(threads.map((thread) => [thread.threadId, thread]));
  }

  /** `saved` is what g.sched says, which holds while the thread works on its own stack. */
  of(m: Address, stackLow: Address, stackHigh: Address, saved: Place): Place {
    if (this.#byThread.size === 0 || !isAddress(m)) return unknownPlace;
    const thread = this.#byThread.get(this.#reader.u64(m + this.#procid));
    if (!thread) return unknownPlace;
    const { sp, pc, linkRegister = 0 } = this.#interrupted(m, thread) ?? thread;
    if (sp >= stackLow && sp <= stackHigh) return { sp, pc, linkRegister, standing: 'thread' };
    // In the vDSO (time.Now) the thread's stack is used without saving the goroutine: m says who called.
    const vdsoSp = this.#vdsoSp < 0 ? 0 : this.#reader.u64(m + this.#vdsoSp);
    if (vdsoSp > 0) {
      const vdsoPc = this.#vdsoPc < 0 ? 0 : this.#reader.u64(m + this.#vdsoPc);
      return { sp: vdsoSp, pc: vdsoPc, linkRegister: 0, standing: 'thread' };
    }
    // systemstack, mcall and morestack save the goroutine before they switch.
    const { low, high } = this.#stackOf(m + this.#g0);
    return sp >= low && sp <= high ? saved : unknownPlace;
  }

  /** Where the thread stood before a signal came, as those do by which the scheduler and the collector preempt. */
  #interrupted(m: Address, { sp }: ThreadRegisters): SignalContext | undefined {
    return signalContext(this.#reader, this.#arch, this.#stackOf(m + this.#gsignal), sp);
  }

  /** Bounds of the stack of the g that a pointer leads to; g begins with them. Empty where they cannot be read. */
  #stackOf(pointer: Address): { low: Address; high: Address } {
    const g = this.#reader.u64(pointer);
    return isAddress(g) ? { low: this.#reader.u64(g), high: this.#reader.u64(g + 8) } : { low: 0, high: -1 };
  }
}

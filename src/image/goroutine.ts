import type { Address } from '../base/index.ts';

/** One entry of runtime.allgs that is not dead. */
export interface Goroutine {
  readonly id: number;
  /** g.atomicstatus without the scan bit: 1 runnable, 2 running, 3 syscall, 4 waiting, 9 preempted. */
  readonly status: number;
  readonly stackLow: Address;
  readonly stackHigh: Address;
  /** Lowest address in use: sched.sp, syscallsp, or a thread's sp; stackLow where a running one's is not known. */
  readonly sp: Address;
  readonly startPc: Address;
  readonly address: Address;
}

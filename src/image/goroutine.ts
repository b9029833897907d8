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
  /** Where it goes on: sched.pc, syscallpc, a thread's pc; 0 where a running one's is not known. */
  readonly pc: Address;
  /** arm64: the return address of a function that has not stored it yet; 0 on amd64 and where it is on the stack. */
  readonly linkRegister: Address;
  /**
   * Whose words sp and pc are: what the scheduler saved, what the system call's entry saved, or the registers of the
   * thread; `unknown` for a running one without them, whose whole stack may be in use.
   */
  readonly standing: 'saved' | 'syscall' | 'thread' | 'unknown';
  readonly startPc: Address;
  readonly address: Address;
}

import { classBytes } from '../../gomem/index.ts';
import type { Layouts, Runtime } from '../runtime.ts';

/** Where the fields of a time.Timer or time.Ticker lie in its object. */
export interface TimerLayout {
  /** Bytes of the slot that the allocator gives it. */
  readonly slotBytes: number;
  readonly when: number;
  readonly period: number;
  readonly function: number;
  /** Second word of the interface `arg`: the channel, or the closure of AfterFunc. */
  readonly argument: number;
  /** Go 1.23+: the timer has a channel that the runtime knows; -1 before. */
  readonly isChan: number;
  /** Up to Go 1.22; -1 since. */
  readonly status: number;
  readonly nextWhen: number;
  readonly channelReceivers: number;
}

/**
 * Up to Go 1.22 time.Timer and time.Ticker are {C; r runtimeTimer}, the timer 8 bytes in; since Go 1.23 both are the head
 * of a runtime.timeTimer (runtime/time.go). Undefined where this Go has neither.
 */
export function timerLayout({ layouts }: Runtime): TimerLayout | undefined {
  const timer = layouts.struct('runtime.timer');
  const isChan = layouts.find('runtime.timer', 'isChan');
  const start = isChan < 0 ? 8 : layouts.find('runtime.timeTimer', 'timer');
  if (!timer || start < 0) return undefined;
  const fields = ['when', 'period', 'f', 'arg'].map((field) => fieldAt(layouts, start, field));
  if (Math.min(...fields) < 0) return undefined;
  const [when, period, timerFunction, argument] = fields;
  return {
    slotBytes: classBytes(start + timer.size),
    when,
    period,
    function: timerFunction,
    argument: argument + 8,
    isChan: isChan < 0 ? -1 : start + isChan,
    status: fieldAt(layouts, start, 'status'),
    nextWhen: fieldAt(layouts, start, 'nextwhen'),
    channelReceivers: layouts.find('runtime.hchan', 'recvq'),
  };
}

function fieldAt(layouts: Layouts, start: number, field: string): number {
  const offset = layouts.find('runtime.timer', field);
  return offset < 0 ? -1 : start + offset;
}

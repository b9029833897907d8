import { u64At } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';

/** Bytes at the top of a stack in which the outermost frames' return addresses lie. */
const topBytes = 2048;
/** What the compiler puts around `go f(x)` (cmd/compile/internal/walk; `dwrap` in Go 1.18 to 1.20). */
const wrapper = /\.gowrap\d*$|[·.]dwrap[·.]\d+$/;

/** The function that a goroutine runs: `main.worker`, also where the go statement stands in a wrapper. '' where unknown. */
export function goroutineName(
  goroutine: Goroutine,
  functions: FunctionTable | undefined,
  memory: Memory,
): string {
  const start = functions?.nameOf(goroutine.startPc) ?? '';
  // The first goroutine: runtime.main calls main.main.
  if (start === 'runtime.main') return 'main.main';
  if (!functions || !wrapper.test(start)) return start;
  const from = Math.max(goroutine.sp, goroutine.stackLow, goroutine.stackHigh - topBytes);
  const bytes = goroutine.stackHigh > from ? memory.read(from, goroutine.stackHigh - from) : undefined;
  if (!bytes) return start;
  // Downwards from the top: goexit, the wrapper, then what the function itself calls returns into it.
  for (let at = bytes.length - 8; at >= 0; at -= 8) {
    const name = functions.nameOf(u64At(bytes, at));
    if (name !== undefined && name !== start && name !== 'runtime.goexit') return name;
  }
  return start;
}

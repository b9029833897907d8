import { type Address, i32At, u32At, u64At } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';

/** Bytes at the top of a stack in which the outermost frames' return addresses lie. */
const topBytes = 2048;
/** CALL rel32 (Intel SDM), five bytes. */
const callOpcode = 0xe8;
/** BL (Arm ARM): the upper six bits. */
const branchWithLink = 0x25;
/** What the compiler puts around `go f(x)` (cmd/compile/internal/walk; before Go 1.22 mostly named like a closure). */
const wrapper = /\.gowrap\d*$|[·.]dwrap[·.]\d+$/;

/** True for a function that the compiler put around a go statement. */
export function isGoWrapper(name: string): boolean {
  return wrapper.test(name);
}

/** The function that a goroutine runs: `main.worker`, also where the go statement stands in a wrapper. '' where unknown. */
export function goroutineName(
  goroutine: Goroutine,
  functions: FunctionTable | undefined,
  memory: Memory,
  arch: Runtime['arch'],
): string {
  const start = functions?.nameOf(goroutine.startPc) ?? '';
  // The first goroutine: runtime.main calls main.main.
  if (start === 'runtime.main') return 'main.main';
  if (!functions || !(isGoWrapper(start) || functions.isWrapper(goroutine.startPc))) return start;
  const from = Math.max(goroutine.sp, goroutine.stackLow, goroutine.stackHigh - topBytes);
  const bytes = goroutine.stackHigh > from ? memory.read(from, goroutine.stackHigh - from) : undefined;
  if (!bytes) return start;
  const entry = functions.entryOf(goroutine.startPc);
  // A reused stack is full of return addresses of its last life, but one into this wrapper tells what the wrapper calls.
  for (let at = bytes.length - 8; at >= 0; at -= 8) {
    const word = u64At(bytes, at);
    if (word <= entry || functions.entryOf(word) !== entry) continue;
    // Where the compiler put the function's own code into the wrapper, the call is one of that function's.
    const calls = functions.callsAt(word - 1);
    if (calls.length > 1) return calls[calls.length - 2].name;
    const name = functions.nameOf(calledBefore(word, memory, arch));
    if (name !== undefined && !name.startsWith('runtime.morestack')) return name;
  }
  return start;
}

/** Target of the direct call that returns to this address; 0 where the instruction before it is none. */
function calledBefore(returnAddress: Address, memory: Memory, arch: Runtime['arch']): Address {
  if (arch === 'amd64') {
    const code = memory.read(returnAddress - 5, 5);
    return code?.[0] === callOpcode ? returnAddress + i32At(code, 1) : 0;
  }
  const code = memory.read(returnAddress - 4, 4);
  if (!code || u32At(code, 0) >>> 26 !== branchWithLink) return 0;
  // The low 26 bits are a signed count of instructions.
  return returnAddress - 4 + ((i32At(code, 0) << 6) >> 6) * 4;
}

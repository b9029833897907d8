import { type Address, u64At } from '../../base/index.ts';
import type { Reader } from '../reader.ts';

/** Registers that a signal interrupted. */
export interface SignalContext {
  readonly sp: Address;
  readonly pc: Address;
  readonly linkRegister: Address;
}

/** More than Go gives a signal's stack (runtime/os_linux.go, mpreinit: 32 KiB). */
const largestStackBytes = 1 << 17;
/**
 * Offsets in ucontext_t (include/uapi/asm-generic/ucontext.h, asm/sigcontext.h of Linux): the stack's address and size,
 * the same everywhere, then sp, pc and the link register, which amd64 does not have.
 */
const stackAddressOffset = 16;
const stackSizeOffset = 32;
const contextOffsets = {
  amd64: { sp: 160, pc: 168, linkRegister: -1 },
  arm64: { sp: 432, pc: 440, linkRegister: 424 },
} as const;

/**
 * What the handler of a signal interrupted, from the context that the kernel has put on the signal's stack: found by the
 * bounds of that very stack, which stand in it. Undefined where `sp` is not on it, or no such context is above `sp`.
 */
export function signalContext(
  reader: Reader,
  arch: keyof typeof contextOffsets,
  signalStack: { readonly low: Address; readonly high: Address },
  sp: Address,
): SignalContext | undefined {
  const { low, high } = signalStack;
  if (!(sp >= low && sp < high) || high - low > largestStackBytes) return undefined;
  const offsets = contextOffsets[arch];
  const from = sp - (sp % 8);
  const bytes = reader.memory.read(from, high - from);
  if (!bytes) return undefined;
  for (let at = 0; at + offsets.pc + 8 <= bytes.length; at += 8) {
    if (u64At(bytes, at + stackAddressOffset) !== low) continue;
    if (u64At(bytes, at + stackSizeOffset) !== high - low) continue;
    const { linkRegister } = offsets;
    return {
      sp: u64At(bytes, at + offsets.sp),
      pc: u64At(bytes, at + offsets.pc),
      linkRegister: linkRegister < 0 ? 0 : u64At(bytes, at + linkRegister),
    };
  }
  return undefined;
}

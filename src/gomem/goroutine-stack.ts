/** Smallest stack of a goroutine in bytes (runtime/stack.go stackMin; Linux, Go 1.18 to 1.26). */
export const smallestStackBytes = 2048;

/** Largest stack on 64-bit platforms (runtime/proc.go main: maxstacksize), beyond which the program dies. */
const largestStackBytes = 2 ** 30;

/**
 * Bytes that a stack must have free below the last frame: room for a chain of functions that do not check (stack.go
 * stackNosplit, 800) and, less what a small frame may take of the guard, for that frame. 1.18: StackGuard 928, less 128.
 */
const nosplitBytes = 800;
const guardBytes = 928;

/** What a goroutine's stack depends on. */
export interface StackUse {
  /** Deepest use so far, in bytes from the top of the stack to its pointer, with the frame that is being entered. */
  readonly peakBytes: number;
  /** Use when the collector looks; the peak unless said. */
  readonly presentBytes?: number;
  /** Collections since the peak; each may halve the stack once. */
  readonly collections?: number;
  /** Size that the goroutine began with, see `startingStackBytes`. */
  readonly startingBytes?: number;
}

/**
 * Bytes of a goroutine's stack: doubled until the use fits (stack.go newstack), halved by a collection that finds less
 * than a quarter in use (shrinkstack), never below 2 KiB.
 */
export function goroutineStackBytes(use: StackUse): number {
  let bytes = use.startingBytes ?? smallestStackBytes;
  while (bytes < use.peakBytes + nosplitBytes && bytes < largestStackBytes) bytes *= 2;
  const present = use.presentBytes ?? use.peakBytes;
  for (let collection = 0; collection < (use.collections ?? 0); collection++) {
    if (bytes / 2 < smallestStackBytes || present + nosplitBytes >= bytes / 4) break;
    bytes /= 2;
  }
  return bytes;
}

/**
 * What new goroutines begin with. From Go 1.19 on each collection sets it to the mean use of the stacks that it scanned,
 * plus the guard, rounded up to a power of two (stack.go gcComputeStartingStackSize); 2 KiB before, and in Go 1.18.
 */
export function startingStackBytes(meanScannedBytes: number, goMinor: number): number {
  if (goMinor < 19) return smallestStackBytes;
  const wanted = Math.min(largestStackBytes, meanScannedBytes + guardBytes);
  let bytes = smallestStackBytes;
  while (bytes < wanted) bytes *= 2;
  return bytes;
}

/** Throws on a bug of ours. Damaged input must never reach it: that yields a value plus diagnostics. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`highwater bug: ${message}`);
}

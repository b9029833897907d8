/**
 * What a record of a heap profile stands for, as runtime/pprof writes it (protomem.go scaleHeapSample, Go 1.18 to 1.26): the
 * objects and bytes that were sampled, divided by the probability that an object of their mean size is, 1 - exp(-size / rate).
 * For the records of debug=1 and of runtime.MemProfile; a protobuf has been scaled. `rate` is runtime.MemProfileRate in bytes.
 */
export function scaleHeapSample(
  objects: number,
  byteCount: number,
  rate: number,
): { readonly objects: number; readonly bytes: number } {
  if (objects === 0 || byteCount === 0) return { objects: 0, bytes: 0 };
  // At 1 every object is sampled; at 0 nobody knows.
  if (rate <= 1) return { objects, bytes: byteCount };
  const scale = 1 / (1 - Math.exp(-(byteCount / objects) / rate));
  return { objects: Math.trunc(objects * scale), bytes: Math.trunc(byteCount * scale) };
}

/** The probability that an object of `byteCount` bytes is in a profile of this rate. */
export function sampledShare(byteCount: number, rate: number): number {
  return rate <= 1 ? 1 : -Math.expm1(-byteCount / rate);
}

/** How many objects of `byteCount` bytes each were sampled, where `objects` is what the profile says: `scaleHeapSample` undone. */
export function sampledObjects(objects: number, byteCount: number, rate: number): number {
  return sampledOf(objects, sampledShare(byteCount, rate));
}

/** The same, of objects that are sampled with the probability `share`. */
export function sampledOf(objects: number, share: number): number {
  // The quotient was cut to a whole number, so that it is at most one below: n / share - 1 < objects <= n / share.
  return Math.sign(objects) * Math.ceil(Math.abs(objects) * share - 1e-6);
}

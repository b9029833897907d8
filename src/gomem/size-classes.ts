/**
 * Slot sizes in bytes of the 67 small size classes, class 0 (large objects) first. Identical from Go 1.18 to 1.26
 * (runtime/sizeclasses.go; internal/runtime/gc/sizeclasses.go since 1.25).
 */
export const sizeClasses: readonly number[] = [
  0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416,
  448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200,
  3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384,
  18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
];

/** Pages of 8 KiB in a span of each size class; class 0 has as many as its one object takes. Identical from Go 1.18 to 1.26. */
export const sizeClassPages: readonly number[] = [
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2,
  1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10, 7, 4,
];

/** Largest size that has a size class. */
export const maxSmallBytes = 32768;

/** Class size of each multiple of eight bytes, so that a lookup is one array access. */
const bytesByEighth = buildLookup();

/** The slot size that holds `byteCount` bytes; `byteCount` is at most `maxSmallBytes`. */
export function classBytes(byteCount: number): number {
  return bytesByEighth[Math.ceil(byteCount / 8)];
}

function buildLookup(): Uint16Array {
  const lookup = new Uint16Array(maxSmallBytes / 8 + 1);
  let index = 1;
  for (let eighth = 1; eighth < lookup.length; eighth++) {
    if (eighth * 8 > sizeClasses[index]) index++;
    lookup[eighth] = sizeClasses[index];
  }
  return lookup;
}

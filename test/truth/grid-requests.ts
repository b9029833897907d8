/* Which numbers of entries the grid has: both sides of every step that maps take, the middle, and moments of growth. */
import type { GridRequest } from './grid-program.ts';

/** Classic maps grow beyond 8 entries and 13 times a power of two; 480 … 115,000 are moments while they do. */
const classicCounts = [
  0, 1, 7, 8, 9, 13, 14, 26, 27, 52, 53, 100, 104, 105, 208, 209, 416, 417, 480, 832, 833, 900, 1664, 1665,
  1850, 6656, 6657, 7340, 13312, 13313, 53248, 53249, 106496, 106497, 115000, 425984, 425985, 1703936,
  5_000_000,
];

/** Go 1.21 alone grows beyond 12 times a power of two. */
const classicCountsOfGo121 = [
  0, 1, 7, 8, 9, 12, 13, 24, 25, 48, 49, 96, 97, 104, 105, 192, 193, 384, 385, 440, 768, 769, 830, 1536, 1537,
  6144, 6145, 6760, 12288, 12289, 49152, 49153, 98304, 98305, 106000, 393216, 393217, 1572864, 5_000_000,
];

/** Swiss maps grow beyond 8 entries and 7 times a power of two up to 896; then tables split one by one. */
const swissCounts = [
  0, 1, 7, 8, 9, 14, 15, 28, 29, 56, 57, 100, 112, 113, 224, 225, 448, 449, 896, 897, 1000, 1500, 1792, 1793,
  3000, 3584, 3585, 7168, 7169, 14336, 14337, 50000, 114688, 114689, 458752, 458753, 1_000_000, 5_000_000,
];

/** Largest number of entries of which 20 maps are measured of each type; of larger ones, one of each type. */
const seedLimit = 2000;

/** Keys and values in bytes: the map, its boxes and the array that it leaves take several times that. */
const maxBytes = 1_000_000_000;

/** The whole grid of a Go line. */
export function fullRequest(mapKind: 'classic' | 'swiss', toolchain: string): GridRequest {
  const classic = toolchain.startsWith('go1.21') ? classicCountsOfGo121 : classicCounts;
  return {
    kinds: [],
    counts: mapKind === 'classic' ? classic : swissCounts,
    hinted: true,
    unhinted: true,
    seeds: 20,
    seedLimit,
    maxBytes,
  };
}

/** A few seconds' worth of it. */
export function sliceRequest(mapKind: 'classic' | 'swiss'): GridRequest {
  const counts =
    mapKind === 'classic'
      ? [0, 1, 8, 9, 13, 14, 27, 104, 105, 209, 480, 1665, 7340]
      : [0, 1, 8, 9, 14, 15, 100, 225, 896, 897, 1793, 3000, 7169];
  return { ...fullRequest(mapKind, ''), counts, seedLimit: 300 };
}

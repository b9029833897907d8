import type { Dwarf } from '../../formats/index.ts';
import type { MapKind } from '../runtime.ts';

/**
 * Which design `map` is in this binary. The names of fields decide where DWARF shows one design only; a 1.24 or 1.25
 * binary can carry both (the Swiss package is compiled either way), and then version and experiments decide.
 */
export function findMapKind(
  dwarf: Dwarf | undefined,
  minor: number,
  experiments: readonly string[],
): MapKind {
  if (dwarf) {
    const classic = dwarf.struct('runtime.hmap')?.fields.has('buckets') ?? false;
    const swiss = dwarf.struct('internal/runtime/maps.Map')?.fields.has('dirPtr') ?? false;
    if (classic !== swiss) return classic ? 'classic' : 'swiss';
  }
  if (minor < 24) return 'classic';
  return minor < 26 && experiments.includes('noswissmap') ? 'classic' : 'swiss';
}

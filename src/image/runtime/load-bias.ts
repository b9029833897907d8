import type { Elf } from '../../formats/index.ts';
import type { ImageEvidence } from '../evidence.ts';

const ptLoad = 1;
const etDyn = 3;
const pageBytes = 4096;

/**
 * Run-time address minus ELF address. 0 for a fixed executable. For a PIE: what most mappings of the file agree on,
 * else (a core without NT_FILE) the region that starts with the file's own ELF header. Undefined where nothing tells.
 */
export function findLoadBias(elf: Elf, evidence: ImageEvidence): number | undefined {
  if (elf.type !== etDyn) return 0;
  const votes = new Map<number, number>();
  for (const mapping of evidence.executableMappings) {
    for (const segment of elf.segments) {
      if (segment.type !== ptLoad) continue;
      const firstPage = segment.fileOffset - (segment.fileOffset % pageBytes);
      if (mapping.fileOffset < firstPage || mapping.fileOffset >= segment.fileOffset + segment.fileSize)
        continue;
      const bias = mapping.start - (segment.address + mapping.fileOffset - segment.fileOffset);
      if (bias >= 0) votes.set(bias, (votes.get(bias) ?? 0) + 1);
    }
  }
  let best: number | undefined;
  for (const [bias, count] of votes) if (best === undefined || count > (votes.get(best) ?? 0)) best = bias;
  return best ?? biasByHeader(elf, evidence);
}

function biasByHeader(elf: Elf, evidence: ImageEvidence): number | undefined {
  const first = elf.segments.find((segment) => segment.type === ptLoad && segment.fileOffset === 0);
  const header = evidence.executable.read(0, 64);
  if (!first || header.length < 64) return undefined;
  for (const region of evidence.memory.regions) {
    if (!region.readable || region.end - region.start < 64 || region.start < first.address) continue;
    const bytes = evidence.memory.read(region.start, 64);
    if (bytes?.every((byte, index) => byte === header[index])) return region.start - first.address;
  }
  return undefined;
}

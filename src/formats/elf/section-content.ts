import { type ByteSource, type Diagnostics, latin1, u32At, u64At } from '../../base/index.ts';
import type { Inflate } from '../inflate.ts';
import type { ElfSection } from './elf.ts';

const nobitsType = 8;
/** SHF_COMPRESSED: the content begins with an Elf64_Chdr. */
const compressedFlag = 0x800;
const compressionHeaderBytes = 24;
/** "ZLIB" and the length, 8 bytes big-endian, before the stream of an old .zdebug_ section. */
const oldHeaderBytes = 12;
/** Deflate cannot expand by more (zlib's own figure, 1032:1); a header that claims more is damaged. */
const maximumExpansion = 1032;
/** Larger than the debug information of any Go program known; bounds what damage or malice can make us allocate. */
const maximumSectionBytes = 2 ** 31 - 1;

const nothing = new Uint8Array(0);

/** The content of a section, decompressed; empty with a diagnostic where it is damaged or cut off. */
export function readSectionContent(
  source: ByteSource,
  section: ElfSection,
  inflate: Inflate,
  diagnostics: Diagnostics,
): Uint8Array {
  if (section.type === nobitsType || section.size === 0) return nothing;
  if (section.size > maximumSectionBytes || section.fileOffset + section.size > source.size) {
    return damaged(section, diagnostics, 'reaches past the end of the file');
  }
  const bytes = source.read(section.fileOffset, section.size);
  if (bytes.length !== section.size) return damaged(section, diagnostics, 'cannot be read whole');
  if ((section.flags & compressedFlag) !== 0) return decompress(section, bytes, inflate, diagnostics);
  if (section.name.startsWith('.zdebug_') && latin1(bytes.subarray(0, 4)) === 'ZLIB') {
    const length = bigEndian64(bytes, 4);
    return inflateBounded(section, bytes.subarray(oldHeaderBytes), length, inflate, diagnostics);
  }
  return bytes;
}

function decompress(
  section: ElfSection,
  bytes: Uint8Array,
  inflate: Inflate,
  diagnostics: Diagnostics,
): Uint8Array {
  if (bytes.length < compressionHeaderBytes)
    return damaged(section, diagnostics, 'has no compression header');
  const algorithm = u32At(bytes, 0);
  if (algorithm !== 1) {
    const name = algorithm === 2 ? 'zstd' : `algorithm ${algorithm}`;
    diagnostics.add(
      'elf-compression-unsupported',
      `Section ${section.name} is compressed with ${name}, which is not read; only zlib is.`,
    );
    return nothing;
  }
  return inflateBounded(
    section,
    bytes.subarray(compressionHeaderBytes),
    u64At(bytes, 8),
    inflate,
    diagnostics,
  );
}

function inflateBounded(
  section: ElfSection,
  stream: Uint8Array,
  length: number,
  inflate: Inflate,
  diagnostics: Diagnostics,
): Uint8Array {
  if (length > maximumSectionBytes || length > (stream.length + 64) * maximumExpansion) {
    return damaged(section, diagnostics, 'claims to expand more than its compression can');
  }
  const content = inflate(stream, length);
  if (content?.length !== length) return damaged(section, diagnostics, 'does not decompress');
  return content;
}

function damaged(section: ElfSection, diagnostics: Diagnostics, what: string): Uint8Array {
  diagnostics.add('elf-section-damaged', `Section ${section.name} ${what}; it is treated as missing.`);
  return nothing;
}

function bigEndian64(bytes: Uint8Array, offset: number): number {
  let value = 0;
  for (let index = 0; index < 8; index++) value = value * 256 + (bytes[offset + index] ?? 0);
  return value;
}

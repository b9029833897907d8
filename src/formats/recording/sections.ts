import { encodeText, u32At } from '../../base/index.ts';

/**
 * A recording is a header of 16 bytes and then sections, each with a header of its own, up to the `end` section:
 *
 *   header   8 bytes magic, u32 version, u32 zero
 *   section  u32 kind, u32 packing, u32 stored bytes, u32 raw bytes, u32 CRC-32 of the stored bytes,
 *            u32 CRC-32 of the 20 bytes before; then the stored bytes
 *
 * All little-endian. What a section says is in raw-content.ts. A reader walks from header to header, so that a file cut
 * short still gives what comes before the cut.
 */
export const recordingVersion = 1;
export const headerBytes = 16;
export const sectionHeaderBytes = 24;
/** What the file begins with; the control bytes show a transfer that took it for text. */
const magic: Uint8Array = encodeText('HIGHW\r\n\x1a');

export const sectionKind = {
  /** JSON: who was recorded and when, mappings, threads, counters. Of several the last counts. */
  facts: 1,
  /** Which pages the next `pages` section holds. */
  runs: 2,
  pages: 3,
  /** Bits of the pages that were in memory. */
  resident: 4,
  /** Ranges that could not be read. */
  absent: 5,
  end: 6,
} as const;

/** How the stored bytes are packed. */
export const packing = { none: 0, zstd: 1 } as const;

/** The most that a section unpacks to: pages and their runs are far smaller, the facts of 65,530 mappings as large. */
export const mostRawBytes: number = 64 * 2 ** 20;

/** What the host of this layer lends it: compression and the checksum (CRC-32 of zlib). */
export interface RecordingCodec {
  /** Undefined where it is not `rawBytes` long when unpacked, or damaged. */
  unpack(stored: Uint8Array, rawBytes: number): Uint8Array | undefined;
  pack(raw: Uint8Array): Uint8Array;
  checksum(bytes: Uint8Array): number;
}

export interface SectionHeader {
  readonly kind: number;
  readonly packing: number;
  readonly storedBytes: number;
  readonly rawBytes: number;
  readonly checksum: number;
}

export function encodeFileHeader(): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(8, recordingVersion, true);
  return bytes;
}

/** Version of the recording that begins with these bytes; undefined where they begin no recording. */
export function versionInHeader(bytes: Uint8Array): number | undefined {
  if (bytes.length < headerBytes || !magic.every((byte, index) => bytes[index] === byte)) return undefined;
  return u32At(bytes, 8);
}

/** Header and stored bytes of a section; packed where that makes it smaller. */
export function encodeSection(kind: number, raw: Uint8Array, codec: RecordingCodec): readonly Uint8Array[] {
  const packed = codec.pack(raw);
  const isSmaller = packed.length < raw.length;
  const stored = isSmaller ? packed : raw;
  const header = new Uint8Array(sectionHeaderBytes);
  const view = new DataView(header.buffer);
  const fields = [
    kind,
    isSmaller ? packing.zstd : packing.none,
    stored.length,
    raw.length,
    codec.checksum(stored),
  ];
  for (const [index, field] of fields.entries()) view.setUint32(index * 4, field, true);
  view.setUint32(20, codec.checksum(header.subarray(0, 20)), true);
  return [header, stored];
}

/** Undefined for a header that is damaged, or that claims more than a section may hold. */
export function decodeSectionHeader(bytes: Uint8Array, codec: RecordingCodec): SectionHeader | undefined {
  if (bytes.length < sectionHeaderBytes || u32At(bytes, 20) !== codec.checksum(bytes.subarray(0, 20)))
    return undefined;
  const header = {
    kind: u32At(bytes, 0),
    packing: u32At(bytes, 4),
    storedBytes: u32At(bytes, 8),
    rawBytes: u32At(bytes, 12),
    checksum: u32At(bytes, 16),
  };
  return header.rawBytes <= mostRawBytes && header.storedBytes <= mostRawBytes ? header : undefined;
}

/** The raw bytes of a section; undefined where they are damaged. */
export function decodeSection(
  header: SectionHeader,
  stored: Uint8Array,
  codec: RecordingCodec,
): Uint8Array | undefined {
  if (stored.length !== header.storedBytes || codec.checksum(stored) !== header.checksum) return undefined;
  if (header.packing === packing.zstd) return codec.unpack(stored, header.rawBytes);
  return header.packing === packing.none && stored.length === header.rawBytes ? stored : undefined;
}

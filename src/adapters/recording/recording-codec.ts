import zlib from 'node:zlib';
import type { RecordingCodec } from '../../formats/index.ts';

/** Pages of a heap shrink to a third already at the fastest level, at some 500 MB a second. */
const level = 1;

/** The codec of recordings over node:zlib. Zstandard is there from Node 22.15 on. */
export const recordingCodec: RecordingCodec = {
  pack: (raw) => zlib.zstdCompressSync(raw, { params: { [zlib.constants.ZSTD_c_compressionLevel]: level } }),
  unpack: (stored, rawBytes) => {
    try {
      const raw = zlib.zstdDecompressSync(stored, { maxOutputLength: Math.max(1, rawBytes) });
      return raw.length === rawBytes ? raw : undefined;
    } catch {
      return undefined;
    }
  },
  checksum: (bytes) => zlib.crc32(bytes),
};

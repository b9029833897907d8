import { inflateRawSync } from 'node:zlib';

/** Files of a zip archive (APPNOTE.TXT 6.3, without zip64 and encryption), stored or deflated; directories are left out. */
export function* zipEntries(archive: Buffer): IterableIterator<{ name: string; bytes: Uint8Array }> {
  const endRecord = archive.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (endRecord < 0) throw new Error('not a zip archive');
  const entryCount = archive.readUInt16LE(endRecord + 10);
  let at = archive.readUInt32LE(endRecord + 16);
  for (let index = 0; index < entryCount; index++) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error(`zip directory entry expected at ${at}`);
    const method = archive.readUInt16LE(at + 10);
    const compressedLength = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    // The local header repeats name and extra field, with lengths of its own.
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(start, start + compressedLength);
    if (!name.endsWith('/')) yield { name, bytes: method === 8 ? inflateRawSync(content) : content };
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

import { type Address, latin1, u64At, utf8 } from '../../base/index.ts';
import type { Elf } from '../elf/elf.ts';
import { parseModuleInfo } from './module-info.ts';

/** What `go version -m` prints of a binary; stripped binaries carry it too. */
export interface BuildInfo {
  /** `go1.26.8`, without the experiments that a toolchain appends. */
  readonly goVersion: string;
  /** `noswissmap`, `greenteagc`, …: from the suffix of the version and from the setting GOEXPERIMENT. */
  readonly experiments: readonly string[];
  /** Path of the main module, '' where the binary was built outside one. */
  readonly modulePath: string;
  /** Version of the main module, `(devel)` or '' where it has none. */
  readonly moduleVersion: string;
  /** Import path of package main, '' where absent. */
  readonly mainPackage: string;
  /** `-buildmode`, `-ldflags`, `CGO_ENABLED`, `GOARCH`, `vcs.revision`, … */
  readonly settings: ReadonlyMap<string, string>;
}

const magic = '\xff Go buildinf:';
const alignment = 16;
const headerBytes = 32;
/** The linker puts it at the start of the data segment; a search reads no more than this. */
const maximumSearchBytes = 64 << 20;
const searchChunkBytes = 1 << 20;
/** Module lists of the largest programs take some hundred kilobytes. */
const maximumTextBytes = 16 << 20;
const inlineStringsFlag = 2;

/** debug/buildinfo (Go 1.26): section .go.buildinfo, or without section names the writable segments. */
export function readBuildInfo(elf: Elf): BuildInfo | undefined {
  const header = findHeader(elf);
  const bytes = header === undefined ? undefined : elf.readAt(header, headerBytes);
  if (header === undefined || !bytes) return undefined;
  let version: Uint8Array | undefined;
  let modules: Uint8Array | undefined;
  if ((bytes[15] & inlineStringsFlag) !== 0) {
    const first = readInlineText(elf, header + headerBytes);
    version = first?.bytes;
    modules = first ? readInlineText(elf, first.end)?.bytes : undefined;
  } else if (bytes[14] === 8) {
    // Before Go 1.18 the header points at two Go strings; a PIE leaves these pointers to the loader.
    version = readStringHeader(elf, u64At(bytes, 16));
    modules = readStringHeader(elf, u64At(bytes, 24));
  }
  if (!version || version.length === 0) return undefined;
  const { goVersion, experiments } = splitVersion(utf8(version));
  const info = parseModuleInfo(modules ?? new Uint8Array(0));
  const asked = info.settings.get('GOEXPERIMENT')?.split(',') ?? [];
  return { goVersion, experiments: [...new Set([...experiments, ...asked])].filter(Boolean), ...info };
}

function findHeader(elf: Elf): Address | undefined {
  const section = elf.section('.go.buildinfo');
  if (section) {
    const found = searchMagic(elf, section.address, section.size);
    if (found !== undefined) return found;
  }
  // Go 1.26 puts the header into a RELRO segment of a PIE or not: every writable segment is looked at.
  for (const { type, flags, fileSize, address } of elf.segments) {
    if (type !== 1 || (flags & 2) === 0 || fileSize === 0) continue;
    const found = searchMagic(elf, address, fileSize);
    if (found !== undefined) return found;
  }
  return undefined;
}

function searchMagic(elf: Elf, start: Address, byteCount: number): Address | undefined {
  const end = start + Math.min(byteCount, maximumSearchBytes);
  for (let at = Math.ceil(start / alignment) * alignment; at < end; at += searchChunkBytes) {
    const chunk = elf.readAt(at, Math.min(searchChunkBytes, end - at));
    if (!chunk) return undefined;
    for (let offset = 0; offset + magic.length <= chunk.length; offset += alignment) {
      if (chunk[offset] === 0xff && latin1(chunk.subarray(offset, offset + magic.length)) === magic)
        return at + offset;
    }
  }
  return undefined;
}

/** A length as uvarint, then the bytes. */
function readInlineText(elf: Elf, address: Address): { bytes: Uint8Array; end: Address } | undefined {
  let length = 0;
  let at = address;
  for (let scale = 1; ; scale *= 128) {
    const byte = elf.readAt(at, 1)?.[0];
    if (byte === undefined || scale > 2 ** 28) return undefined;
    at++;
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (length > maximumTextBytes) return undefined;
  const bytes = elf.readAt(at, length);
  return bytes && { bytes, end: at + length };
}

function readStringHeader(elf: Elf, address: Address): Uint8Array | undefined {
  const header = elf.readAt(address, 16);
  if (!header) return undefined;
  const length = u64At(header, 8);
  return length <= maximumTextBytes ? elf.readAt(u64At(header, 0), length) : undefined;
}

/**
 * `go1.24.12 X:noswissmap,synctest` names the experiments that differ from the defaults (internal/buildcfg); since Go
 * 1.26 a dash stands before the X.
 */
function splitVersion(version: string): { goVersion: string; experiments: string[] } {
  const [goVersion, suffix] = version.split(/[ -]X:/, 2);
  return { goVersion: goVersion.trim(), experiments: suffix?.split(' ')[0].split(',') ?? [] };
}

import { u16, u32, u64 } from './byte-writer.ts';

export interface TestSegment {
  readonly type: number;
  readonly flags?: number;
  readonly address?: number;
  readonly bytes: Uint8Array;
  readonly alignment?: number;
}

export interface TestSection {
  readonly name: string;
  readonly type?: number;
  readonly flags?: number;
  readonly address?: number;
  readonly bytes: Uint8Array;
}

export interface TestElf {
  readonly type?: number;
  readonly segments?: readonly TestSegment[];
  readonly sections?: readonly TestSection[];
  /** Put the count of program headers into section 0, as the kernel does above 65534. */
  readonly countInSectionZero?: boolean;
}

/** Writes an ELF64 file (elf(5)): header, program headers, contents, section headers. */
export function elfFile({
  type = 2,
  segments = [],
  sections = [],
  countInSectionZero = false,
}: TestElf): Uint8Array {
  const names = ['', ...sections.map(({ name }) => name), '.shstrtab'];
  const nameBytes = new TextEncoder().encode(`${names.join('\0')}\0`);
  const all = [...sections, { name: '.shstrtab', type: 3, bytes: nameBytes }];
  const withSections = sections.length > 0 || countInSectionZero;
  let at = 64 + segments.length * 56;
  const place = (bytes: Uint8Array): number => {
    const offset = at;
    at += bytes.length;
    return offset;
  };
  const segmentOffsets = segments.map(({ bytes }) => place(bytes));
  const sectionOffsets = all.map(({ bytes }) => place(bytes));
  const file = new Uint8Array(at + (withSections ? 64 * (all.length + 1) : 0));
  const count = countInSectionZero ? 0xffff : segments.length;
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.set([...u16(type), ...u16(62), ...u32(1)], 16);
  file.set(
    [...u64(0), ...u64(64), ...u64(withSections ? at : 0), ...u32(0), ...u16(64), ...u16(56), ...u16(count)],
    24,
  );
  if (withSections) file.set([...u16(64), ...u16(all.length + 1), ...u16(all.length)], 58);
  segments.forEach(({ type: kind, flags = 4, address = 0, bytes, alignment = 4 }, index) => {
    const sizes = [...u64(bytes.length), ...u64(bytes.length), ...u64(alignment)];
    const header = [
      ...u32(kind),
      ...u32(flags),
      ...u64(segmentOffsets[index]),
      ...u64(address),
      ...u64(0),
      ...sizes,
    ];
    file.set(header, 64 + index * 56);
    file.set(bytes, segmentOffsets[index]);
  });
  all.forEach(({ bytes }, index) => file.set(bytes, sectionOffsets[index]));
  if (!withSections) return file;
  if (countInSectionZero) file.set(u32(segments.length), at + 44);
  let nameAt = 0;
  all.forEach((section, index) => {
    nameAt += names[index].length + 1;
    const { type: kind = 1, flags = 0, address = 0, bytes }: TestSection = section;
    const header = [...u32(nameAt), ...u32(kind), ...u64(flags), ...u64(address)];
    file.set([...header, ...u64(sectionOffsets[index]), ...u64(bytes.length)], at + 64 * (index + 1));
  });
  return file;
}

/** One note, name and content padded to `alignment` (elf(5)). */
export function elfNote(owner: string, type: number, content: readonly number[], alignment = 4): Uint8Array {
  const bytes: number[] = [...u32(owner.length + 1), ...u32(content.length), ...u32(type)];
  const pad = (): void => {
    while (bytes.length % alignment !== 0) bytes.push(0);
  };
  bytes.push(...new TextEncoder().encode(owner), 0);
  pad();
  bytes.push(...content);
  pad();
  return Uint8Array.from(bytes);
}

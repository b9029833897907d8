import { describe, expect, it } from 'vitest';
import { littleEndian, text, u16, u32, u64 } from '../testdata/byte-writer.ts';
import { openUnits, structAfter, type TestAttribute, type TestDie } from '../testdata/dwarf-unit.ts';

/** An attribute that nothing here reads. */
const other = 0x3ff0;
const name = 0x03;
const location = 0x02;
const byteSize = 0x0b;
const type = 0x49;

/** DWARF 5 §7.5.5 and §7.5.6, with the GNU extensions: a value of each form. */
const forms: readonly (readonly [string, number, readonly number[]])[] = [
  ['addr', 0x01, u64(1)],
  ['block2', 0x03, [...u16(3), 1, 2, 3]],
  ['block4', 0x04, [...u32(2), 1, 2]],
  ['data2', 0x05, [1, 2]],
  ['data4', 0x06, [1, 2, 3, 4]],
  ['data8', 0x07, u64(9)],
  ['string', 0x08, text('any text')],
  ['block', 0x09, [0x81, 0x01, ...new Array(129).fill(1)]],
  ['block1', 0x0a, [2, 1, 2]],
  ['data1', 0x0b, [5]],
  ['flag', 0x0c, [1]],
  ['sdata', 0x0d, [0xff, 0x7e]],
  ['strp', 0x0e, u32(0)],
  ['udata', 0x0f, [0x80, 0x80, 0x01]],
  ['ref_addr', 0x10, u32(11)],
  ['ref1', 0x11, [11]],
  ['ref2', 0x12, u16(11)],
  ['ref4', 0x13, u32(11)],
  ['ref8', 0x14, u64(11)],
  ['ref_udata', 0x15, [0x8b, 0x01]],
  ['indirect', 0x16, [0x0a, 1, 9]],
  ['indirect flag_present', 0x16, [0x19]],
  ['sec_offset', 0x17, u32(7)],
  ['exprloc', 0x18, [3, 1, 2, 3]],
  ['flag_present', 0x19, []],
  ['strx', 0x1a, [0x80, 0x01]],
  ['addrx', 0x1b, [0x80, 0x01]],
  ['ref_sup4', 0x1c, u32(1)],
  ['strp_sup', 0x1d, u32(1)],
  ['data16', 0x1e, new Array(16).fill(3)],
  ['line_strp', 0x1f, u32(0)],
  ['ref_sig8', 0x20, u64(1)],
  ['implicit_const', 0x21, [0xff, 0x7e]],
  ['loclistx', 0x22, [0x80, 0x01]],
  ['rnglistx', 0x23, [0x80, 0x01]],
  ['ref_sup8', 0x24, u64(1)],
  ['strx1', 0x25, [1]],
  ['strx2', 0x26, u16(1)],
  ['strx3', 0x27, [1, 0, 0]],
  ['strx4', 0x28, u32(1)],
  ['addrx1', 0x29, [1]],
  ['addrx2', 0x2a, u16(1)],
  ['addrx3', 0x2b, [1, 0, 0]],
  ['addrx4', 0x2c, u32(1)],
  ['GNU_addr_index', 0x1f01, [3]],
  ['GNU_str_index', 0x1f02, [3]],
  ['GNU_ref_alt', 0x1f20, u32(1)],
  ['GNU_strp_alt', 0x1f21, u32(1)],
];

describe('forms', () => {
  it.each(forms)('%s is passed over in a type, in a function body and in the unit', (_, form, value) => {
    const attribute: TestAttribute = [other, form, value];
    const body: TestDie = { tag: 0x34, attributes: [attribute, [name, 0x08, text('local')]] };
    const { dwarf, diagnostics } = openUnits([
      {
        rootAttributes: [attribute],
        dies: [
          {
            tag: 0x2e,
            attributes: [attribute],
            children: [body, { tag: 0x0b, attributes: [], children: [body] }],
          },
          structAfter('main.first', [attribute]),
          structAfter('main.second', []),
        ],
      },
    ]);
    expect(dwarf?.struct('main.first')?.size).toBe(77);
    expect(dwarf?.struct('main.second')?.size).toBe(77);
    expect(diagnostics.list()).toEqual([]);
  });

  it('an unknown form ends its unit with a diagnostic and leaves the others readable', () => {
    const { dwarf, diagnostics } = openUnits([
      {
        dies: [
          structAfter('main.before', []),
          structAfter('main.x', [[other, 0x7e, [1]]]),
          structAfter('main.y', []),
        ],
      },
      { dies: [structAfter('main.next', [])] },
    ]);
    expect(dwarf?.struct('main.before')?.size).toBe(77);
    expect(dwarf?.struct('main.y')).toBeUndefined();
    expect(dwarf?.struct('main.next')?.size).toBe(77);
    expect(diagnostics.list().map(({ code }) => code)).toEqual(['dwarf-damaged']);
  });

  it.each<[string, number, readonly number[]]>([
    ['strp', 0x0e, u32(6)],
    ['line_strp', 0x1f, u32(6)],
    ['strx', 0x1a, [1]],
    ['strx1', 0x25, [1]],
    ['strx2', 0x26, u16(1)],
    ['strx3', 0x27, [1, 0, 0]],
    ['strx4', 0x28, u32(1)],
  ])('a name by %s', (_, form, value) => {
    const strings = [...text('other'), ...text('main.named')];
    const { dwarf } = openUnits([{ dies: [{ tag: 0x13, attributes: [[name, form, value]] }] }], {
      '.debug_str': strings,
      '.debug_line_str': strings,
      '.debug_str_offsets': [...u32(12), ...u16(5), ...u16(0), ...u32(0), ...u32(6)],
    });
    expect(dwarf?.struct('main.named')?.name).toBe('main.named');
  });

  it.each<[string, TestAttribute]>([
    ['data1', [byteSize, 0x0b, [200]]],
    ['data2', [byteSize, 0x05, u16(200)]],
    ['data4', [byteSize, 0x06, u32(200)]],
    ['data8', [byteSize, 0x07, u64(200)]],
    ['udata', [byteSize, 0x0f, [0xc8, 0x01]]],
    ['sdata', [byteSize, 0x0d, [0xc8, 0x01]]],
    ['implicit_const', [byteSize, 0x21, [0xc8, 0x01]]],
    ['indirect data2', [byteSize, 0x16, [0x05, ...u16(200)]]],
  ])('a constant by %s', (_, attribute) => {
    const { dwarf } = openUnits([
      { dies: [{ tag: 0x13, attributes: [attribute, [name, 0x08, text('main.t')]] }] },
    ]);
    expect(dwarf?.struct('main.t')?.size).toBe(200);
  });
});

describe('units', () => {
  it.each([
    ['DWARF 4', { version: 4 }],
    ['DWARF 5', { version: 5 }],
    ['64-bit DWARF 4', { version: 4, wide: true }],
    ['64-bit DWARF 5', { version: 5, wide: true }],
  ])('%s', (_, unit) => {
    const offsetBytes = 'wide' in unit ? 8 : 4;
    const pointer: TestDie = {
      tag: 0x0f,
      attributes: [
        [name, 0x08, text('*main.t')],
        [type, 0x10, littleEndian(5, offsetBytes)],
      ],
    };
    const { dwarf } = openUnits([
      { ...unit, dies: [pointer, structAfter('main.t', [[other, 0x17, littleEndian(1, offsetBytes)]])] },
    ]);
    expect(dwarf?.version).toBe(unit.version);
    expect(dwarf?.struct('main.t')?.size).toBe(77);
    expect(dwarf?.type(dwarf.typeByName('*main.t'))?.type).toBe(5);
  });

  it('of other languages and type units are left out of the index; a partial unit of Go is not', () => {
    const { dwarf, diagnostics } = openUnits([
      { language: 0x1d, dies: [structAfter('c.node', [])] },
      { unitType: 2, dies: [structAfter('main.signature', [])] },
      { unitType: 3, dies: [structAfter('main.partial', [])] },
      { version: 4, dies: [structAfter('main.old', [])] },
    ]);
    expect(dwarf?.typeByName('c.node')).toBe(0);
    expect(dwarf?.typeByName('main.signature')).toBe(0);
    expect(dwarf?.struct('main.partial')?.size).toBe(77);
    expect(dwarf?.struct('main.old')?.size).toBe(77);
    expect(diagnostics.list()).toEqual([]);
  });

  it('without any of Go there is no Go debug information', () => {
    expect(openUnits([{ language: 0x1d, dies: [structAfter('c.node', [])] }]).dwarf).toBeUndefined();
  });

  it('a reference counts from its unit, except ref_addr', () => {
    const target = structAfter('main.target', []);
    const first = { dies: [target] };
    const offset = openUnits([first]).dwarf?.typeByName('main.target') ?? 0;
    const start = 12 + 2;
    expect(offset).toBe(14);
    const pointers: TestDie[] = [
      {
        tag: 0x0f,
        attributes: [
          [name, 0x08, text('*a')],
          [type, 0x10, u32(offset)],
        ],
      },
      {
        tag: 0x0f,
        attributes: [
          [name, 0x08, text('*b')],
          [type, 0x13, u32(14)],
        ],
      },
    ];
    const { dwarf } = openUnits([first, { dies: [target, ...pointers] }]);
    expect(dwarf?.type(dwarf.typeByName('*a'))?.type).toBe(offset);
    const relative = dwarf?.type(dwarf.typeByName('*b'))?.type ?? 0;
    expect(relative).toBeGreaterThan(start);
    expect(dwarf?.type(relative)?.name).toBe('main.target');
  });
});

describe('types and variables', () => {
  it('a definition is found before the alias of the same name, and aliases are followed', () => {
    const definition = structAfter(
      'main.t',
      [],
      [
        {
          tag: 0x0d,
          attributes: [
            [name, 0x08, text('a')],
            [0x38, 0x0f, [0]],
            [type, 0x10, u32(0)],
            [0x2903, 0x0c, [1]],
          ],
        },
        // DWARF 2 and 3 wrote the offset of a member as DW_OP_plus_uconst.
        {
          tag: 0x0d,
          attributes: [
            [name, 0x08, text('b')],
            [0x38, 0x0a, [3, 0x23, 0x88, 0x01]],
            [type, 0x10, u32(0)],
          ],
        },
      ],
    );
    const alias: TestDie = {
      tag: 0x16,
      attributes: [
        [name, 0x08, text('main.t')],
        [type, 0x13, u32(14 + 1 + 7 + 4)],
      ],
    };
    const { dwarf } = openUnits([{ dies: [alias, definition] }]);
    const found = dwarf?.type(dwarf.typeByName('main.t'));
    expect(found?.tag).toBe(0x13);
    expect(found?.fields.map(({ name: field, offset, embedded }) => [field, offset, embedded])).toEqual([
      ['a', 0, true],
      ['b', 136, false],
    ]);
    expect(dwarf?.type(14)?.tag).toBe(0x16);
    expect(dwarf?.type(dwarf.type(14)?.type ?? 0)?.name).toBe('main.t');
  });

  it('a ring of aliases ends', () => {
    const { dwarf } = openUnits([
      {
        dies: [
          {
            tag: 0x16,
            attributes: [
              [name, 0x08, text('main.ring')],
              [type, 0x13, u32(14)],
            ],
          },
        ],
      },
    ]);
    expect(dwarf?.typeByName('main.ring')).toBe(14);
    expect(dwarf?.struct('main.ring')).toBeUndefined();
  });

  it('an array gets its length from the count or the upper bound of its subrange', () => {
    const array = (text_: string, attribute: TestAttribute): TestDie => ({
      tag: 0x01,
      attributes: [[name, 0x08, text(text_)]],
      children: [{ tag: 0x21, attributes: [attribute] }],
    });
    const { dwarf } = openUnits([
      { dies: [array('[9]int', [0x37, 0x0f, [9]]), array('[8]int', [0x2f, 0x0b, [7]])] },
    ]);
    expect(dwarf?.type(dwarf.typeByName('[9]int'))?.count).toBe(9);
    expect(dwarf?.type(dwarf.typeByName('[8]int'))?.count).toBe(8);
  });

  it('a variable has an address by DW_OP_addr or DW_OP_addrx, and no other location counts', () => {
    const variable = (text_: string, form: number, block: readonly number[]): TestDie => ({
      tag: 0x34,
      attributes: [
        [name, 0x08, text(text_)],
        [location, form, [block.length, ...block]],
        [type, 0x10, u32(14)],
      ],
    });
    const { dwarf } = openUnits(
      [
        {
          rootAttributes: [[0x73, 0x17, u32(8)]],
          dies: [
            variable('main.a', 0x0a, [0x03, ...u64(0x4000)]),
            variable('main.b', 0x18, [0xa1, 1]),
            variable('main.tls', 0x18, [0x03, ...u64(0x10), 0x9b]),
            variable('main.past', 0x18, [0xa1, 99]),
            variable('main.none', 0x18, []),
          ],
        },
      ],
      { '.debug_addr': [...u32(20), ...u16(5), 8, 0, ...u64(0x5000), ...u64(0x6000)] },
    );
    expect(dwarf?.variables()).toEqual([
      { name: 'main.a', address: 0x4000, type: 14 },
      { name: 'main.b', address: 0x6000, type: 14 },
    ]);
  });
});

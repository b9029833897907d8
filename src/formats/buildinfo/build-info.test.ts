import { describe, expect, it } from 'vitest';
import { text, u64, uleb } from '../testdata/byte-writer.ts';
import { elfFile } from '../testdata/elf-file.ts';
import { openedElf } from '../testdata/go-binary.ts';
import { type BuildInfo, readBuildInfo } from './build-info.ts';

const encoder = new TextEncoder();
const magic = [0xff, ...encoder.encode(' Go buildinf:')];
const sentinel = '0123456789abcdef';

function inline(version: string, modules: string): number[] {
  const string = (value: string): number[] => [...uleb(value.length), ...encoder.encode(value)];
  return [...magic, 8, 2, ...new Array(16).fill(0), ...string(version), ...string(modules)];
}

/** A data segment that begins with bytes of another kind. */
function read(bytes: readonly number[]): BuildInfo | undefined {
  const segment = {
    type: 1,
    flags: 6,
    address: 0x4000,
    bytes: Uint8Array.from([...new Array(48).fill(1), ...bytes]),
  };
  return readBuildInfo(openedElf(elfFile({ segments: [segment] })));
}

describe('readBuildInfo', () => {
  it('reads module, settings and experiments; settings as Go quotes them', () => {
    const lines = [
      'path\texample.com/a/cmd',
      'mod\texample.com/a\tv1.2.3\th1:xyz=',
      'dep\texample.com/b\tv0.1.0\th1:abc=',
      'build\t-ldflags="-X \'main.v=a b\' \\"q\\" \\u00e9\\n"',
      'build\tGOEXPERIMENT=greenteagc,synctest',
      'build\t"odd key"=`raw text`',
      'build\tCGO_CFLAGS=',
      'build\tdamaged',
    ];
    const info = read(inline('go1.25.5 X:greenteagc', `${sentinel}${lines.join('\n')}\n${sentinel}`));
    expect(info).toMatchObject({
      goVersion: 'go1.25.5',
      modulePath: 'example.com/a',
      moduleVersion: 'v1.2.3',
    });
    expect(info?.mainPackage).toBe('example.com/a/cmd');
    expect(info?.experiments).toEqual(['greenteagc', 'synctest']);
    expect([...(info?.settings ?? [])]).toEqual([
      ['-ldflags', '-X \'main.v=a b\' "q" é\n'],
      ['GOEXPERIMENT', 'greenteagc,synctest'],
      ['odd key', 'raw text'],
      ['CGO_CFLAGS', ''],
    ]);
  });

  it('splits the experiments off at a dash too, as Go 1.26 writes them', () => {
    expect(read(inline('go1.26.3-X:nogreenteagc', 'mod\ta\tb\n'))).toMatchObject({
      goVersion: 'go1.26.3',
      experiments: ['nogreenteagc'],
    });
  });

  it('reads a development version, and text without sentinels as no module', () => {
    expect(read(inline('devel go1.27-abcdef Mon Jan 5', 'mod\ta\tb\n'))).toMatchObject({
      goVersion: 'devel go1.27-abcdef Mon Jan 5',
      experiments: [],
      modulePath: '',
    });
  });

  it('reads the pointers of Go before 1.18, so that its version can be named', () => {
    const versionAt = 0x4000 + 48 + 48;
    const header = [...magic, 8, 0, ...u64(0x4000 + 48 + 32), ...u64(0)];
    const bytes = [...header, ...u64(versionAt), ...u64(8), ...text('go1.16.4')];
    expect(read(bytes)?.goVersion).toBe('go1.16.4');
  });

  it.each([
    ['nothing', [1, 2, 3]],
    ['a magic that is not aligned', [0, ...inline('go1.20', '')]],
    ['a length past the end', [...magic, 8, 2, ...new Array(16).fill(0), 0xff, 0xff, 0x7f]],
    ['a length without end', [...magic, 8, 2, ...new Array(16).fill(0), ...new Array(40).fill(0xff)]],
    ['pointers that lead nowhere', [...magic, 8, 0, ...u64(2 ** 40), ...u64(3)]],
    ['32-bit pointers', [...magic, 4, 0, ...new Array(32).fill(0)]],
  ])('gives undefined for %s', (_, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });
});

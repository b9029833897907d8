import { type Address, type Diagnostics, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { GoModule, Layouts } from '../runtime.ts';

/** More plugins than this are a damaged list. */
const maxModules = 256;
const maxTypelinks = 2 ** 24;

/** The modules of the image: the first one and those that plugins appended through `next`. */
export function readModules(
  first: Address,
  memory: Memory,
  layouts: Layouts,
  diagnostics: Diagnostics,
): GoModule[] {
  const modules: GoModule[] = [];
  const seen = new Set<Address>();
  for (let address = first; address !== 0; ) {
    if (seen.has(address) || modules.length === maxModules) {
      diagnostics.add(
        'module-list-damaged',
        'The list of loaded Go modules does not end; some plugins are missing.',
      );
      break;
    }
    seen.add(address);
    const bytes = memory.read(address, moduleSize(layouts));
    const module = bytes && decodeModule(address, bytes, layouts);
    if (!bytes || !module) {
      if (modules.length > 0) {
        diagnostics.add(
          'module-list-damaged',
          'A loaded Go plugin could not be read; its types and globals are missing.',
        );
      }
      break;
    }
    modules.push(module);
    const next = layouts.find('runtime.moduledata', 'next');
    address = next < 0 ? 0 : u64At(bytes, next);
  }
  return modules;
}

/** Decodes one moduledata; undefined unless its segments are in order, as the linker lays them. */
export function decodeModule(address: Address, bytes: Uint8Array, layouts: Layouts): GoModule | undefined {
  const word = (field: string): number => {
    const offset = layouts.find('runtime.moduledata', field);
    return offset >= 0 && offset + 8 <= bytes.length ? u64At(bytes, offset) : 0;
  };
  const typelinks = layouts.find('runtime.moduledata', 'typelinks');
  const typelinkCount = typelinks >= 0 && typelinks + 16 <= bytes.length ? u64At(bytes, typelinks + 8) : 0;
  const module: GoModule = {
    address,
    text: word('text'),
    etext: word('etext'),
    types: word('types'),
    etypes: word('etypes'),
    data: word('data'),
    edata: word('edata'),
    bss: word('bss'),
    ebss: word('ebss'),
    noptrdata: word('noptrdata'),
    enoptrdata: word('enoptrdata'),
    noptrbss: word('noptrbss'),
    enoptrbss: word('enoptrbss'),
    gofunc: word('gofunc'),
    rodata: word('rodata'),
    typelinks: {
      address: typelinks >= 0 && typelinkCount <= maxTypelinks ? word('typelinks') : 0,
      count: typelinkCount <= maxTypelinks ? typelinkCount : 0,
    },
  };
  return plausible(module) ? module : undefined;
}

function plausible(module: GoModule): boolean {
  const ranges: [number, number][] = [
    [module.text, module.etext],
    [module.types, module.etypes],
    [module.data, module.edata],
    [module.bss, module.ebss],
    [module.noptrdata, module.enoptrdata],
    [module.noptrbss, module.enoptrbss],
  ];
  const inOrder = ranges.every(([start, end]) => isAddress(start) && start <= end && end < 2 ** 48);
  return inOrder && module.text < module.etext && module.types < module.etypes;
}

/** All that is read of a moduledata; bounded by `openLayouts`. */
export function moduleSize(layouts: Layouts): number {
  return layouts.struct('runtime.moduledata')?.size ?? 0;
}

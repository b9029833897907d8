import { type Address, formatAddress } from '../../base/index.ts';
import { formatBytes } from '../../findings/index.ts';
import { variableExtents } from '../../image/index.ts';
import type { Census } from '../census.ts';

/** What lies at an address at which no object is, in words: a free slot, a stack, a package variable, nothing. */
export function placeOfAddress(
  address: Address,
  { spans, goroutineList, runtime, memory, heap }: Census,
): string {
  const span = spans.find(address);
  if (span >= 0) {
    const slot = spans.slotOf(span, address);
    const size = formatBytes(spans.elemSize[span]);
    return slot < 0
      ? `it lies behind the last slot of a span of ${size} slots`
      : `it lies in a free slot of ${size} at ${formatAddress(spans.slotAddress(span, slot))}`;
  }
  const goroutine = goroutineList.find(
    ({ stackLow, stackHigh }) => address >= stackLow && address < stackHigh,
  );
  if (goroutine) return `it lies on the stack of goroutine ${goroutine.id}`;
  const covers = ({ start, end }: { start: Address; end: Address }): boolean =>
    address >= start && address < end;
  const variable = variableExtents(runtime).find(covers);
  if (variable) return `it lies in the package variable ${variable.name}`;
  const known = heap?.traced.objects.staticExtents().find(covers);
  if (known) return `it lies in static data that ${known.name} leads to`;
  for (const {
    text,
    etext,
    types,
    etypes,
    data,
    edata,
    bss,
    ebss,
    noptrdata,
    enoptrdata,
    noptrbss,
    enoptrbss,
  } of runtime.modules) {
    const areas = [
      ['code', text, etext],
      ['type descriptors', types, etypes],
      ['package variables', data, edata],
      ['package variables', bss, ebss],
      ['package variables without pointers', noptrdata, enoptrdata],
      ['package variables without pointers', noptrbss, enoptrbss],
    ] as const;
    const area = areas.find(([, start, end]) => address >= start && address < end);
    if (area) return `it lies in the program's ${area[0]}`;
  }
  const region = memory.regions.find(covers);
  if (!region) return 'that memory is not mapped';
  if (address >= spans.base[0] && address < spans.base[spans.count - 1])
    return "it lies between the heap's spans, in pages that hold no object";
  return `it lies in mapped memory that holds no object (${region.path || 'anonymous'})`;
}

import { type Address, isAddress, u64At, utf8 } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { scanWords } from '../runtime/scan-words.ts';

/** waitReason is a uint8; Go 1.26 has 47. */
const maximumReasons = 128;
const longestReason = 64;

/**
 * runtime.waitReasonStrings (runtime/runtime2.go) as the program itself holds them: the numbers change between versions,
 * even between 1.26.3 and 1.26.8. Found by the two entries that have stood first since Go 1.11, so that no symbol is
 * needed; empty where they are not found.
 */
export function readWaitReasons(runtime: Pick<Runtime, 'modules'>, memory: Memory): readonly string[] {
  const [module] = runtime.modules;
  if (!module) return [];
  for (const [start, end] of [
    [module.data, module.edata],
    [module.noptrdata, module.enoptrdata],
  ]) {
    let table: Address = 0;
    scanWords(memory, start, end, (words, index, address) => {
      // Entry 0 is '' and may have any pointer; entries 1 and 2 have lengths 17 and 7.
      if (words[index * 2] !== 17 || words[index * 2 + 1] !== 0) return false;
      if (textAt(memory, address - 8) !== 'GC assist marking' || textAt(memory, address + 8) !== 'IO wait')
        return false;
      table = address - 24;
      return true;
    });
    if (table !== 0) return readTable(memory, table, end);
  }
  return [];
}

function readTable(memory: Memory, table: Address, end: Address): string[] {
  const reasons = [''];
  while (reasons.length < maximumReasons) {
    const place = table + reasons.length * 16;
    const text = place + 16 > end ? undefined : textAt(memory, place);
    if (text === undefined || !/^[\x20-\x7e]+$/.test(text)) break;
    reasons.push(text);
  }
  return reasons;
}

/** The string whose header stands there; undefined where there is none of a reason's length. */
function textAt(memory: Memory, header: Address): string | undefined {
  const bytes = memory.read(header, 16);
  if (!bytes) return undefined;
  const address = u64At(bytes, 0);
  const length = u64At(bytes, 8);
  if (!isAddress(address) || length === 0 || length > longestReason) return undefined;
  const text = memory.read(address, length);
  return text && utf8(text);
}

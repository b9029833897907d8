import { type Address, isAddress, u32At, u64At } from '../../base/index.ts';
import type { Elf } from '../../formats/index.ts';
import type { Memory } from '../memory.ts';
import type { GoModule, Layouts, Runtime } from '../runtime.ts';
import { looksLikeSlice } from './find-mheap.ts';
import { scanWords } from './scan-words.ts';

const maxGoroutines = 2 ** 26;
const probeCount = 4;
const scanBit = 0x1000;
const runningStatus = 2;
const deadStatus = 6;
const copyStackStatus = 8;
const newestStatus = 11;
const largestStack = 2 ** 30;
/** At a list that holds no goroutines, in a process that runs. */
const looks = 8;

type GoroutineList = Runtime['allgs'];

/**
 * runtime.allgs: by symbol, else the first slice in .bss whose entries are all goroutines and that allgptr repeats. A
 * goroutine that is just given another stack looks like none: a process that runs is looked at again.
 */
export function findAllgs(
  elf: Elf,
  loadBias: number,
  module: GoModule,
  memory: Memory,
  layouts: Layouts,
): GoroutineList | undefined {
  for (let look = 1; ; look++) {
    const found = findNow(elf, loadBias, module, memory, layouts);
    if (found || look === looks || memory.letRun?.() !== true) return found;
    memory.refresh();
  }
}

/** The list as it is now, whose slice is known from a moment before; undefined where it holds no goroutines. */
export function readAllgs(known: GoroutineList, memory: Memory, layouts: Layouts): GoroutineList | undefined {
  return known.slice === 0 ? undefined : readSlice(memory, known.slice, layouts);
}

function findNow(
  elf: Elf,
  loadBias: number,
  module: GoModule,
  memory: Memory,
  layouts: Layouts,
): GoroutineList | undefined {
  const symbol = elf.symbol('runtime.allgs');
  const bySymbol = symbol && readSlice(memory, symbol.address + loadBias, layouts);
  if (bySymbol) return bySymbol;
  const candidates: GoroutineList[] = [];
  scanWords(memory, module.bss, module.ebss, (words, index, address) => {
    if (!looksLikeSlice(words, index, 1, maxGoroutines)) return false;
    const slice = readSlice(memory, address, layouts);
    if (slice) candidates.push(slice);
    return candidates.length === 64;
  });
  if (candidates.length < 2) return candidates[0];
  return candidates.find((slice) => occurrences(memory, module, slice.address) > 1) ?? candidates[0];
}

/** runtime.allgptr, also in .bss, holds the same pointer for lock-free readers (runtime/proc.go, allgadd). */
function occurrences(memory: Memory, module: GoModule, pointer: Address): number {
  const low = pointer % 2 ** 32;
  const high = Math.floor(pointer / 2 ** 32);
  let count = 0;
  scanWords(memory, module.bss, module.ebss, (words, index) => {
    if (words[index * 2] === low && words[index * 2 + 1] === high) count++;
    return count > 1;
  });
  return count;
}

function readSlice(memory: Memory, address: Address, layouts: Layouts): GoroutineList | undefined {
  const slice = memory.read(address, 24);
  if (!slice) return undefined;
  const pointer = u64At(slice, 0);
  const count = u64At(slice, 8);
  const capacity = u64At(slice, 16);
  if (!isAddress(pointer) || pointer % 8 !== 0 || count < 1 || count > capacity || capacity > maxGoroutines) {
    return undefined;
  }
  const probed = Math.min(count, probeCount);
  const entries = memory.read(pointer, probed * 8);
  if (!entries) return undefined;
  let living = 0;
  for (let index = 0; index < probed; index++) {
    const status = goroutineStatus(memory, u64At(entries, index * 8), layouts);
    if (status < 0) return undefined;
    if (status !== deadStatus) living++;
  }
  return living > 0 || count > probeCount ? { slice: address, address: pointer, count } : undefined;
}

/** The status of what looks like a g in every field that can be told, else -1. */
function goroutineStatus(memory: Memory, address: Address, layouts: Layouts): number {
  if (!isAddress(address) || address % 8 !== 0) return -1;
  const bytes = memory.read(address, layouts.struct('runtime.g')?.size ?? 0);
  if (!bytes || bytes.length < 64) return -1;
  const word = (field: string): number => u64At(bytes, layouts.offset('runtime.g', field));
  const statusWord = u32At(bytes, layouts.offset('runtime.g', 'atomicstatus'));
  const status = statusWord & ~scanBit;
  const low = u64At(bytes, 0);
  const high = u64At(bytes, 8);
  const goid = word('goid');
  if (status > newestStatus || goid >= 2 ** 48) return -1;
  if (low === 0 && high === 0) return status === deadStatus ? status : -1;
  if (!isAddress(low) || high <= low || high - low > largestStack || low % 1024 !== 0) return -1;
  const sp = u64At(bytes, layouts.offset('runtime.g', 'sched'));
  if (goid === 0 && status !== deadStatus) return -1;
  const isStanding = sp === 0 || (sp >= low && sp <= high) || status === deadStatus;
  // Its stack can be another one than the one that it was last saved on.
  const mayMove = status === runningStatus || status === copyStackStatus || statusWord !== status;
  return isStanding || mayMove ? status : -1;
}

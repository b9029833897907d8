import { type Address, type Diagnostics, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';

/** 16 million spans are 128 GB of heap in the smallest spans; more is a damaged length. */
const maxSpanCount = 2 ** 24;
const chunkBytes = 2 ** 20;

/** The pointers of mheap.allspans, ascending, each once, those that cannot be pointers left out. */
export function readSpanPointers(memory: Memory, slice: Address, diagnostics: Diagnostics): Float64Array {
  const header = memory.read(slice, 16);
  const array = header ? u64At(header, 0) : 0;
  const claimed = header ? u64At(header, 8) : 0;
  if (!isAddress(array) || claimed === 0) {
    diagnostics.add(
      'spans-unreadable',
      'The heap has no readable list of spans; nothing on the heap is seen.',
    );
    return new Float64Array(0);
  }
  if (claimed > maxSpanCount) {
    diagnostics.add(
      'span-list-damaged',
      `The list of spans claims ${claimed} entries; the first ${maxSpanCount} are read.`,
    );
  }
  const claims = Math.min(claimed, maxSpanCount);
  // Fresh pages cost nothing until they are written, so a false length costs no memory.
  const pointers = new Float64Array(claims);
  const chunk = new Uint8Array(Math.min(chunkBytes, claims * 8));
  const words = new DataView(chunk.buffer);
  let count = 0;
  for (let done = 0; done < claims; ) {
    const wanted = Math.min(chunk.length / 8, claims - done);
    if (!memory.read(array + done * 8, wanted * 8, chunk)) {
      diagnostics.add(
        'span-list-damaged',
        'A part of the list of spans cannot be read; objects of some spans are missing.',
      );
      // The rest of a list with a false length is not there either: one unreadable chunk ends it.
      break;
    }
    for (let at = 0; at < wanted * 8; at += 8) {
      const pointer = words.getUint32(at, true) + words.getUint32(at + 4, true) * 2 ** 32;
      if (isAddress(pointer) && pointer % 8 === 0) pointers[count++] = pointer;
      else
        diagnostics.add('span-list-damaged', 'An entry of the list of spans is no pointer; it was left out.');
    }
    done += wanted;
  }
  return ascending(pointers.subarray(0, count));
}

/** Sorts in place and drops repeats. */
function ascending(pointers: Float64Array): Float64Array {
  pointers.sort();
  let kept = 0;
  for (let index = 0; index < pointers.length; index++) {
    if (index === 0 || pointers[index] !== pointers[index - 1]) pointers[kept++] = pointers[index];
  }
  return pointers.subarray(0, kept);
}

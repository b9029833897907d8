import { type Address, type Diagnostics, isAddress, u16At, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

/** Specials of one span that are followed at most; what goes on longer is a damaged list. */
const specialLimit = 100_000;

/** runtime/mheap.go: _KindSpecial…; -1 where this Go has none. */
interface SpecialKinds {
  readonly finalizer: number;
  readonly weakHandle: number;
  readonly cleanup: number;
}

/**
 * What mspan.specials keep, as markrootSpans does it (runtime/mgcmark.go): the function of a finalizer or cleanup, the
 * handle of a weak pointer (never its target). The collector also keeps what an object with a finalizer leads to; here
 * the object itself is kept, for what nothing else reaches: it will live until its finalizer has run. The specials
 * themselves lie outside the heap and are not counted.
 */
export function* specialRoots(
  runtime: Runtime,
  spans: SpanTable,
  memory: Memory,
  diagnostics: Diagnostics,
): Generator<RootGroup> {
  const { layouts } = runtime;
  const field = layouts.find('runtime.mspan', 'specials');
  const at = {
    offset: layouts.find('runtime.special', 'offset'),
    kind: layouts.find('runtime.special', 'kind'),
    size: layouts.struct('runtime.special')?.size ?? 0,
    finalizer: layouts.find('runtime.specialfinalizer', 'fn'),
    weakHandle: layouts.find('runtime.specialWeakHandle', 'handle'),
    cleanup: Math.max(
      layouts.find('runtime.specialCleanup', 'fn'),
      layouts.find('runtime.specialCleanup', 'cleanup'),
    ),
    cleanupEnd: layouts.find('runtime.specialCleanup', 'id'),
  };
  if (field < 0 || at.kind < 0 || at.size < 16) {
    diagnostics.add(
      'specials-unknown',
      'Finalizers and cleanups of this Go are not known; what they keep is missing.',
    );
    return;
  }
  const kinds = specialKinds(runtime.goMinor);
  const reader = new Reader(memory, 256);
  const kept = new PointerList();
  const revived = new PointerList();
  const visit = (special: Address, span: number, view: Uint8Array): void => {
    const kind = view[at.kind];
    // The offset became a whole word in Go 1.24, when kind moved behind it.
    const offset = at.kind - at.offset >= 8 ? u64At(view, at.offset) : u16At(view, at.offset);
    if (kind === kinds.finalizer) {
      addWord(reader, special + at.finalizer, kept);
      if (offset < spans.pageCount[span] * 8192) revived.add(spans.base[span] + offset);
    } else if (kind === kinds.weakHandle) addWord(reader, special + at.weakHandle, kept);
    else if (kind === kinds.cleanup) {
      const end = at.cleanupEnd > at.cleanup ? at.cleanupEnd : at.cleanup + 8;
      for (let word = at.cleanup; word < end; word += 8) addWord(reader, special + word, kept);
    }
  };
  for (const { base, specials } of spans.besides) {
    const span = spans.find(base);
    if (span < 0 || spans.base[span] !== base) continue;
    let special = specials;
    for (let turn = 0; isAddress(special) && turn < specialLimit; turn++) {
      const view = reader.view(special, at.size);
      if (!view) break;
      const next = u64At(view, 0);
      visit(special, span, view);
      special = next;
    }
  }
  yield group('special', 'finalizers, cleanups and weak pointers', rootRank.exact, kept);
  yield group('finalizer', 'objects that wait for their finalizer', rootRank.finalizer, revived);
}

function group(kind: RootGroup['kind'], name: string, rank: RootGroup['rank'], list: PointerList): RootGroup {
  return { kind, name, address: 0, rank, pointers: list.take() };
}

function addWord(reader: Reader, address: Address, list: PointerList): void {
  const word = reader.u64(address);
  if (isAddress(word)) list.add(word);
}

/** By the minor of Go 1. */
export function specialKinds(goMinor: number): SpecialKinds {
  if (goMinor >= 25) return { finalizer: 2, weakHandle: 3, cleanup: 7 };
  if (goMinor === 24) return { finalizer: 1, weakHandle: 2, cleanup: 6 };
  if (goMinor === 23) return { finalizer: 1, weakHandle: 2, cleanup: -1 };
  return { finalizer: 1, weakHandle: -1, cleanup: -1 };
}

import { type Address, formatAddress, UnreadableError } from '../../base/index.ts';
import { formatCount } from '../../findings/index.ts';
import type { SpanTable } from '../../image/index.ts';
import type { Census } from '../census.ts';
import type { HeapLook } from '../heap-look.ts';
import { typeName } from '../heap-summary.ts';
import { nearestNames } from './nearest-names.ts';
import { dominatorsOf, factsOf, typeOfObject, waysOf } from './object-facts.ts';
import { placeOfAddress } from './place-of-address.ts';
import type { ObjectFacts, TypePath, WhyAnswer, WhyObject, WhyType } from './why-answer.ts';

const addressPattern = /^0x[0-9a-f]{1,16}$/i;

/**
 * Who keeps an object (`0x…`, any address inside it) or the objects of a type, as the tables print it. Lists are cut at
 * `limit`. Throws UnreadableError with one line where there is no such object or type, or not every object was looked at.
 */
export function whyOf(question: string, census: Census, limit: number): WhyAnswer {
  const { heap, omitted } = census;
  if (heap)
    return addressPattern.test(question)
      ? whyObject(Number(question), census, heap, limit)
      : whyType(question.trim(), census.spans, heap, limit);
  const slots = omitted ? ` (${formatCount(omitted.objects)} slots)` : '';
  throw new UnreadableError(
    'no-graph',
    `who keeps an object is known only where every object was looked at${slots}: use --graph, without --no-graph and --no-holders, and allow more memory where --max-memory is given`,
  );
}

function whyObject(address: Address, census: Census, heap: HeapLook, limit: number): WhyObject {
  const { spans } = census;
  const { objects } = heap.traced;
  const { graph } = heap;
  const span = spans.find(address);
  const slot = span < 0 ? -1 : spans.slotOf(span, address);
  const { first } = span < 0 ? { first: 0 } : objects.idsOf(span);
  const id = slot < 0 || first === 0 ? 0 : first + slot;
  if (id === 0 || (!spans.isAllocated(span, slot) && !graph.isReached(id)))
    throw new UnreadableError(
      'no-such-object',
      `no object is at ${formatAddress(address)}: ${placeOfAddress(address, census)}`,
    );
  const offset = Math.max(0, address - objects.addressOf(id));
  const isGraph = graph.kind === 'graph' && graph.isReached(id);
  return {
    kind: 'object',
    object: factsOf(heap, id, spans.elemSize[span]),
    offset,
    part: offset === 0 ? '' : objects.partAt(id, offset),
    ...(isGraph ? dominatorsOf(heap, graph, id, limit) : { dominators: [], dominatorCount: 0 }),
    ...(isGraph ? waysOf(heap, graph, id, limit) : { ways: [], wayCount: 0 }),
  };
}

function whyType(type: string, spans: SpanTable, heap: HeapLook, limit: number): WhyType {
  const { objects } = heap.traced;
  const { graph, live } = heap;
  const ofType = live.paths.filter(({ node, kind }) => typeName(objects, node, kind) === type);
  const stray = live.unheldTypes.get(type);
  if (ofType.length === 0 && !stray) throw new UnreadableError('no-such-type', noSuchType(type, heap));
  const paths: TypePath[] = ofType.map(({ node, objects: count, bytes }) => ({
    path: objects.pathOf(node),
    package: objects.packageOf(node),
    objects: count,
    bytes,
  }));
  if (stray) paths.push({ path: '', package: '', ...stray });
  paths.sort((a, b) => b.bytes - a.bytes);
  const largest = largestOf(type, new Set(ofType.map(({ node }) => node)), spans, heap, limit);
  const [first] = largest;
  const firstId = first ? objects.idAt(first.address) : 0;
  const way = graph.kind === 'graph' && firstId !== 0 ? waysOf(heap, graph, firstId, 1).ways[0] : undefined;
  return {
    kind: 'type',
    type,
    objects: paths.reduce((sum, each) => sum + each.objects, 0),
    bytes: paths.reduce((sum, each) => sum + each.bytes, 0),
    paths: paths.slice(0, limit),
    pathCount: paths.length,
    largest,
    way: way ?? null,
  };
}

/** The live objects of some path nodes that retain most; looks at every object once. */
function largestOf(
  type: string,
  nodes: ReadonlySet<number>,
  spans: SpanTable,
  heap: HeapLook,
  limit: number,
): ObjectFacts[] {
  const { traced, graph } = heap;
  const { objects } = traced;
  let largest: { id: number; weight: number; bytes: number }[] = [];
  let least = -1;
  const cut = (): void => {
    largest = largest.sort((a, b) => b.weight - a.weight || a.id - b.id).slice(0, limit);
    if (largest.length === limit) least = largest.at(-1)?.weight ?? 0;
  };
  for (let span = 0; span < spans.count; span++) {
    const { first, end } = objects.idsOf(span);
    const bytes = spans.elemSize[span];
    for (let id = first; id < end; id++) {
      const node = objects.nodeOf(id);
      const isOne = node === 0 ? graph.isReached(id) && typeOfObject(objects, id) === type : nodes.has(node);
      if (!isOne || !graph.isReached(id)) continue;
      const weight = graph.kind === 'graph' ? graph.retainedBytes(id) : bytes;
      if (weight <= least) continue;
      largest.push({ id, weight, bytes });
      if (largest.length > 4 * limit + 64) cut();
    }
  }
  cut();
  return largest.map(({ id, bytes }) => factsOf(heap, id, bytes));
}

function noSuchType(type: string, { traced: { objects }, live }: HeapLook): string {
  const names = new Set(live.paths.map(({ node, kind }) => typeName(objects, node, kind)));
  for (const name of live.unheldTypes.keys()) names.add(name);
  names.delete('?');
  const nearest = nearestNames(type, names);
  const help =
    nearest.length > 0 ? `did you mean ${nearest.join(', ')}?` : 'the tables of --graph list the types';
  return `no live object has the type ${type}; ${help}`;
}

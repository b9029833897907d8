import { joinSteps, type Holder, type ObjectGraph } from '../../image/index.ts';
import type { HeapLook } from '../heap-look.ts';
import { typeName } from '../heap-summary.ts';
import type { Dominator, ObjectFacts, Way, WayStep } from './why-answer.ts';

/** Objects of a way that are told at each end. */
const toldAtEachEnd = 12;
const dominatorLimit = 1000;

export function factsOf({ traced, graph }: HeapLook, id: number, bytes: number): ObjectFacts {
  const { objects } = traced;
  const node = objects.nodeOf(id);
  const reachable = graph.isReached(id);
  return {
    address: objects.addressOf(id),
    type: typeOfObject(traced.objects, id),
    kind: objects.kindOf(node),
    path: reachable ? objects.pathOfObject(id) : '',
    reachable,
    bytes,
    retainedBytes: graph.kind === 'graph' ? graph.retainedBytes(id) : null,
  };
}

/** By the path that leads to an object, else by what it says itself. */
export function typeOfObject(objects: HeapLook['traced']['objects'], id: number): string {
  const node = objects.nodeOf(id);
  if (node !== 0) return typeName(objects, node, objects.kindOf(node));
  return objects.ownTypeOf(id)?.name ?? '?';
}

export function dominatorsOf(
  { traced: { objects } }: HeapLook,
  graph: ObjectGraph,
  id: number,
  limit: number,
): { readonly dominators: Dominator[]; readonly dominatorCount: number } {
  // Place 0 stands for several roots: nobody in particular.
  const chain = graph.dominatorsOf(id, dominatorLimit).filter((place) => place !== 0);
  // Of a long one the root counts most.
  const shown =
    chain.length > limit ? [...chain.slice(0, Math.max(0, limit - 1)), ...chain.slice(-1)] : chain;
  const dominators = shown.map((place): Dominator => {
    const holder = holderOf(graph, place);
    const retainedBytes = graph.retainedBytes(place);
    if (!holder)
      return {
        name: typeOfObject(objects, place),
        root: null,
        address: objects.addressOf(place),
        retainedBytes,
      };
    const { name, kind, address } = holder;
    return { name, root: kind, address: address === 0 ? null : address, retainedBytes };
  });
  return { dominators, dominatorCount: chain.length };
}

export function waysOf(
  { traced: { objects } }: HeapLook,
  graph: ObjectGraph,
  id: number,
  limit: number,
): { readonly ways: Way[]; readonly wayCount: number } {
  const { paths, count } = graph.waysTo(id, limit);
  const ways = paths.map(({ places, omitted }): Way => {
    const [first, ...ids] = places;
    const holder = holderOf(graph, first);
    const cut = Math.max(0, ids.length - 2 * toldAtEachEnd);
    const left = omitted + cut;
    const told = left === 0 ? ids : [...ids.slice(0, toldAtEachEnd), 0, ...ids.slice(toldAtEachEnd + cut)];
    const steps = objects.spellWay({ name: holder?.name ?? '' }, told);
    return {
      path: joinSteps(steps),
      root: holder?.kind ?? 'variable',
      steps: told.flatMap((each, at): WayStep[] =>
        each === 0
          ? []
          : [{ step: steps[at], address: objects.addressOf(each), type: typeOfObject(objects, each) }],
      ),
      omittedSteps: left,
    };
  });
  return { ways, wayCount: count };
}

function holderOf(graph: ObjectGraph, place: number): Holder | undefined {
  const at = graph.holderAt(place);
  return at < 0 ? undefined : graph.holders[at];
}

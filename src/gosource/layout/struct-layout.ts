import type { Field } from '../types/go-type.ts';
import type { Measure, StructMeasure } from './measures.ts';
import type { BestOrder, PaddingHole } from './type-layout.ts';

/** What lies between the fields, and behind the last. */
export function paddingHoles(
  { offsets, size }: StructMeasure,
  fields: readonly Measure[],
): readonly PaddingHole[] {
  return fields.flatMap((field, index) => {
    const end = offsets[index] + field.size;
    const bytes = (offsets[index + 1] ?? size) - end;
    return bytes > 0 ? [{ offset: end, bytes, afterField: index }] : [];
  });
}

/**
 * Orders fields as golang.org/x/tools/go/analysis/passes/fieldalignment does (v0.38, optimalOrder). Falling alignment
 * leaves no hole but at the end; empty fields go first, where they need no byte behind them; pointers go before the rest,
 * and last of those the field with the most bytes behind its last pointer.
 */
export function bestOrder(
  fields: readonly Field[],
  measures: readonly Measure[],
  measureInOrder: (ordered: readonly Field[]) => Measure,
): BestOrder {
  const order = fields.map((_, index) => index).sort((a, b) => compare(measures[a], measures[b]) || a - b);
  const { size, pointerBytes } = measureInOrder(order.map((index) => fields[index]));
  return { size, pointerBytes, order };
}

function compare(a: Measure, b: Measure): number {
  const isEmpty = (field: Measure): number => (field.size === 0 ? 0 : 1);
  const isScalar = (field: Measure): number => (field.pointerBytes === 0 ? 1 : 0);
  const trailing = (field: Measure): number =>
    field.pointerBytes === 0 ? 0 : field.size - field.pointerBytes;
  return (
    isEmpty(a) - isEmpty(b) ||
    b.align - a.align ||
    isScalar(a) - isScalar(b) ||
    trailing(a) - trailing(b) ||
    b.size - a.size
  );
}

import { callersOf, type FlameNode, type Side, widthOf } from './flame-graph.ts';

/** A node as it is drawn; `left` and `width` are shares of the whole width. */
export interface FlameBar {
  readonly node: FlameNode;
  readonly left: number;
  readonly width: number;
  /** 0 is the top. */
  readonly row: number;
}

/**
 * The callers of a node as whole rows, itself as wide, and below it whom it calls, each as wide as its value is of its
 * caller's. What is narrower than `leastWidth` is not drawn. Callers stand before whom they call.
 */
export function flameBars(shown: FlameNode, side: Side, leastWidth: number): FlameBar[] {
  const bars: FlameBar[] = callersOf(shown).map((node, row) => ({ node, left: 0, width: 1, row }));
  const open = bars.slice(-1);
  for (let bar = open.pop(); bar; bar = open.pop()) {
    const { children } = bar.node;
    const sum = children.reduce((total, child) => total + widthOf(child, side), 0);
    // Where values of a difference cancel, callers have less than whom they call: these share the room that there is.
    const whole = Math.max(widthOf(bar.node, side), sum);
    let { left } = bar;
    const below: FlameBar[] = [];
    for (const child of children) {
      const width = whole > 0 ? (bar.width * widthOf(child, side)) / whole : 0;
      if (width >= leastWidth && width > 0) below.push({ node: child, left, width, row: bar.row + 1 });
      left += width;
    }
    bars.push(...below);
    open.push(...below.reverse());
  }
  return bars;
}

import type { LedgerNode } from '../model/ledger-tree.ts';
import { type Box, squarify } from './squarify.ts';

/** A node as it is drawn: one of those that the map shows, or one inside such a one. */
export interface Tile {
  readonly node: LedgerNode;
  readonly box: Box;
  /** The one of the shown nodes that it belongs to; a tile of depth 0 belongs to itself. */
  readonly top: LedgerNode;
  readonly depth: number;
}

/** Room for the name of a tile that has others inside. */
const headHeight = 24;
const padding = 4;
/** Tiles with a shorter side than this have no others inside. */
const leastInnerSide = 48;
/** What is thinner than this is not drawn. */
const leastSide = 1.5;
const depthLimit = 2;

/** The children of a node as tiles within a box in pixels, with what is inside of them where there is room. */
export function tilesOf(node: LedgerNode, box: Box): Tile[] {
  const tiles: Tile[] = [];
  const add = (parent: LedgerNode, within: Box, depth: number, top: LedgerNode | undefined): void => {
    const boxes = squarify(
      parent.children.map(({ bytes }) => bytes),
      within,
    );
    parent.children.forEach((child, index) => {
      const at = boxes[index];
      if (Math.min(at.width, at.height) < leastSide) return;
      const belongsTo = top ?? child;
      tiles.push({ node: child, box: at, top: belongsTo, depth });
      const inner = insideOf(at);
      if (inner && depth < depthLimit && child.children.length > 0) add(child, inner, depth + 1, belongsTo);
    });
  };
  add(node, box, 0, undefined);
  return tiles;
}

function insideOf({ x, y, width, height }: Box): Box | undefined {
  const inner = {
    x: x + padding,
    y: y + headHeight,
    width: width - 2 * padding,
    height: height - headHeight - padding,
  };
  return Math.min(inner.width, inner.height) < leastInnerSide ? undefined : inner;
}

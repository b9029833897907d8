import type { Change, FlameNode } from '../model/flame-graph.ts';

/** Colours of the report's areas, for whose a frame is. */
export const originTones: Readonly<Record<FlameNode['origin'], string>> = {
  program: 'live',
  library: 'outside',
  runtime: 'runtime',
  all: 'file',
  joined: 'file',
};

/** What a change looks like: orange and blue differ for those who do not tell red from green, and the sign stands on the frame. */
export const changeTones: Readonly<Record<Change, { readonly tone: string; readonly sign: string }>> = {
  new: { tone: 'unexplained', sign: '✚' },
  grown: { tone: 'spare', sign: '▲' },
  same: { tone: 'file', sign: '=' },
  shrunk: { tone: 'live', sign: '▼' },
  gone: { tone: 'runtime', sign: '✕' },
};

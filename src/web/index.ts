/**
 * web: the explorer, one HTML file that runs the simulation in the browser. What is behind explorer/main.ts runs there
 * and nowhere else; this door gives the command line what it needs to fill the built page, and touches no DOM. Never
 * asks the network for anything, and never does arithmetic of its own about Go.
 */
export { largestEntries } from './explorer/model/limits.ts';
export { fillPage, presetMarker } from './page/fill-page.ts';
export { goDeclarations } from './page/go-declarations.ts';
export type { Preset } from './page/preset.ts';

/**
 * web: pages of one HTML file each: the explorer, which runs the simulation in the browser, the report of `inspect`, and that
 * of evidence that is not memory. What is behind their main.ts runs there and nowhere else; this door gives the command line what it needs
 * to fill the built pages, and touches no DOM. Never asks the network for anything, and never does arithmetic of its own
 * about Go.
 */
export { largestEntries } from './explorer/model/limits.ts';
export { evidencePageJson } from './page/evidence-data.ts';
export { dataMarker, fillPage } from './page/fill-page.ts';
export { goDeclarations } from './page/go-declarations.ts';
export { generatorOf, type PageKind, pageKinds } from './page/page-kind.ts';
export type { Preset } from './page/preset.ts';
export { type ReportData, reportJson } from './page/report-data.ts';

import type { Block } from '../drawing/cell-state.ts';
import type { BarGroup } from '../drawing/fill-bar.ts';
import type { DeletePattern } from '../model/deletion-order.ts';
import type { StructureChange } from '../model/structure-change.ts';
import type { PhaseName } from '../model/phases.ts';

/** The bytes of one version as the headline tells them. */
export interface HeadlineBytes {
  readonly go: string;
  readonly filled: string;
  readonly stays: string;
  readonly rebuilt: string;
}

/** The wording of the explorer. Counts and bytes come formatted unless a number is asked for. */
export interface ExplorerWords {
  readonly title: string;
  readonly intro: string;
  headline(entries: string, keep: string, isShrunk: boolean, versions: readonly HeadlineBytes[]): string;
  readonly type: string;
  readonly notMap: string;
  readonly declarations: string;
  readonly entries: string;
  readonly hint: string;
  readonly hintNone: string;
  readonly keep: string;
  readonly pattern: string;
  readonly patterns: Readonly<Record<DeletePattern, string>>;
  readonly seed: string;
  readonly nextSeed: string;
  readonly version: readonly [string, string];
  readonly language: string;
  readonly history: string;
  readonly historyPosition: string;
  positionValue(phase: string, done: string, all: string): string;
  phase(name: PhaseName, operations: string): string;
  readonly start: string;
  readonly play: string;
  readonly pause: string;
  readonly step: string;
  readonly nextChange: string;
  readonly speed: string;
  speedValue(seconds: number): string;
  readonly goOn: string;
  readonly actions: Readonly<Record<PhaseName, string>>;
  readonly reset: string;
  readonly kinds: Readonly<Record<'classic' | 'swiss', string>>;
  readonly figures: {
    readonly len: string;
    readonly slots: string;
    readonly load: string;
    readonly bytes: string;
    readonly boxed: string;
    readonly peak: string;
    readonly garbage: string;
  };
  readonly noBoxes: string;
  readonly legend: Readonly<Record<'full' | 'empty' | 'deleted' | 'evacuated', string>>;
  drawing(go: string, summary: string): string;
  readonly drawingHint: string;
  change(change: StructureChange): string;
  blockTitle(block: Block): string;
  blockShortTitle(block: Block): string;
  blockDetail(block: Block): string;
  barTitle(group: BarGroup): string;
  barDetail(group: BarGroup, place: number): string;
  directoryTitle(entries: number, tables: number): string;
  readonly chart: string;
  chartLabel(summary: string): string;
  readonly chartHint: string;
  readonly chartEntries: string;
  readonly chartBytes: string;
  highWater(go: string, bytes: string): string;
  readonly simulated: string;
  readonly formula: string;
  readonly storageOnly: string;
  readout(entries: string, parts: readonly string[]): string;
  readoutPart(go: string, phase: PhaseName, bytes: string): string;
  readonly table: string;
  readonly stage: string;
  readonly difference: string;
  readonly stages: Readonly<Record<'filled' | 'deleted' | 'rebuilt' | 'peak' | 'garbage', string>>;
  readonly tableNote: string;
}

import type { CpuAccount, HeapAccount } from '../../../profile/index.ts';
import type { RemedyContext } from '../../catalogue/entry.ts';

/** What the rules about heap profiles judge. */
export interface ProfileEvidence extends RemedyContext {
  readonly heap: HeapAccount;
  /** Of the interval that the profile covers; undefined where it counts since the start of the program. */
  readonly durationMs: number | undefined;
}

/** What the rules about CPU profiles judge. */
export interface CpuEvidence extends RemedyContext {
  readonly cpu: CpuAccount;
}

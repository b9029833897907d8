import type { Survey } from './survey.ts';
import { heldBytes, holderName, type HolderNames, unknownType } from './totals.ts';

/** Reachable maps of one type that one abstract path holds. */
export interface MapHolding {
  /** `main.srv.sessions`; `unknownHolder` where none is known. */
  readonly path: string;
  /** Import path of the package that the path begins in; '' where that is not known. */
  readonly package: string;
  readonly type: string;
  readonly maps: number;
  /** With boxed keys and values. */
  readonly bytes: number;
}

/** Every reachable map in one of its rows, largest first. */
export function mapHoldings(survey: Survey, holders: HolderNames | undefined): MapHolding[] {
  const rows = survey.groups.map((group) => ({
    path: holderName(group, holders),
    package: group.path < 0 ? '' : (holders?.packageOf(group.path) ?? ''),
    type: group.type?.name ?? unknownType,
    maps: group.maps,
    bytes: heldBytes(group),
  }));
  return rows.sort((a, b) => b.bytes - a.bytes);
}

import { rebuiltClassicBytes, rebuiltSwissBytes } from '../../../gomem/index.ts';
import type { LadderFit, MapLine } from '../../../profile/index.ts';
import { paragraphs } from '../../catalogue/entry.ts';
import { describeRetainedLine } from '../../catalogue/map-retained-line.ts';
import { mapRetained } from '../../catalogue/map-retained.ts';
import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { severityOf } from '../../severity.ts';
import { retainedRatio } from '../../survey/map-kinds.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import type { ProfileEvidence } from './evidence.ts';
import { lineText } from './line-text.ts';

/** So few samples of what a line made for entries do not say that most of it is gone. */
const fewestEntrySamples = 16;

/**
 * Lines whose map arrays are many times what their live entries need. A profile has no `len`; but where the same line makes an
 * object for each entry (a boxed key or value, or what the map points to), an entry that is there keeps its object alive, so
 * that there are no more entries than live objects. All bounds are taken against the finding.
 */
export function retainedLines(evidence: ProfileEvidence, language: Language): Finding[] {
  return evidence.heap.maps.flatMap((line) => {
    const { fit, beside, inuse } = line;
    if (fit?.because !== 'rungs' || fit.growth === 'slice' || beside === undefined) return [];
    if (beside.alloc.sampleCount < fewestEntrySamples) return [];
    const entriesHigh = beside.inuseObjectsHigh;
    const rebuiltHighBytes = rebuiltBytes(fit, entriesHigh, evidence.goMinor);
    if (inuse.lowBytes < retainedRatio * rebuiltHighBytes) return [];
    const reclaimableBytes = inuse.lowBytes - rebuiltHighBytes;
    const severity = severityOf(reclaimableBytes, evidence.heap.inuse.bytes);
    if (severity === undefined) return [];
    const where = lineText(line.place);
    const wording = describeRetainedLine(
      {
        where,
        bytes: inuse.bytes,
        lowBytes: inuse.lowBytes,
        highBytes: inuse.highBytes,
        sampleCount: inuse.sampleCount,
        entriesHigh,
        rebuiltHighBytes,
      },
      evidence,
      language,
    );
    return [
      findingOf(
        mapRetained,
        {
          severity,
          bytes: inuse.bytes,
          reclaimableBytes,
          where,
          evidence: evidenceOf(line, entriesHigh, rebuiltHighBytes),
        },
        { ...wording, remedy: paragraphs(mapRetained.remedy[language]) },
        language,
      ),
    ];
  });
}

function evidenceOf(
  { inuse, fit, knownBy }: MapLine,
  entriesHigh: number,
  rebuiltHighBytes: number,
): Finding['evidence'] {
  return {
    lowBytes: inuse.lowBytes,
    highBytes: inuse.highBytes,
    sampleCount: inuse.sampleCount,
    knownBy,
    growth: fit?.growth ?? null,
    entriesHigh,
    rebuiltHighBytes,
  };
}

function rebuiltBytes({ growth, largestUnitBytes }: LadderFit, entries: number, goMinor: number): number {
  const unit = { unitSize: largestUnitBytes, unitHasPointers: true };
  return growth === 'swiss-map'
    ? rebuiltSwissBytes(unit, entries, Math.max(24, goMinor))
    : rebuiltClassicBytes(unit, entries, goMinor);
}

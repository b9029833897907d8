import { describeNotTheProblem, mapsNotTheProblem } from '../catalogue/maps-not-the-problem.ts';
import { type Finding, isAtLeast, severities } from '../finding.ts';
import type { Language } from '../language.ts';
import { heldBytes } from '../survey/totals.ts';
import type { CensusEvidence } from './evidence.ts';
import { deadEntries } from './dead-entries.ts';
import { judgeContainers } from './judge-containers.ts';
import { judgeGroup } from './judge-group.ts';
import { singleMaps } from './single-maps.ts';

/** Every finding that the evidence supports, with `others` that are not about maps: most severe first, then most bytes to give back. */
export function judge(
  evidence: CensusEvidence,
  language: Language,
  others: readonly Finding[] = [],
): Finding[] {
  const singles = singleMaps(evidence);
  const findings = evidence.survey.groups.flatMap((group) =>
    judgeGroup(group, singles.get(group.key) ?? [], evidence, language),
  );
  findings.push(...others);
  if (evidence.containers) findings.push(...judgeContainers(evidence.containers, evidence, language));
  findings.push(...deadEntries(evidence.values ?? [], evidence, language));
  if (
    !evidence.incomplete &&
    !findings.some((each) => each.id.startsWith('map') && isAtLeast(each.severity, 'medium'))
  )
    findings.push(notTheProblem(evidence, language));
  return rankFindings(findings);
}

/** Most severe first, then most bytes to give back; sorts in place. */
export function rankFindings(findings: Finding[]): Finding[] {
  return findings.sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      b.reclaimableBytes - a.reclaimableBytes ||
      b.bytes - a.bytes,
  );
}

/** Made where nothing of weight was found, so that the answer is never silence. */
function notTheProblem(evidence: CensusEvidence, language: Language): Finding {
  const { survey, totalBytes, heapBytes } = evidence;
  const mapBytes = heldBytes(survey.all);
  const { reclaimableBytes } = survey.all;
  return {
    id: 'maps-not-the-problem',
    severity: 'info',
    bytes: mapBytes,
    reclaimableBytes,
    where: { en: 'the whole process', zh: '整个进程' }[language],
    title: mapsNotTheProblem.title[language],
    ...describeNotTheProblem({ mapBytes, reclaimableBytes, totalBytes, heapBytes }, evidence, language),
    evidence: { maps: survey.all.maps, totalBytes, heapBytes },
  };
}

import { dataRace, describeDataRace } from '../../catalogue/data-race.ts';
import { describeMapRace, mapRace } from '../../catalogue/map-race.ts';
import { describeNilMapWrite, nilMapWrite } from '../../catalogue/nil-map-write.ts';
import { describeOutOfMemory, outOfMemory } from '../../catalogue/out-of-memory.ts';
import type { Finding } from '../../finding.ts';
import type { Language, Text } from '../../language.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import { placeText } from './dump-rules.ts';
import type {
  CodePlace,
  MapDeathEvidence,
  MapSharer,
  MemoryDeathEvidence,
  RaceEvidence,
} from './evidence.ts';

const shownSharers = 5;
const nothing = { bytes: 0, reclaimableBytes: 0 };

/** A death that came of how a map was used. */
export function judgeMapDeath(evidence: MapDeathEvidence, language: Language): Finding {
  const { kind, count, message, place, expression, goroutineId, sharers, lineNumber } = evidence;
  const where = whereText(place, expression, language);
  const facts = {
    count,
    message,
    lineNumber,
    expression,
    function: place?.function ?? '',
    at: place?.at ?? '',
  };
  if (kind === 'nil-map') {
    const wording = describeNilMapWrite(
      { count, place: place ? placeText(place) : '', expression },
      evidence,
      language,
    );
    return findingOf(
      nilMapWrite,
      { ...nothing, severity: 'high', where, evidence: facts },
      wording,
      language,
    );
  }
  const accesses: Text[] = place
    ? [
        {
          en: `Goroutine ${goroutineId} noticed it at ${placeText(place)}`,
          zh: `goroutine ${goroutineId} 在 ${placeText(place)} 发现`,
        },
      ]
    : [];
  const wording = describeMapRace(
    {
      count,
      message,
      accesses,
      sharers: sharers.slice(0, shownSharers).map((sharer) => sharerText(sharer)),
      moreSharers: Math.max(0, sharers.length - shownSharers),
      expression,
    },
    evidence,
    language,
  );
  const numbers = {
    ...nothing,
    severity: 'high' as const,
    where,
    evidence: { ...facts, goroutineId, sharerCount: sharers.length },
  };
  return findingOf(mapRace, numbers, wording, language);
}

/** What the race detector reports. */
export function judgeRace(evidence: RaceEvidence, language: Language): Finding {
  const { count, isMap, expression, accesses, lineNumber } = evidence;
  const texts = accesses.map((access) => accessText(access));
  const where = whereText(accesses[0]?.place ?? null, expression, language);
  const [first, second] = accesses;
  const facts = {
    count,
    lineNumber,
    expression,
    first: first ? placeText(first.place) : '',
    firstKind: first?.kind ?? '',
    second: second ? placeText(second.place) : '',
    secondKind: second?.kind ?? '',
  };
  if (!isMap) {
    const wording = describeDataRace({ count, accesses: texts }, evidence, language);
    return findingOf(dataRace, { ...nothing, severity: 'medium', where, evidence: facts }, wording, language);
  }
  const wording = describeMapRace(
    { count, message: '', accesses: texts, sharers: [], moreSharers: 0, expression },
    evidence,
    language,
  );
  return findingOf(mapRace, { ...nothing, severity: 'high', where, evidence: facts }, wording, language);
}

/** A death by lack of memory. */
export function judgeMemoryDeath(evidence: MemoryDeathEvidence, language: Language): Finding {
  const {
    kind,
    count,
    message,
    processName,
    cgroup,
    heldBytes,
    limitBytes,
    askedBytes,
    liveBytes,
    lineNumber,
  } = evidence;
  const place = evidence.place ? placeText(evidence.place) : '';
  const facts = { count, message, processName, cgroup, heldBytes, limitBytes, askedBytes, place, liveBytes };
  const unknown = { en: 'the process', zh: '进程' }[language];
  const numbers = {
    severity: 'high' as const,
    bytes: heldBytes ?? limitBytes ?? 0,
    reclaimableBytes: 0,
    where: processName !== '' ? processName : place === '' ? unknown : place,
    evidence: { ...facts, lineNumber },
  };
  const wording = describeOutOfMemory({ ...facts, isKilled: kind === 'killed' }, evidence, language);
  return findingOf(outOfMemory, numbers, wording, language);
}

function whereText(place: CodePlace | null, expression: string, language: Language): string {
  if (expression !== '' && place) return `${expression}, ${placeText(place)}`;
  return place ? placeText(place) : { en: 'a map', zh: '某个 map' }[language];
}

function sharerText({ goroutineId, known, ...place }: MapSharer): Text {
  const how = {
    'map-call': { en: 'in a call of the runtime for maps', zh: '正在运行时的 map 调用中' },
    'same-address': {
      en: 'has an address of the first one among its arguments',
      zh: '参数中有与前者相同的地址',
    },
    'same-type': { en: 'in a method of the same type', zh: '正在同一类型的方法中' },
    'same-function': { en: 'runs the same function', zh: '运行同一个函数' },
  }[known];
  return {
    en: `goroutine ${goroutineId} at ${placeText(place)} (${how.en})`,
    zh: `${placeText(place)} 处的 goroutine ${goroutineId}（${how.zh}）`,
  };
}

function accessText({ kind, place, goroutineId, created }: RaceEvidence['accesses'][number]): Text {
  const by = created
    ? { en: `, started at ${placeText(created)},`, zh: `（由 ${placeText(created)} 启动）` }
    : { en: '', zh: '' };
  // The race detector counts goroutines by itself: its numbers are not those of tracebacks. 0 is what it no longer knows.
  const who =
    goroutineId === 1
      ? { en: 'The main goroutine', zh: '主 goroutine' }
      : goroutineId === 0
        ? { en: 'A goroutine', zh: '某个 goroutine' }
        : { en: `Goroutine ${goroutineId}`, zh: `goroutine ${goroutineId}` };
  const does = kind === 'write' ? { en: 'writes', zh: '写入' } : { en: 'reads', zh: '读取' };
  return {
    en: `${who.en}${by.en} ${does.en} at ${placeText(place)}`,
    zh: `${who.zh}${by.zh}在 ${placeText(place)} ${does.zh}`,
  };
}

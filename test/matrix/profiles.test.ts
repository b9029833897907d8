/* Every profile that a program of each Go line writes of itself, read as `go tool pprof -raw` and `-top` read it. */
import { describe, expect, test } from 'vitest';
import { goToolPprof } from '../../src/formats/testdata/go-tool-pprof.ts';
import {
  goLineOf,
  goVersionOf,
  heapAccount,
  profileKindOf,
  stackKeys,
  stackTotals,
} from '../../src/profile/index.ts';
import {
  isMarked,
  type ProfileName,
  profileNames,
  rawText,
  takeProfiles,
  type TakenProfiles,
  topRows,
} from '../truth/profiles.ts';
import { type GoLine, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { mapKindOf, profileLines } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

describe('profiles', () => {
  test.for(profileLines)('of $toolchain $experiment', async (line, { skip }) => {
    const subject = { group: 'Profiles', subject: lineName(line) };
    if (toolchainVersion(line) === undefined)
      return leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, () => {
      using taken = takeProfiles(line, 65_536);
      for (const name of profileNames) expectAsPprof(taken, name);
      return Promise.resolve(
        `${profileNames.length} profiles as -raw and -top have them; ${expectMaps(taken, line)}`,
      );
    });
  });
});

function expectAsPprof(taken: TakenProfiles, name: ProfileName): void {
  const profile = taken.read(name);
  expect(profileKindOf(profile)).toBe(name);
  const text = goToolPprof('-raw', taken.path(name));
  expect(rawText(profile)).toBe(text.slice(text.indexOf('Samples:\n')));
  const keys = stackKeys(profile, 'functions');
  const { flat, cum, width } = stackTotals(profile, keys);
  const column = width - 1;
  const truth = topRows('functions', profile.sampleTypes[column], taken.path(name));
  for (let key = 0; key < keys.count; key++) {
    const [ownFlat, ownCum] = [flat[key * width + column], cum[key * width + column]];
    if (ownCum === 0 && !truth.has(keys.name(key))) continue;
    expect([keys.name(key), truth.get(keys.name(key))]).toEqual([
      keys.name(key),
      { flat: ownFlat, cum: ownCum },
    ]);
  }
  // Threads of older lines are counted without a stack.
  expect(truth.size > 0 || name === 'threadcreate').toBe(true);
}

/** The map that grew entry by entry is told by its sizes, as the design that this line has. */
function expectMaps(taken: TakenProfiles, line: GoLine): string {
  const profile = taken.read('heap');
  const version = goVersionOf(profile);
  if (version !== undefined) expect(toolchainVersion(line)).toContain(version);
  const account = heapAccount(profile, goLineOf(version));
  const map = account.maps.find(({ place }) => isMarked(place.line, '// map ladder'));
  expect(map?.fit?.growth).toBe(`${mapKindOf(line)}-map`);
  return `version ${version ?? 'not known'}, a map by its sizes (${map?.knownBy ?? ''})`;
}

import type { Diagnostics } from '../../../base/index.ts';
import type { ProfileColumns } from '../../../formats/index.ts';
import { goVersionOf, type ProfileKind } from '../../../profile/index.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import type { SampleChoice } from './chosen-samples.ts';

/** A profile that was read, and where it comes from. */
export interface ProfileSource {
  readonly name: string;
  readonly profile: ProfileColumns;
  readonly diagnostics: Diagnostics;
  readonly bytesRead: number;
  /** Where only some samples are asked for: which, and how many stacks there are in all. */
  readonly choice?: SampleChoice & { readonly stackCount: number };
  /** Of a difference: what was taken away. */
  readonly base?: { readonly name: string; readonly timeNanos: bigint };
}

/** What the report of every kind of profile begins with. */
export function reportHead({
  name,
  profile,
  diagnostics,
  bytesRead,
}: ProfileSource): Pick<EvidenceReport, 'target' | 'bytesRead' | 'diagnostics'> {
  return {
    target: { kind: 'profile', source: name, goVersion: goVersionOf(profile) ?? null },
    bytesRead,
    diagnostics: diagnostics.list(),
  };
}

/** The field `profile` of the JSON. */
export function profileFacts(
  { profile, base, choice }: ProfileSource,
  kind: ProfileKind,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    profile: {
      kind,
      sampleTypes: profile.sampleTypes,
      periodType: profile.periodType,
      period: profile.period,
      timeMs: Number(profile.timeNanos / 1_000_000n),
      durationMs: Number(profile.durationNanos / 1_000_000n),
      program: profile.mappings[0]?.fileName ?? null,
      stackCount: profile.samples.count,
      base: base === undefined ? null : { source: base.name, timeMs: Number(base.timeNanos / 1_000_000n) },
      filter:
        choice === undefined
          ? null
          : {
              focus: choice.focus ?? null,
              ignore: choice.ignore ?? null,
              tagFocus: choice.tagFocus ?? null,
              stackCountBefore: choice.stackCount,
            },
      ...more,
    },
  };
}

/* Field numbers of perftools.profiles.Profile and what it holds (github.com/google/pprof, proto/profile.proto). */

export const profileField = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  stringTable: 6,
  dropFrames: 7,
  keepFrames: 8,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
} as const;

export const valueTypeField = { type: 1, unit: 2 } as const;
export const sampleField = { locationIds: 1, values: 2, label: 3 } as const;
export const labelField = { key: 1, text: 2, number: 3, unit: 4 } as const;
export const mappingField = {
  id: 1,
  start: 2,
  limit: 3,
  offset: 4,
  fileName: 5,
  buildId: 6,
  hasFunctions: 7,
  hasFileNames: 8,
  hasLineNumbers: 9,
  hasInlineFrames: 10,
} as const;
export const locationField = { id: 1, mappingId: 2, address: 3, line: 4, isFolded: 5 } as const;
export const lineField = { functionId: 1, line: 2, column: 3 } as const;
export const functionField = { id: 1, name: 2, systemName: 3, fileName: 4, startLine: 5 } as const;

/** Wire types (protobuf.dev/programming-guides/encoding). */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * image: a Go process image read through the port `Memory`: runtime, spans, types, maps, who holds them,
 * and the graph of all objects.
 * Pure: it never opens a file or a process, never prints, and trusts no length or pointer that it reads.
 */
export type { DumpedHeap, ImageEvidence, Inflate, ThreadRegisters } from './evidence.ts';
export type { GoField, GoKind, GoType, MapLayout } from './go-type.ts';
export type { MapRecord } from './map-record.ts';
export type { Goroutine } from './goroutine.ts';
export type { HashedTable, MapArray, MapHashing, MapTable } from './map-table.ts';
export type { Memory, Region, Stretch } from './memory.ts';
export { longestRun, type ReadAhead, type Window, windowOf } from './read-ahead.ts';
export type { GoModule, Layouts, MapKind, Runtime, StructLayout } from './runtime.ts';
export type { HeapBitsDesign, SpanColumns, SpanTable } from './span-table.ts';
export { openTypes, type TypeTable } from './types/type-table.ts';
export { type FrameVariable, FrameVariables, spellFrameVariable } from './goroutines/frame-variables.ts';
export { type GoroutineFacts, GoroutineFactsReader } from './goroutines/goroutine-facts.ts';
export { type GoroutineGroup, groupGoroutines } from './goroutines/group-goroutines.ts';
export type { ProfileLabel } from './goroutines/profile-labels.ts';
export { type DeadGoroutine, readGoroutines } from './goroutines/read-goroutines.ts';
export {
  type DeadSums,
  type GoroutineSurvey,
  type SurveyParts,
  surveyGoroutines,
} from './goroutines/survey-goroutines.ts';
export { type GoroutineStack, readStack, type StackFrame } from './goroutines/read-stack.ts';
export { type RootColumns, rootKind } from './goroutines/root-columns.ts';
export { StackRoots } from './goroutines/stack-roots.ts';
export { isStandard } from './goroutines/standing-place.ts';
export { type StackEnd, Unwinder } from './goroutines/unwinder.ts';
export { findRuntime, findRuntimeAgain } from './runtime/find-runtime.ts';
export type { HashRules } from './hash/key-algorithm.ts';
export { type HashOutcome, KeyHasher } from './hash/key-hasher.ts';
export { KeyMemory } from './hash/key-memory.ts';
export type { MemoryHash } from './hash/memory-hash.ts';
export { probeLength } from './hash/probe-length.ts';
export { type HashKind, type ProcessHash, ProcessHashes } from './hash/process-hash.ts';
export { type GcState, readGcState } from './runtime/gc-state.ts';
export { openFunctions } from './runtime/functions.ts';
export { DumpedSpans } from './spans/dumped-spans.ts';
export type { HeapSpans } from './spans/heap-spans.ts';
export { HeapStamp } from './spans/heap-stamp.ts';
export { scannedBytes } from './spans/scanned-bytes.ts';
export { readSpans } from './spans/read-spans.ts';
export type { HolderOptions, HolderParts, Holders, HolderTotal } from './holders/holders.ts';
export { pathSteps } from './holders/path-steps.ts';
export { joinSteps } from './holders/path-trie.ts';
export { traceHolders } from './holders/trace-holders.ts';
export type { HeapObjects, ObjectKind } from './holders/heap-objects.ts';
export { traceHeap, type TracedHeap } from './holders/trace-heap.ts';
export type { ArraySum } from './live/array-sums.ts';
export { type LiveHeap, type PathSum, sumLive } from './live/sum-live.ts';
export { buildGraph, type GraphParts, type MarkedHeap } from './graph/build-graph.ts';
export { columnsOf, type SolvedGraph } from './graph/solved-graph.ts';
export { graphOf, type ProgramGraphParts, solveProgram } from './graph/program-graph.ts';
export { heapRoots, type RootParts } from './graph/heap-roots.ts';
export type { GraphPath, GraphPlace, ObjectGraph } from './graph/object-graph.ts';
export { variableExtents } from './graph/segment-roots.ts';
export type { Amount, HeapTotals } from './graph/retained.ts';
export type { Holder } from './graph/root-table.ts';
export type { RootGroup, RootKind, RootRank } from './graph/roots.ts';
export { type CensusTable } from './maps/census-table.ts';
export { readMaps, type ReadMapsOptions } from './maps/read-maps.ts';
export type { AddressSpace, ProcessCounters } from './residency/address-space.ts';
export { everythingResident, ResidentPages, type Residency } from './residency/resident-pages.ts';
export {
  accountMemory,
  type AccountParts,
  type MemoryAccount,
  type ProcessAccount,
} from './account/account-memory.ts';
export type { SpanAccount } from './account/heap-account.ts';
export type { OutsideMapping } from './account/outside-mappings.ts';
export type { SizeOccupancy } from './account/span-occupancy.ts';
export type { MemoryKind } from './account/memory-kind.ts';
export type { StackAccount } from './account/stack-account.ts';
export type { ContainerParts } from './containers/container-parts.ts';
export { type Containers, readContainers } from './containers/read-containers.ts';
export type { Backlog } from './containers/read-backlog.ts';
export type { PoolRecord } from './containers/read-pools.ts';
export type { TimerGroup } from './containers/timer-groups.ts';
export type { DumpAccount } from './account/dump-account.ts';
export { absentMapBytes } from './account/absent-maps.ts';
export { randomFrom, sampledCount, type SampleLimits } from './map-values/entry-sample.ts';
export { lastCollectionMs } from './map-values/last-collection.ts';
export type { Estimate, MapValues, ValueField } from './map-values/map-values.ts';
export { canTellEnd, MapValueReader } from './map-values/read-map-values.ts';
export type { FieldKind } from './map-values/value-columns.ts';

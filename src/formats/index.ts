/**
 * formats: bytes to plain values, one folder a format (ELF, DWARF, pclntab, build info, procfs texts, heap dumps);
 * and profiles of pprof, both ways.
 * Pure: it reads through `ByteSource`, does no I/O, knows nothing of the Go runtime's live structures.
 */
export type { Inflate } from './inflate.ts';
export type { Elf, ElfNote, ElfSection, ElfSegment, ElfSymbol } from './elf/elf.ts';
export { type ElfRejection, openElf, type OpenElfOptions } from './elf/open-elf.ts';
export type {
  Dwarf,
  DwarfCapture,
  DwarfField,
  DwarfLocal,
  DwarfStruct,
  DwarfType,
  DwarfVariable,
} from './dwarf/dwarf.ts';
export { openDwarf } from './dwarf/open-dwarf.ts';
export type { ReadBytes } from './pclntab/byte-window.ts';
export { findFunctionTable } from './pclntab/find-function-table.ts';
export { type CodeFunction, functionFlag } from './pclntab/code-function.ts';
export {
  type FunctionTable,
  type FunctionTableOptions,
  openFunctionTable,
  type SourceCall,
  type SourcePosition,
} from './pclntab/function-table.ts';
export { type BuildInfo, readBuildInfo } from './buildinfo/build-info.ts';
export {
  type CgroupMembership,
  type MountEntry,
  parseCgroups,
  parseMounts,
} from './procfs/cgroup.ts';
export { parseSmaps, type SmapsEntry } from './procfs/smaps.ts';
export {
  type CgroupFiles,
  cgroupFileNames,
  type CgroupLevel,
  type CgroupMemory,
  type CgroupTexts,
  type NearestLimit,
  readCgroupMemory,
} from './procfs/cgroup-memory.ts';
export { encodeColumns } from './pprof/encode-columns.ts';
export { encodeProfile } from './pprof/encode-profile.ts';
export {
  type FunctionColumns,
  type LabelColumns,
  type LocationColumns,
  noIndex,
  type ProfileColumns,
  type ProfileHead,
  type ProfileMapping,
  type SampleColumns,
  type Texts,
} from './pprof/profile-columns.ts';
export { ProfileDecoder, type ProfileDecoderOptions } from './pprof/profile-decoder.ts';
export type { Profile, ProfileSample, ValueType } from './pprof/profile.ts';
export type {
  DumpedFinalizer,
  DumpedFrames,
  DumpedGoroutine,
  DumpedMemStats,
  DumpedSegment,
  DumpedType,
  DumpParameters,
  DumpRecords,
  HeapDump,
} from './heapdump/heap-dump.ts';
export type { ObjectRuns } from './heapdump/object-runs.ts';
export { isHeapDump, readHeapDump } from './heapdump/read-heap-dump.ts';
export { readRelativeRelocations, type RelativeRelocations } from './elf/relocations.ts';
export type { RecordedFacts } from './recording/facts.ts';
export { isRecording, openRecording } from './recording/open-recording.ts';
export { PageCollector, type RawSection } from './recording/page-collector.ts';
export {
  type AbsentRange,
  encodeAbsent,
  encodeResident,
  mostAbsentRanges,
  mostAreaPages,
  recordedPageBytes,
  recordedSpace,
  type ResidentArea,
} from './recording/raw-content.ts';
export type { Recording } from './recording/recording.ts';
export {
  encodeFileHeader,
  encodeSection,
  headerBytes,
  type RecordingCodec,
  sectionKind,
} from './recording/sections.ts';
export { goroutineStatus, traceEvent, type TraceEventKind } from './exectrace/event-kinds.ts';
export type { EventWalker, MergedEvents } from './exectrace/event-walker.ts';
export type {
  AllocationUnits,
  ClockSnapshot,
  TracedType,
  TraceGeneration,
  TraceReader,
} from './exectrace/generation.ts';
export { readTrace } from './exectrace/read-trace.ts';
export { traceMinor } from './exectrace/trace-header.ts';
export type { TraceFrame, TraceTables } from './exectrace/trace-tables.ts';
export type { FatalLine } from './fatalerror/fatal-line.ts';
export type { RaceReport } from './fatalerror/race-report.ts';
export type { GcTraceLine } from './godebug/gctrace.ts';
export type { InitTraceLine } from './godebug/inittrace.ts';
export type { ScavTraceLine } from './godebug/scavtrace.ts';
export {
  type GoLogCounts,
  type GoLogEvents,
  GoLogReader,
  isGoLog,
  type LogPlace,
} from './golog/go-log-reader.ts';
export { longestLine as longestLogLine } from './golog/text-lines.ts';
export type { GoroutineProfileRecord } from './goroutinedump/goroutine-profile.ts';
export type { TracebackFrame } from './goroutinedump/traceback-frame.ts';
export type { TracebackGoroutine } from './goroutinedump/traceback-reader.ts';
export {
  type HeapText,
  type HeapTextRecord,
  isHeapText,
  readHeapText,
} from './heaptext/read-heap-text.ts';
export { readGoroutineText } from './goroutinedump/read-goroutine-text.ts';
export type { StackTextFrame } from './heaptext/stack-text.ts';
export { joinStatistics, type MemoryStatistics, nothingTold } from './memstats/memory-statistics.ts';
export { type ExpvarStatistics, readExpvar } from './memstats/read-expvar.ts';
export { readMetricsText } from './memstats/read-metrics-text.ts';
export { readRuntimeMetrics } from './memstats/runtime-metrics.ts';

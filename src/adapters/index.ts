/**
 * adapters: where evidence comes from on this machine: live processes through /proc, core files, heap dumps, plain files.
 * Node only. It reads and never writes to a target, understands nothing of Go's heap, and prints nothing.
 */
export { type FileSource, fileSource } from './file/file-source.ts';
export { inflate } from './file/inflate.ts';
export { type CgroupProcess, type ProcessCgroup, readCgroup } from './cgroup/read-cgroup.ts';
export { openProcess, type OpenProcessOptions, ProcessImage } from './process/open-process.ts';
export { freezeProcess, type Frozen } from './freeze/freeze-process.ts';
export { type CoreImage, openCore, type OpenCoreOptions } from './core/open-core.ts';
export { type HeapDumpImage, openHeapDump } from './heapdump/open-heap-dump.ts';
export { type GoProcess, listGoProcesses } from './discovery/list-go-processes.ts';
export { resolveTarget, type Target } from './discovery/resolve-target.ts';
export { NewFile } from './file/new-file.ts';
export { Recorder, type RecordedSizes } from './recording/recorder.ts';
export { openRecording, type RecordingImage } from './recording/open-recording.ts';
export { type CoreForecast, writeCore, type WrittenCore } from './core-writer/write-core.ts';
export { httpAddress, type HttpAddress, isHttpAddress } from './http/http-address.ts';
export {
  type HttpAnswer,
  type HttpBounds,
  HttpEndpoint,
  patientBounds,
  quickBounds,
} from './http/http-endpoint.ts';

/** Bytes of a map's storage: live, the most at once, and let go of. */
export class HeapAccount {
  liveBytes = 0;
  peakBytes = 0;
  garbageBytes = 0;

  allocate(byteCount: number): void {
    this.liveBytes += byteCount;
    if (this.liveBytes > this.peakBytes) this.peakBytes = this.liveBytes;
  }

  release(byteCount: number): void {
    this.liveBytes -= byteCount;
    this.garbageBytes += byteCount;
  }
}

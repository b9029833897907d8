/*
 * sync/pool.go and sync/poolqueue.go, the same from Go 1.18 to 1.26:
 * Pool {noCopy; local unsafe.Pointer; localSize uintptr; victim unsafe.Pointer; victimSize uintptr; New func() any}
 * poolLocal {private any; shared poolChain {head, tail *poolChainElt}; pad to 128 bytes}
 * poolChainElt {poolDequeue {headTail uint64; vals []eface}; next, prev *poolChainElt}
 */
export const poolBytes = 40;
export const poolAt = { local: 0, localSize: 8, victim: 16, victimSize: 24, new: 32 } as const;
export const localBytes = 128;
export const localAt = { private: 0, tail: 24 } as const;
export const eltBytes = 48;
export const eltAt = { vals: 8, length: 16, next: 32 } as const;
export const efaceBytes = 16;
/** More processors than any machine has. */
export const processorLimit = 65_536;

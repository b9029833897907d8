/**
 * Offsets of runtime struct fields for binaries without DWARF, computed with go/types over each Go version's own
 * runtime source (GOARCH=amd64 and arm64) and checked against the DWARF of real binaries.
 *
 * One row a distinct layout: `versions|size|field:offset …`. A version is the minor of Go 1 for both architectures,
 * with `x` for amd64 alone and `r` for arm64 alone (the cache line padding of runtime.mheap is all that differs), `ns`
 * for GOEXPERIMENT=noswissmap, `gt` for greenteagc where it is an experiment, `nogt` for nogreenteagc. Rows of those
 * variants stand only where they differ from the plain version. Of runtime.g, m, p and mheap only the fields that a
 * reader needs are kept; m and p change their ends, and so their sizes, between patch releases: size 0 says unknown.
 */
// biome-ignore format: one row a layout
export const offsetTable: Readonly<Record<string, readonly string[]>> = {
  'internal/abi.ITab': [
    '23 24 25 26|32|Inter:0 Type:8 Hash:16 Fun:24',
  ],
  'internal/abi.MapType': [
    '21 22 23|88|Type:0 Key:48 Elem:56 Bucket:64 Hasher:72 KeySize:80 ValueSize:81 BucketSize:82 Flags:84',
    '26|112|Type:0 Key:48 Elem:56 Group:64 Hasher:72 GroupSize:80 SlotSize:88 ElemOff:96 Flags:104',
  ],
  'internal/abi.OldMapType': [
    '24 25|88|Type:0 Key:48 Elem:56 Bucket:64 Hasher:72 KeySize:80 ValueSize:81 BucketSize:82 Flags:84',
  ],
  'internal/abi.SwissMapType': [
    '24 25|112|Type:0 Key:48 Elem:56 Group:64 Hasher:72 GroupSize:80 SlotSize:88 ElemOff:96 Flags:104',
  ],
  'internal/abi.Type': [
    '21 22 23 24 25 26|48|Size_:0 PtrBytes:8 Hash:16 TFlag:20 Align_:21 FieldAlign_:22 Kind_:23 Equal:24 GCData:32 Str:40 PtrToThis:44',
  ],
  'internal/runtime/maps.Map': [
    '24|48|used:0 seed:8 dirPtr:16 dirLen:24 globalDepth:32 globalShift:33 writing:34 clearSeq:40',
    '25 26|48|used:0 seed:8 dirPtr:16 dirLen:24 globalDepth:32 globalShift:33 writing:34 tombstonePossible:35 clearSeq:40',
  ],
  'internal/runtime/maps.groupsReference': [
    '24 25 26|16|data:0 lengthMask:8',
  ],
  'internal/runtime/maps.table': [
    '24 25 26|32|used:0 capacity:2 growthLeft:4 localDepth:6 index:8 groups:16',
  ],
  'runtime._defer': [
    '18 19 20 21|72|started:0 heap:1 openDefer:2 sp:8 pc:16 fn:24 _panic:32 link:40 fd:48 varp:56 framepc:64',
    '22 23 24 25 26|48|heap:0 rangefunc:1 sp:8 pc:16 fn:24 link:32 head:40',
  ],
  'runtime._func': [
    '18 19|40|entryoff:0 nameoff:4 args:8 deferreturn:12 pcsp:16 pcfile:20 pcln:24 npcdata:28 cuOffset:32 funcID:36 flag:37 nfuncdata:39',
    '20|44|entryOff:0 nameOff:4 args:8 deferreturn:12 pcsp:16 pcfile:20 pcln:24 npcdata:28 cuOffset:32 startLine:36 funcID:40 flag:41 nfuncdata:43',
    '21 22 23 24 25 26|44|NotInHeap:0 entryOff:0 nameOff:4 args:8 deferreturn:12 pcsp:16 pcfile:20 pcln:24 npcdata:28 cuOffset:32 startLine:36 funcID:40 flag:41 nfuncdata:43',
  ],
  'runtime._panic': [
    '18 19 20 21|56|argp:0 arg:8 link:24 pc:32 sp:40 recovered:48 aborted:49 goexit:50',
    '22 23 24|104|argp:0 arg:8 link:24 startPC:32 startSP:40 sp:48 lr:56 fp:64 retpc:72 deferBitsPtr:80 slotsPtr:88 recovered:96 goexit:97 deferreturn:98',
    '25|104|argp:0 arg:8 link:24 startPC:32 startSP:40 sp:48 lr:56 fp:64 retpc:72 deferBitsPtr:80 slotsPtr:88 recovered:96 repanicked:97 goexit:98 deferreturn:99',
    '26|104|arg:0 link:16 startPC:24 startSP:32 sp:40 lr:48 fp:56 retpc:64 deferBitsPtr:72 slotsPtr:80 recovered:88 repanicked:89 goexit:90 deferreturn:91 gopanicFP:96',
  ],
  'runtime.bitvector': [
    '18 19 20 21 22 23 24 25 26|16|n:0 bytedata:8',
  ],
  'runtime.finBlock': [
    '25 26|4064|alllink:0 next:8 cnt:16 fin:24',
  ],
  'runtime.finalizer': [
    '18 19 20 21 22 23 24 25 26|40|fn:0 arg:8 nret:16 fint:24 ot:32',
  ],
  'runtime.finblock': [
    '18 19 20 21 22 23 24|4064|alllink:0 next:8 cnt:16 fin:24',
  ],
  'runtime.g': [
    '18 19 20|392|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:112 syscallpc:120 stktopsp:128 param:136 atomicstatus:144 goid:152 waitsince:168 waitreason:176 preempt:177 lockedm:232 gopc:296 ancestors:304 startpc:312 waiting:328 labels:360 timer:368',
    '21|408|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:112 syscallpc:120 stktopsp:128 param:136 atomicstatus:144 goid:152 waitsince:168 waitreason:176 preempt:177 lockedm:208 parentGoid:272 gopc:280 ancestors:288 startpc:296 waiting:312 labels:344 timer:352',
    '22|424|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:112 syscallpc:120 stktopsp:128 param:136 atomicstatus:144 goid:152 waitsince:168 waitreason:176 preempt:177 lockedm:208 parentGoid:272 gopc:280 ancestors:288 startpc:296 waiting:312 labels:344 timer:352 coroarg:368',
    '23|432|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:112 syscallpc:120 stktopsp:136 param:144 atomicstatus:152 goid:160 waitsince:176 waitreason:184 preempt:185 lockedm:216 parentGoid:280 gopc:288 ancestors:296 startpc:304 waiting:320 labels:352 timer:360 sleepWhen:368 coroarg:384',
    '24|440|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:112 syscallpc:120 stktopsp:136 param:144 atomicstatus:152 goid:160 waitsince:176 waitreason:184 preempt:185 lockedm:216 parentGoid:280 gopc:288 ancestors:296 startpc:304 waiting:320 labels:352 timer:360 sleepWhen:368 coroarg:384 syncGroup:392',
    '25|440|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:104 syscallpc:112 stktopsp:128 param:136 atomicstatus:144 goid:152 waitsince:168 waitreason:176 preempt:177 lockedm:208 parentGoid:272 gopc:280 ancestors:288 startpc:296 waiting:312 labels:344 timer:352 sleepWhen:360 coroarg:376 bubble:384',
    '26|456|stack:0 stackguard0:16 _panic:32 _defer:40 m:48 sched:56 syscallsp:104 syscallpc:112 stktopsp:128 param:136 atomicstatus:144 goid:152 waitsince:168 waitreason:176 preempt:177 lockedm:208 parentGoid:280 gopc:288 ancestors:296 startpc:304 waiting:320 labels:352 timer:360 sleepWhen:368 coroarg:384 bubble:392',
  ],
  'runtime.gobuf': [
    '18 19 20 21 22 23 24|56|sp:0 pc:8 g:16 ctxt:24 ret:32 lr:40 bp:48',
    '25 26|48|sp:0 pc:8 g:16 ctxt:24 lr:32 bp:40',
  ],
  'runtime.hchan': [
    '18 19 20 21 22|96|qcount:0 dataqsiz:8 buf:16 elemsize:24 closed:28 elemtype:32 sendx:40 recvx:48 recvq:56 sendq:72 lock:88',
    '23|104|qcount:0 dataqsiz:8 buf:16 elemsize:24 closed:28 timer:32 elemtype:40 sendx:48 recvx:56 recvq:64 sendq:80 lock:96',
    '24|104|qcount:0 dataqsiz:8 buf:16 elemsize:24 synctest:26 closed:28 timer:32 elemtype:40 sendx:48 recvx:56 recvq:64 sendq:80 lock:96',
    '25 26|112|qcount:0 dataqsiz:8 buf:16 elemsize:24 closed:28 timer:32 elemtype:40 sendx:48 recvx:56 recvq:64 sendq:80 bubble:96 lock:104',
  ],
  'runtime.heapArena': [
    '18 19|2165776|bitmap:0 spans:2097152 pageInUse:2162688 pageMarks:2163712 pageSpecials:2164736 checkmarks:2165760 zeroedBase:2165768',
    '20 21|1133584|bitmap:0 noMorePtrs:1048576 spans:1064960 pageInUse:1130496 pageMarks:1131520 pageSpecials:1132544 checkmarks:1133568 zeroedBase:1133576',
    '22|68624|heapArenaPtrScalar:0 spans:0 pageInUse:65536 pageMarks:66560 pageSpecials:67584 checkmarks:68608 zeroedBase:68616',
    '23 24|68624|spans:0 pageInUse:65536 pageMarks:66560 pageSpecials:67584 checkmarks:68608 zeroedBase:68616',
    '25 26|69648|spans:0 pageInUse:65536 pageMarks:66560 pageSpecials:67584 pageUseSpanInlineMarkBits:68608 checkmarks:69632 zeroedBase:69640',
  ],
  'runtime.hmap': [
    '18 19 20 21 22 23|48|count:0 flags:8 B:9 noverflow:10 hash0:12 buckets:16 oldbuckets:24 nevacuate:32 extra:40',
    '24ns|56|count:0 flags:8 B:9 noverflow:10 hash0:12 buckets:16 oldbuckets:24 nevacuate:32 clearSeq:40 extra:48',
  ],
  'runtime.itab': [
    '18 19 20 21 22|32|inter:0 _type:8 hash:16 fun:24',
    '23 24 25 26|32|Inter:0 Type:8 Hash:16 Fun:24',
  ],
  'runtime.m': [
    '18 19 20|0|g0:0 procid:72 gsignal:80 curg:192 p:208 id:232 locks:264 vdsoSP:800 vdsoPC:808',
    '21|0|g0:0 procid:72 gsignal:80 curg:192 p:208 id:232 locks:264 vdsoSP:808 vdsoPC:816',
    '22|0|g0:0 procid:72 gsignal:80 curg:192 p:208 id:232 locks:264 vdsoSP:1120 vdsoPC:1128',
    '23|0|g0:0 procid:72 gsignal:80 curg:192 p:208 id:232 locks:264 vdsoSP:880 vdsoPC:888',
    '24|0|g0:0 procid:72 gsignal:80 curg:192 p:208 id:232 locks:264 vdsoSP:904 vdsoPC:912',
    '25|0|g0:0 procid:64 gsignal:72 curg:184 p:200 id:224 locks:256 vdsoSP:896 vdsoPC:904',
    '26|0|g0:0 procid:64 gsignal:72 curg:184 p:208 id:232 locks:264 vdsoSP:896 vdsoPC:904',
  ],
  'runtime.mapextra': [
    '18 19 20 21 22 23 24ns|24|overflow:0 oldoverflow:8 nextOverflow:16',
  ],
  'runtime.maptype': [
    '18 19 20|88|typ:0 key:48 elem:56 bucket:64 hasher:72 keysize:80 elemsize:81 bucketsize:82 flags:84',
    '21 22 23 24ns|88|Type:0 Key:48 Elem:56 Bucket:64 Hasher:72 KeySize:80 ValueSize:81 BucketSize:82 Flags:84',
    '24 25|112|Type:0 Key:48 Elem:56 Group:64 Hasher:72 GroupSize:80 SlotSize:88 ElemOff:96 Flags:104',
  ],
  'runtime.mcache': [
    '18 19 20 21 22 23|1200|nextSample:0 scanAlloc:8 tiny:16 tinyoffset:24 tinyAllocs:32 alloc:40 stackcache:1128 flushGen:1192',
    '24 25|1208|nextSample:0 memProfRate:8 scanAlloc:16 tiny:24 tinyoffset:32 tinyAllocs:40 alloc:48 stackcache:1136 flushGen:1200',
    '26|2296|nextSample:0 memProfRate:8 scanAlloc:16 tiny:24 tinyoffset:32 tinyAllocs:40 alloc:48 reusableNoscan:1136 stackcache:2224 flushGen:2288',
  ],
  'runtime.mheap': [
    '18|92672|lock:0 pages:8 sweepgen:65840 allspans:65848 pagesInUse:65872 pagesSwept:65880 reclaimIndex:65920 arenas:65936 arenaHints:65976 allArenas:66016 sweepArenas:66040 markArenas:66064 curArena:66088 central:66112 spanalloc:92224 cachealloc:92296 specialfinalizeralloc:92368 unused:92664',
    '19|92672|lock:0 pages:16 sweepgen:65848 allspans:65856 pagesInUse:65880 pagesSwept:65888 reclaimIndex:65920 arenas:65936 arenaHints:65976 allArenas:66016 sweepArenas:66040 markArenas:66064 curArena:66088 central:66112 spanalloc:92224 cachealloc:92296 specialfinalizeralloc:92368 unused:92664',
    '20x|92672|lock:0 pages:8 sweepgen:65816 allspans:65824 pagesInUse:65848 pagesSwept:65856 reclaimIndex:65888 arenas:65904 arenaHints:65944 allArenas:65984 sweepArenas:66008 markArenas:66032 curArena:66056 central:66072 spanalloc:92184 cachealloc:92256 specialfinalizeralloc:92328 userArena:92624 unused:92664',
    '20r|101376|lock:0 pages:8 sweepgen:65816 allspans:65824 pagesInUse:65848 pagesSwept:65856 reclaimIndex:65888 arenas:65904 arenaHints:65944 allArenas:65984 sweepArenas:66008 markArenas:66032 curArena:66056 central:66072 spanalloc:100888 cachealloc:100960 specialfinalizeralloc:101032 userArena:101328 unused:101368',
    '21x|92792|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:65944 arenaHints:65992 allArenas:66032 sweepArenas:66056 markArenas:66080 curArena:66104 central:66120 spanalloc:92232 cachealloc:92304 specialfinalizeralloc:92376 userArena:92744 unused:92784',
    '21r|101496|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:65944 arenaHints:65992 allArenas:66032 sweepArenas:66056 markArenas:66080 curArena:66104 central:66120 spanalloc:100936 cachealloc:101008 specialfinalizeralloc:101080 userArena:101448 unused:101488',
    '22x|92856|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66008 arenaHints:66056 allArenas:66096 sweepArenas:66120 markArenas:66144 curArena:66168 central:66184 spanalloc:92296 cachealloc:92368 specialfinalizeralloc:92440 userArena:92808 unused:92848',
    '22r|101624|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66072 arenaHints:66120 allArenas:66160 sweepArenas:66184 markArenas:66208 curArena:66232 central:66248 spanalloc:101064 cachealloc:101136 specialfinalizeralloc:101208 userArena:101576 unused:101616',
    '23x|92928|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66008 arenaHints:66056 allArenas:66096 sweepArenas:66120 markArenas:66144 curArena:66168 central:66184 spanalloc:92296 cachealloc:92368 specialfinalizeralloc:92440 userArena:92880 unused:92920',
    '23r|101696|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66072 arenaHints:66120 allArenas:66160 sweepArenas:66184 markArenas:66208 curArena:66232 central:66248 spanalloc:101064 cachealloc:101136 specialfinalizeralloc:101208 userArena:101648 unused:101688',
    '24x|93008|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66008 arenaHints:66056 allArenas:66096 sweepArenas:66120 markArenas:66144 curArena:66168 central:66184 spanalloc:92296 cachealloc:92368 specialfinalizeralloc:92440 userArena:92952 unused:93000',
    '24r|101776|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66072 arenaHints:66120 allArenas:66160 sweepArenas:66184 markArenas:66208 curArena:66232 central:66248 spanalloc:101064 cachealloc:101136 specialfinalizeralloc:101208 userArena:101720 unused:101768',
    '25x|93320|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66008 arenaHints:66056 heapArenas:66096 sweepArenas:66144 markArenas:66168 curArena:66192 central:66208 spanalloc:92320 cachealloc:92392 specialfinalizeralloc:92464 userArena:93192 unused:93312',
    '25r|102152|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66072 arenaHints:66120 heapArenas:66160 sweepArenas:66208 markArenas:66232 curArena:66256 central:66272 spanalloc:101088 cachealloc:101160 specialfinalizeralloc:101232 userArena:101960 unused:102144',
    '26x|93464|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66008 arenaHints:66056 heapArenas:66096 sweepArenas:66144 markArenas:66168 curArena:66192 central:66208 spanalloc:92320 cachealloc:92464 specialfinalizeralloc:92536 userArena:93336 unused:93456',
    '26r|102296|lock:0 pages:8 sweepgen:65856 allspans:65864 pagesInUse:65888 pagesSwept:65896 reclaimIndex:65928 arenas:66072 arenaHints:66120 heapArenas:66160 sweepArenas:66208 markArenas:66232 curArena:66256 central:66272 spanalloc:101088 cachealloc:101232 specialfinalizeralloc:101304 userArena:102104 unused:102288',
  ],
  'runtime.moduledata': [
    '18 19|552|pcHeader:0 funcnametab:8 cutab:32 filetab:56 pctab:80 pclntable:104 ftab:128 findfunctab:152 minpc:160 maxpc:168 text:176 etext:184 noptrdata:192 enoptrdata:200 data:208 edata:216 bss:224 ebss:232 noptrbss:240 enoptrbss:248 end:256 gcdata:264 gcbss:272 types:280 etypes:288 rodata:296 gofunc:304 textsectmap:312 typelinks:336 itablinks:360 ptab:384 pluginpath:408 pkghashes:424 modulename:448 modulehashes:464 hasmain:488 gcdatamask:496 gcbssmask:512 typemap:528 bad:536 next:544',
    '20|568|pcHeader:0 funcnametab:8 cutab:32 filetab:56 pctab:80 pclntable:104 ftab:128 findfunctab:152 minpc:160 maxpc:168 text:176 etext:184 noptrdata:192 enoptrdata:200 data:208 edata:216 bss:224 ebss:232 noptrbss:240 enoptrbss:248 covctrs:256 ecovctrs:264 end:272 gcdata:280 gcbss:288 types:296 etypes:304 rodata:312 gofunc:320 textsectmap:328 typelinks:352 itablinks:376 ptab:400 pluginpath:424 pkghashes:440 modulename:464 modulehashes:480 hasmain:504 gcdatamask:512 gcbssmask:528 typemap:544 bad:552 next:560',
    '21 22|592|NotInHeap:0 pcHeader:0 funcnametab:8 cutab:32 filetab:56 pctab:80 pclntable:104 ftab:128 findfunctab:152 minpc:160 maxpc:168 text:176 etext:184 noptrdata:192 enoptrdata:200 data:208 edata:216 bss:224 ebss:232 noptrbss:240 enoptrbss:248 covctrs:256 ecovctrs:264 end:272 gcdata:280 gcbss:288 types:296 etypes:304 rodata:312 gofunc:320 textsectmap:328 typelinks:352 itablinks:376 ptab:400 pluginpath:424 pkghashes:440 inittasks:464 modulename:488 modulehashes:504 hasmain:528 gcdatamask:536 gcbssmask:552 typemap:568 bad:576 next:584',
    '23 24 25|584|NotInHeap:0 pcHeader:0 funcnametab:8 cutab:32 filetab:56 pctab:80 pclntable:104 ftab:128 findfunctab:152 minpc:160 maxpc:168 text:176 etext:184 noptrdata:192 enoptrdata:200 data:208 edata:216 bss:224 ebss:232 noptrbss:240 enoptrbss:248 covctrs:256 ecovctrs:264 end:272 gcdata:280 gcbss:288 types:296 etypes:304 rodata:312 gofunc:320 textsectmap:328 typelinks:352 itablinks:376 ptab:400 pluginpath:424 pkghashes:440 inittasks:464 modulename:488 modulehashes:504 hasmain:528 bad:529 gcdatamask:536 gcbssmask:552 typemap:568 next:576',
    '26|592|NotInHeap:0 pcHeader:0 funcnametab:8 cutab:32 filetab:56 pctab:80 pclntable:104 ftab:128 findfunctab:152 minpc:160 maxpc:168 text:176 etext:184 noptrdata:192 enoptrdata:200 data:208 edata:216 bss:224 ebss:232 noptrbss:240 enoptrbss:248 covctrs:256 ecovctrs:264 end:272 gcdata:280 gcbss:288 types:296 etypes:304 rodata:312 gofunc:320 epclntab:328 textsectmap:336 typelinks:360 itablinks:384 ptab:408 pluginpath:432 pkghashes:448 inittasks:472 modulename:496 modulehashes:512 hasmain:536 bad:537 gcdatamask:544 gcbssmask:560 typemap:576 next:584',
  ],
  'runtime.mspan': [
    '18|136|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:56 allocCache:64 allocBits:72 gcmarkBits:80 sweepgen:88 divMul:92 allocCount:96 spanclass:98 state:99 needzero:100 elemsize:104 limit:112 speciallock:120 specials:128',
    '19|144|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:56 allocCache:64 allocBits:72 gcmarkBits:80 sweepgen:88 divMul:92 allocCount:96 spanclass:98 state:99 needzero:100 allocCountBeforeCache:102 elemsize:104 limit:112 speciallock:120 specials:128 freeIndexForScan:136',
    '20|160|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:56 allocCache:64 allocBits:72 gcmarkBits:80 sweepgen:88 divMul:92 allocCount:96 spanclass:98 state:99 needzero:100 isUserArenaChunk:101 allocCountBeforeCache:102 elemsize:104 limit:112 speciallock:120 specials:128 userArenaChunkFree:136 freeIndexForScan:152',
    '21|168|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:56 allocCache:64 allocBits:72 gcmarkBits:80 pinnerBits:88 sweepgen:96 divMul:100 allocCount:104 spanclass:106 state:107 needzero:108 isUserArenaChunk:109 allocCountBeforeCache:110 elemsize:112 limit:120 speciallock:128 specials:136 userArenaChunkFree:144 freeIndexForScan:160',
    '22 23 24 26|160|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:50 freeIndexForScan:52 allocCache:56 allocBits:64 gcmarkBits:72 pinnerBits:80 sweepgen:88 divMul:92 allocCount:96 spanclass:98 state:99 needzero:100 isUserArenaChunk:101 allocCountBeforeCache:102 elemsize:104 limit:112 speciallock:120 specials:128 userArenaChunkFree:136 largeType:152',
    '25|160|next:0 prev:8 list:16 startAddr:24 npages:32 manualFreeList:40 freeindex:48 nelems:50 freeIndexForScan:52 scanIdx:54 allocCache:56 allocBits:64 gcmarkBits:72 pinnerBits:80 sweepgen:88 divMul:92 allocCount:96 spanclass:98 state:99 needzero:100 isUserArenaChunk:101 allocCountBeforeCache:102 elemsize:104 limit:112 speciallock:120 specials:128 userArenaChunkFree:136 largeType:152',
  ],
  'runtime.p': [
    '18 19 20 21 22|0|id:0 status:4 link:8 m:56 mcache:64',
    '23 24 25 26|0|id:0 status:4 link:8 m:48 mcache:56',
  ],
  'runtime.spanInlineMarkBits': [
    '25 26nogt|0|',
    '26 25gt|128|scans:0 owned:63 marks:64 class:127',
  ],
  'runtime.special': [
    '18 19 20 21 22 23|16|next:0 offset:8 kind:10',
    '24 25 26|24|next:0 offset:8 kind:16',
  ],
  'runtime.specialCleanup': [
    '24 25|40|special:0 fn:24 id:32',
    '26|56|special:0 cleanup:24 id:48',
  ],
  'runtime.specialWeakHandle': [
    '23|24|special:0 handle:16',
    '24 25 26|32|special:0 handle:24',
  ],
  'runtime.specialfinalizer': [
    '18 19 20 21 22 23|48|special:0 fn:16 nret:24 fint:32 ot:40',
    '24 25 26|56|special:0 fn:24 nret:32 fint:40 ot:48',
  ],
  'runtime.stack': [
    '18 19 20 21 22 23 24 25 26|16|lo:0 hi:8',
  ],
  'runtime.stackObjectRecord': [
    '18 19 20 21 22 23|16|off:0 size:4 _ptrdata:8 gcdataoff:12',
    '24 25 26|16|off:0 size:4 ptrBytes:8 gcdataoff:12',
  ],
  'runtime.stackmap': [
    '18 19 20 21 22 23 24 25 26|12|n:0 nbit:4 bytedata:8',
  ],
  'runtime.sudog': [
    '18 19 20 21|88|g:0 next:8 prev:16 elem:24 acquiretime:32 releasetime:40 ticket:48 isSelect:52 success:53 parent:56 waitlink:64 waittail:72 c:80',
    '22 23 24 25|88|g:0 next:8 prev:16 elem:24 acquiretime:32 releasetime:40 ticket:48 isSelect:52 success:53 waiters:54 parent:56 waitlink:64 waittail:72 c:80',
    '26|104|g:0 next:8 prev:16 elem:24 acquiretime:40 releasetime:48 ticket:56 isSelect:60 success:61 waiters:62 parent:64 waitlink:72 waittail:80 c:88',
  ],
  'runtime.timeTimer': [
    '23 24|104|c:0 init:8 timer:16',
    '25 26|112|c:0 init:8 timer:16',
  ],
  'runtime.timer': [
    '18 19 20 21 22|72|pp:0 when:8 period:16 f:24 arg:32 seq:48 nextwhen:56 status:64',
    '23|88|mu:0 astate:8 state:9 isChan:10 blocked:12 when:16 period:24 f:32 arg:40 seq:56 ts:64 sendLock:72 isSending:80',
    '24|88|mu:0 astate:8 state:9 isChan:10 isFake:11 blocked:12 when:16 period:24 f:32 arg:40 seq:56 ts:64 sendLock:72 isSending:80',
    '25 26|96|mu:0 astate:8 state:9 isChan:10 isFake:11 blocked:12 rand:16 when:24 period:32 f:40 arg:48 seq:64 ts:72 sendLock:80 isSending:88',
  ],
};

/** What an allocation is for. `other`: for none of these, or not to be told. */
export type Mechanism =
  | 'map-arrays'
  | 'map-overflow'
  | 'map-boxes'
  | 'map-headers'
  | 'sync-map'
  | 'slice-growth'
  | 'string-building'
  | 'timers'
  | 'goroutines'
  | 'channels'
  | 'other';

/**
 * How a mechanism is known: `frames` of the runtime, `names` of library functions, the ladder of `sizes` that a line
 * allocates, or, which is less sure, one size of which half is freed (`halves`); `nothing` where it is not.
 */
export type KnownBy = 'frames' | 'names' | 'sizes' | 'halves' | 'nothing';

export interface KnownMechanism {
  readonly mechanism: Mechanism;
  readonly knownBy: KnownBy;
}

export const unknownMechanism: KnownMechanism = { mechanism: 'other', knownBy: 'nothing' };

/**
 * Frames of the runtime, innermost first where several match; seen with Go 1.18 to 1.26. runtime/pprof leaves out those that
 * lead a stack of a protobuf, unless there are no others; debug=1 and raw addresses have them. The innermost, mallocgc, newobject,
 * makeslice and growslice, are there in newer versions only, and serve everything: who called them decides.
 */
const runtimeFrames: readonly (readonly [RegExp, Mechanism])[] = [
  // Classic maps: runtime/map.go, map_fast*.go.
  [/^runtime\.\(\*hmap\)\.(newoverflow|createOverflow)$/, 'map-overflow'],
  [/^runtime\.(makeBucketArray|hashGrow|mapclone\d?|moveToBmap)$/, 'map-arrays'],
  [/^runtime\.makemap(_small|64)?$/, 'map-headers'],
  // Swiss maps: internal/runtime/maps.
  [/^internal\/runtime\/maps\.(newarray|newGroups|\(\*table\)\.(reset|clone))$/, 'map-arrays'],
  [/^internal\/runtime\/maps\.(\(\*Map\)\.(growToSmall|growToTable|installTableSplit|clone))$/, 'map-arrays'],
  [/^internal\/runtime\/maps\.(newTable|NewEmptyMap|NewMap)$/, 'map-headers'],
  // What an insert allocates itself is a key or value over 128 bytes (or the first bucket of a classic map).
  [/^runtime\.mapassign(_\w+)?$/, 'map-boxes'],
  [
    /^runtime\.(concatstring\w*|concatbyte\w*|rawstring(tmp)?|rawbyteslice|rawruneslice|stringtoslice\w+|slicebytetostring|slicerunetostring|intstring|gostring\w*)$/,
    'string-building',
  ],
  [/^runtime\.makechan(64)?$/, 'channels'],
  [
    /^runtime\.(doaddtimer|addtimer|newTimer|resetTimer|modtimer|startTimer|\(\*timers\)\.\w+|\(\*timer\)\.\w+)$/,
    'timers',
  ],
  [/^runtime\.(malg|newproc1|newproc|allgadd|allocm|newm1?|gfget|startm)(\.func\d+)?$/, 'goroutines'],
];

/** Functions of the standard library, which a protobuf shows too. */
const libraryFrames: readonly (readonly [RegExp, Mechanism])[] = [
  [
    /^(sync\.\(\*Map\)\.|sync\.newEntry$|(internal\/sync|internal\/concurrent)\.(\(\*HashTrieMap|new(Entry|Indirect)Node))/,
    'sync-map',
  ],
  [/^time\.(newTimer|startTimer|resetTimer|NewTimer|NewTicker|AfterFunc|After|Tick|Sleep)$/, 'timers'],
  [/^maps\.(clone|Clone)/, 'map-arrays'],
  [
    /^(bytes\.(growSlice|\(\*Buffer\)\.|Clone$|Repeat$|Join$)|slices\.(Grow|Insert|Clone|Concat|AppendSeq|Collect))/,
    'slice-growth',
  ],
  [/^(strings\.|strconv\.|fmt\.(Sprint|Append|\(\*buffer\)\.))/, 'string-building'],
];

/** What a stack, innermost frame first, was allocating: the innermost frames decide, up to the first that is user code. */
export function mechanismOfStack(names: Iterable<string>): KnownMechanism {
  // What holds where no frame further out says more.
  let usual: KnownMechanism | undefined;
  for (const name of names) {
    if (isRuntimeFrame(name)) {
      // maps.newobject serves boxes, and the headers of maps and tables: who called it says which.
      if (name === 'internal/runtime/maps.newobject') continue;
      // A slice may be a directory, or a list of overflow buckets.
      const found = name === 'runtime.growslice' ? 'slice-growth' : matching(runtimeFrames, name);
      if (found === undefined) continue;
      const known: KnownMechanism = { mechanism: found, knownBy: 'frames' };
      if (found !== 'map-boxes' && found !== 'slice-growth') return known;
      usual = known;
      continue;
    }
    if (usual?.mechanism === 'map-boxes') return usual;
    // Serves strings.Builder and bytes.Buffer alike.
    if (name === 'internal/bytealg.MakeNoZero') continue;
    const found = matching(libraryFrames, name);
    return found === undefined ? (usual ?? unknownMechanism) : { mechanism: found, knownBy: 'names' };
  }
  return usual ?? unknownMechanism;
}

/** Whether runtime/pprof would leave it out at the head of a stack. */
export function isRuntimeFrame(name: string): boolean {
  return name.startsWith('runtime.') || name.startsWith('internal/runtime/');
}

function matching(rules: readonly (readonly [RegExp, Mechanism])[], name: string): Mechanism | undefined {
  return rules.find(([pattern]) => pattern.test(name))?.[1];
}

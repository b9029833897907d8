// Pools of every shape, and of each what its values own, as the allocator says: every size class of which as many objects
// were made as values belongs to them. Beside them timers, pins and finalizers, for damage.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const valueCount = 100

type item struct {
	own    []byte
	shared []byte
	next   *item
}

type deep struct {
	lines [][]byte
	inner *inner
}

type inner struct {
	table *[512]int64
}

type holder struct {
	pool *sync.Pool
}

var (
	structs = sync.Pool{}
	boxes   sync.Pool
	deeps   sync.Pool
	maps    sync.Pool
	strings sync.Pool
	twice   sync.Pool
	rows    [4]struct{ inUse, spare sync.Pool }
	pointed = &sync.Pool{}
	far     *holder
	alive   []*item
)

type fact struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Values int    `json:"values"`
	Bytes  uint64 `json:"bytes"`
}

var facts []fact

// Puts values into a pool; ownedBytes is what was made for it, object by object.
func fill(name, kind string, pool *sync.Pool, value func(int) interface{}) {
	values := make([]interface{}, valueCount)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range values {
		values[i] = value(i)
	}
	runtime.ReadMemStats(&after)
	bytes := uint64(0)
	for class := range after.BySize {
		made := after.BySize[class].Mallocs - before.BySize[class].Mallocs
		bytes += made / valueCount * valueCount * uint64(after.BySize[class].Size)
	}
	for _, value := range values {
		pool.Put(value)
	}
	facts = append(facts, fact{name, kind, valueCount, bytes})
}

func main() {
	runtime.GOMAXPROCS(2)
	debug.SetGCPercent(-1)
	shared := make([]byte, 1<<20)
	fill("main.structs", "*main.item", &structs, func(int) interface{} { return &item{own: make([]byte, 3000), shared: shared} })
	fill("main.boxes", "[]uint8", &boxes, func(int) interface{} { return make([]byte, 5000) })
	fill("main.deeps", "*main.deep", &deeps, func(int) interface{} {
		return &deep{lines: [][]byte{make([]byte, 600), make([]byte, 1200)}, inner: &inner{table: new([512]int64)}}
	})
	fill("main.strings", "string", &strings, func(i int) interface{} { return string(make([]byte, 2000)) })
	fill("main.maps", "map[int]int", &maps, func(int) interface{} {
		m := make(map[int]int, 8)
		m[1] = 1
		return m
	})
	fill("main.rows[2].spare", "*[4096]uint8", &rows[2].spare, func(int) interface{} { return new([4096]byte) })
	fill("main.pointed", "*[2048]uint8", pointed, func(int) interface{} { return new([2048]byte) })
	far = &holder{pool: new(sync.Pool)}
	fill("", "*[1024]uint8", far.pool, func(int) interface{} { return new([1024]byte) })
	same := &item{own: make([]byte, 3000)}
	fill("main.twice", "*main.item", &twice, func(int) interface{} { return same })
	facts[len(facts)-1].Bytes = 3072 + 64
	for i := 0; i < 200; i++ {
		time.AfterFunc(time.Hour, func() { runtime.GC() })
		time.NewTicker(time.Hour)
		o := &item{}
		alive = append(alive, o)
		runtime.SetFinalizer(o, func(*item) {})
	}
	json.NewEncoder(os.Stdout).Encode(facts)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(shared)
}

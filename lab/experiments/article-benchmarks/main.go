// Article-benchmarks runs the benchmarks that articles 001 §2.5 and 004 §3 print, as they are written, for time, allocations
// and bytes an operation.
package main

import (
	"flag"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"highwater.lab/internal/measure"
)

func main() {
	testing.Init()
	if err := flag.Set("test.benchtime", "200ms"); err != nil {
		measure.Fail(err)
	}
	measure.Pick(map[string]func() measure.Metrics{"thousand": thousand, "copies": copies, "pool": pool, "interface": readOnly})
}

func note(metrics measure.Metrics, name string, benchmark func(b *testing.B)) {
	result := testing.Benchmark(benchmark)
	metrics[name+"Ns"] = float64(result.T.Nanoseconds()) / float64(result.N)
	metrics[name+"Allocations"] = float64(result.MemAllocs) / float64(result.N)
	metrics[name+"Bytes"] = float64(result.MemBytes) / float64(result.N)
}

// thousand is 001 §2.5: a map made for 1000 entries and filled.
func thousand() measure.Metrics {
	metrics := measure.Metrics{}
	note(metrics, "int", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			m := make(map[int]int, 1000)
			for j := 0; j < 1000; j++ {
				m[j] = j * 2
			}
		}
	})
	note(metrics, "string", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			m := make(map[string]*struct{ X, Y int }, 1000)
			for j := 0; j < 1000; j++ {
				key := strconv.Itoa(j)
				m[key] = &struct{ X, Y int }{j, j + 1}
			}
		}
	})
	metrics["stringOverIntNs"] = metrics["stringNs"].(float64) / metrics["intNs"].(float64)
	// The article counts 100,000 rounds.
	for _, name := range []string{"intAllocations", "intBytes", "stringAllocations", "stringBytes"} {
		metrics[name+"100k"] = metrics[name].(float64) * 100_000
	}
	return metrics
}

// copies is 004 §3.1: copying a map of a million entries, and sharing it, which assignment does.
func copies() measure.Metrics {
	const million = 1_000_000
	from := make(map[int]int, million)
	for i := 0; i < million; i++ {
		from[i] = i
	}
	runtime.GC()
	metrics := measure.Metrics{}
	var times []float64
	var cost measure.Cost
	for round := 0; round < 3; round++ {
		cost = measure.CostOf(func() {
			times = append(times, measure.Once(func() {
				to := make(map[int]int, len(from))
				for k, v := range from {
					to[k] = v
				}
				kept = to
			}))
		})
	}
	metrics["copyNs"], metrics["copyBytes"] = measure.Median(times), cost.Bytes
	note(metrics, "assign", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			kept = from
		}
	})
	return metrics
}

var kept map[int]int

// pool is 004 §3.2: maps of sixteen entries from a sync.Pool, against new ones with and without a hint.
func pool() measure.Metrics {
	metrics := measure.Metrics{}
	fill := func(m map[string]int) {
		for _, key := range keys {
			m[key]++
		}
		filledMap = m
	}
	note(metrics, "fresh", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			fill(make(map[string]int))
		}
	})
	note(metrics, "hinted", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			fill(make(map[string]int, 16))
		}
	})
	maps := sync.Pool{New: func() any { return make(map[string]int, 16) }}
	note(metrics, "pooled", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			m := maps.Get().(map[string]int)
			fill(m)
			for k := range m {
				delete(m, k)
			}
			maps.Put(m)
		}
	})
	// What a pool holds goes with the second collection.
	made := 0
	counted := sync.Pool{New: func() any { made++; return make(map[string]int, 16) }}
	counted.Put(make(map[string]int, 16))
	runtime.GC()
	runtime.GC()
	counted.Get()
	metrics["madeAfterTwoCycles"] = made
	return metrics
}

var (
	keys      []string
	filledMap map[string]int
)

func init() {
	for i := 0; i < 16; i++ {
		keys = append(keys, "key"+strconv.Itoa(i))
	}
}

type readOnlyMap interface {
	Get(key int) (int, bool)
}

type view struct{ m map[int]int }

func (v *view) Get(key int) (int, bool) {
	value, ok := v.m[key]
	return value, ok
}

// readOnly is 004 §3.3: a lookup through an interface of which the compiler does not know the type, and without one.
func readOnly() measure.Metrics {
	m := map[int]int{}
	for i := 0; i < 64; i++ {
		m[i] = i
	}
	concrete := &view{m}
	hidden := opaque(concrete)
	metrics := measure.Metrics{}
	note(metrics, "map", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sum += m[i&63]
		}
	})
	note(metrics, "interface", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			value, _ := hidden.Get(i & 63)
			sum += value
		}
	})
	metrics["interfaceOverMap"] = metrics["interfaceNs"].(float64) / metrics["mapNs"].(float64)
	return metrics
}

var sum int

//go:noinline
func opaque(v *view) readOnlyMap { return v }

// Map-timing is article 001 §4.1: the ways to start over with a map of a million entries, in time, bytes and collections.
package main

import (
	"flag"
	"runtime"
	"testing"

	"highwater.lab/internal/measure"
)

const million = 1_000_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{"ways": ways, "as-written": asWritten})
}

func fill(m map[int]string) {
	for i := 0; i < million; i++ {
		m[i] = "val"
	}
}

func full() map[int]string {
	m := make(map[int]string, million)
	fill(m)
	return m
}

// ways times each on a full map; the filling is not counted. The median of three.
func ways() measure.Metrics {
	metrics := measure.Metrics{"clearNs": nil}
	timed := func(name string, work func(m map[int]string)) {
		var times []float64
		var cost measure.Cost
		for round := 0; round < 3; round++ {
			m := full()
			runtime.GC()
			cost = measure.CostOf(func() { times = append(times, measure.Once(func() { work(m) })) })
			runtime.KeepAlive(m)
		}
		metrics[name+"Ns"] = measure.Median(times)
		metrics[name+"Bytes"], metrics[name+"Cycles"] = cost.Bytes, cost.Cycles
	}
	timed("deleteLoop", func(m map[int]string) {
		for k := range m {
			delete(m, k)
		}
	})
	timed("deleteEach", func(m map[int]string) {
		for i := 0; i < million; i++ {
			delete(m, i)
		}
	})
	if canClear {
		timed("clear", clearMap)
	}
	timed("make", func(m map[int]string) { kept = make(map[int]string, len(m)) })
	timed("literal", func(map[int]string) { kept = map[int]string{} })
	// What comes after starting over: the same million inserts again, in the emptied map and in a new one.
	timed("deleteAndRefill", func(m map[int]string) {
		for k := range m {
			delete(m, k)
		}
		fill(m)
	})
	timed("makeAndRefill", func(m map[int]string) {
		kept = make(map[int]string, len(m))
		fill(kept)
	})
	timed("rebuild", func(m map[int]string) {
		kept = make(map[int]string, len(m))
		for k, v := range m {
			kept[k] = v
		}
	})
	metrics["deleteLoopOverMake"] = metrics["deleteLoopNs"].(float64) / metrics["makeNs"].(float64)
	return metrics
}

var kept map[int]string

// asWritten is the article's benchmark: it fills the map once, so that all rounds but the first find it empty.
func asWritten() measure.Metrics {
	testing.Init()
	if err := flag.Set("test.benchtime", "300ms"); err != nil {
		measure.Fail(err)
	}
	deleting := testing.Benchmark(func(b *testing.B) {
		m := full()
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			for k := range m {
				delete(m, k)
			}
		}
	})
	making := testing.Benchmark(func(b *testing.B) {
		m := full()
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			kept = make(map[int]string, len(m))
		}
	})
	return measure.Metrics{
		"deleteNsPerOp":    float64(deleting.T.Nanoseconds()) / float64(deleting.N),
		"deleteBytesPerOp": deleting.AllocedBytesPerOp(),
		"makeNsPerOp":      float64(making.T.Nanoseconds()) / float64(making.N),
		"makeBytesPerOp":   making.AllocedBytesPerOp(),
	}
}

// Map-values sets storing values against storing pointers to them: time to insert, overwrite and look up, allocations, and
// what a collection costs with such a map alive.
package main

import (
	"runtime"

	"highwater.lab/internal/measure"
)

const entries = 500_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"16":  func() measure.Metrics { return compare[[16]byte]() },
		"128": func() measure.Metrics { return compare[[128]byte]() },
		"256": func() measure.Metrics { return compare[[256]byte]() },
	})
}

func compare[V any]() measure.Metrics {
	metrics := measure.Metrics{}
	trial(metrics, "value", func(V) V { var v V; return v })
	trial(metrics, "pointer", func(V) *V { return new(V) })
	for _, what := range []string{"insertNs", "overwriteNs", "lookupNs", "collectNs"} {
		metrics[what+"PointerOverValue"] = metrics["pointer-"+what].(float64) / metrics["value-"+what].(float64)
	}
	return metrics
}

func trial[V, S any](metrics measure.Metrics, name string, fresh func(V) S) {
	var none V
	before := measure.LiveBytes()
	m := make(map[int]S)
	cost := measure.CostOf(func() {
		metrics[name+"-insertNs"] = measure.Once(func() {
			for i := 0; i < entries; i++ {
				m[i] = fresh(none)
			}
		}) / entries
	})
	metrics[name+"-allocationsPerInsert"] = float64(cost.Objects) / entries
	metrics[name+"-liveBytes"] = measure.Grown(before)
	metrics[name+"-overwriteNs"] = measure.PerOperation(3, entries, func() {
		for i := 0; i < entries; i++ {
			m[i] = fresh(none)
		}
	})
	metrics[name+"-lookupNs"] = measure.PerOperation(3, entries, func() {
		for i := 0; i < entries; i++ {
			use(m[i])
		}
	})
	metrics[name+"-collectNs"] = measure.PerOperation(5, 1, runtime.GC)
	runtime.KeepAlive(m)
}

//go:noinline
func use[S any](S) {}

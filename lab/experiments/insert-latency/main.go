// Insert-latency is article 003 §2.1 and §2.5: how long single inserts take while a map grows, and what deleting and
// inserting do to a loop over a map.
package main

import (
	"runtime"
	"time"

	"highwater.lab/internal/measure"
)

const million = 1_000_000

func main() {
	measure.Pick(map[string]func() measure.Metrics{"inserts": inserts, "loops": loops})
}

func inserts() measure.Metrics {
	metrics := measure.Metrics{"clockNs": clockNs()}
	into := func(name string, m map[int]int) {
		metrics[name+"MeanNs"] = measure.Once(func() { fill(m, nil) }) / million
	}
	into("growing", make(map[int]int))
	into("hinted", make(map[int]int, million))
	warm := make(map[int]int)
	fill(warm, nil)
	into("overwriting", warm)
	metrics["growthShare"] = 1 - metrics["hintedMeanNs"].(float64)/metrics["growingMeanNs"].(float64)
	quantiles(metrics, "growing", make(map[int]int))
	quantiles(metrics, "hinted", make(map[int]int, million))
	return metrics
}

func fill(m map[int]int, times []float64) {
	if times == nil {
		for i := 0; i < million; i++ {
			m[i] = i
		}
		return
	}
	for i := range times {
		started := time.Now()
		m[i] = i
		times[i] = float64(time.Since(started).Nanoseconds())
	}
}

// quantiles times every insert by itself; the clock's own time is in it.
func quantiles(metrics measure.Metrics, name string, m map[int]int) {
	times := make([]float64, million)
	runtime.GC()
	fill(m, times)
	for place, share := range map[string]float64{"P50Ns": 0.5, "P99Ns": 0.99, "P999Ns": 0.999, "MaxNs": 1} {
		metrics[name+place] = measure.Quantile(times, share)
	}
}

func clockNs() float64 {
	return measure.PerOperation(5, 10_000, func() {
		for i := 0; i < 10_000; i++ {
			sink += int(time.Since(time.Now()))
		}
	})
}

var sink int

const (
	loopEntries = 10_000
	rounds      = 60
)

// loops goes over a map of 10,000 entries: looking only, deleting, and deleting with an insert for each.
func loops() measure.Metrics {
	metrics := measure.Metrics{}
	loop(metrics, "look", func(m map[int]int) int {
		steps := 0
		for k, v := range m {
			sink += k + v
			steps++
		}
		return steps
	})
	loop(metrics, "delete", func(m map[int]int) int {
		steps := 0
		for k := range m {
			delete(m, k)
			steps++
		}
		return steps
	})
	loop(metrics, "insert", func(m map[int]int) int {
		steps := 0
		for k := range m {
			delete(m, k)
			m[k+100*loopEntries] = k
			steps++
		}
		return steps
	})
	metrics["deleteOverLook"] = metrics["deleteNs"].(float64) / metrics["lookNs"].(float64)
	metrics["insertOverLook"] = metrics["insertNs"].(float64) / metrics["lookNs"].(float64)
	return metrics
}

// loop times whole rounds, each on a fresh map. How far the slow rounds lie from the median is the swing, in percent.
func loop(metrics measure.Metrics, name string, round func(m map[int]int) int) {
	var times []float64
	cycles := uint32(0)
	steps := 0
	for i := 0; i < rounds; i++ {
		m := make(map[int]int)
		for k := 0; k < loopEntries; k++ {
			m[k] = k
		}
		// Collected now, so that only what the loop itself allocates can start a cycle.
		runtime.GC()
		cost := measure.CostOf(func() {
			nanoseconds := measure.Once(func() { steps = round(m) })
			times = append(times, nanoseconds/float64(steps))
		})
		cycles += cost.Cycles
	}
	median := measure.Median(times)
	metrics[name+"Ns"], metrics[name+"Cycles"] = median, cycles
	metrics[name+"P99SwingPercent"] = 100 * (measure.Quantile(times, 0.99) - median) / median
	metrics[name+"StepsPerEntry"] = float64(steps) / loopEntries
}

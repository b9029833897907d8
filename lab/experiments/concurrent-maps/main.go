// Concurrent-maps sets the structures that articles 001 §4.2 and 003 §2.2 name against each other: sync.Map, a map behind a
// RWMutex, a sharded map, a ring buffer; under a mix of deletes and stores, and under reads with some writes.
package main

import (
	"math/rand"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"highwater.lab/internal/measure"
)

const (
	threads  = 16
	duration = 300 * time.Millisecond
	// Every so many operations one is timed: the clock takes as long as a lookup.
	timedEvery = 8
)

func main() {
	measure.Pick(map[string]func() measure.Metrics{
		"churn":   churn,
		"reads":   reads,
		"masks":   masks,
		"ten-ops": tenThousand,
	})
}

type store interface {
	get(key int) bool
	put(key int)
	remove(key int)
}

// churn is article 001: 16 threads, a million keys, random deletes and stores.
func churn() measure.Metrics {
	const keys = 1_000_000
	metrics := measure.Metrics{"processors": runtime.GOMAXPROCS(0)}
	structures := []struct {
		name string
		make func() store
	}{
		{"syncMap", func() store { return &syncStore{} }},
		{"mutex", func() store { return newLocked() }},
		{"sharded", func() store { return newSharded() }},
	}
	for _, each := range structures {
		s := each.make()
		for key := 0; key < keys; key++ {
			s.put(key)
		}
		runtime.GC()
		run(metrics, each.name, func(random *rand.Rand) {
			key := random.Intn(keys)
			if random.Intn(2) == 0 {
				s.remove(key)
			} else {
				s.put(key)
			}
		})
		runtime.KeepAlive(s)
	}
	var r ring
	shared := new(item)
	run(metrics, "ring", func(*rand.Rand) { r.put(shared) })
	run(metrics, "ringFresh", func(*rand.Rand) { r.put(new(item)) })
	ratio(metrics, "shardedOverSyncMap", "shardedOps", "syncMapOps")
	ratio(metrics, "ringOverSharded", "ringOps", "shardedOps")
	ratio(metrics, "syncMapOverMutex", "syncMapOps", "mutexOps")
	ratio(metrics, "syncMapP99OverSharded", "syncMapP99Ns", "shardedP99Ns")
	ratio(metrics, "shardedP99OverRing", "shardedP99Ns", "ringP99Ns")
	return metrics
}

// reads is article 003: mostly lookups, with 1, 10 and 50 % of stores to keys that exist.
func reads() measure.Metrics {
	const keys = 100_000
	metrics := measure.Metrics{}
	for _, mix := range []struct {
		name         string
		writePerCent int
	}{{"1", 1}, {"10", 10}, {"50", 50}} {
		for _, each := range []struct {
			name string
			s    store
		}{{"syncMap", &syncStore{}}, {"mutex", newLocked()}} {
			for key := 0; key < keys; key++ {
				each.s.put(key)
			}
			// Before Go 1.24 a sync.Map is read without a lock once misses have promoted its dirty part.
			for key := 0; key < keys; key++ {
				each.s.get(key)
			}
			runtime.GC()
			run(metrics, each.name+mix.name, func(random *rand.Rand) {
				key := random.Intn(keys)
				if random.Intn(100) < mix.writePerCent {
					each.s.put(key)
				} else {
					each.s.get(key)
				}
			})
		}
		ratio(metrics, "syncMapOverMutex"+mix.name, "syncMap"+mix.name+"Ops", "mutex"+mix.name+"Ops")
		ratio(metrics, "mutexP99OverSyncMap"+mix.name, "mutex"+mix.name+"P99Ns", "syncMap"+mix.name+"P99Ns")
	}
	return metrics
}

// run has all threads work for the duration and notes operations a second, the time that 99 % stay under, and
// allocations.
func run(metrics measure.Metrics, name string, operation func(random *rand.Rand)) {
	var wait sync.WaitGroup
	var operations int64
	var mutex sync.Mutex
	var times []float64
	deadline := time.Now().Add(duration)
	cost := measure.CostOf(func() {
		for thread := 0; thread < threads; thread++ {
			wait.Add(1)
			go func(seed int64) {
				defer wait.Done()
				random := rand.New(rand.NewSource(seed))
				own := make([]float64, 0, 1<<16)
				count := 0
				for {
					started := time.Now()
					operation(random)
					own = append(own, float64(time.Since(started).Nanoseconds()))
					for i := 1; i < timedEvery; i++ {
						operation(random)
					}
					count += timedEvery
					if started.After(deadline) {
						break
					}
				}
				atomic.AddInt64(&operations, int64(count))
				mutex.Lock()
				times = append(times, own...)
				mutex.Unlock()
			}(int64(thread + 1))
		}
		wait.Wait()
	})
	metrics[name+"Ops"] = float64(operations) / duration.Seconds()
	metrics[name+"P99Ns"] = measure.Quantile(times, 0.99)
	metrics[name+"AllocationsPerOp"] = float64(cost.Objects) / float64(operations)
}

func ratio(metrics measure.Metrics, name, above, below string) {
	metrics[name] = metrics[above].(float64) / metrics[below].(float64)
}

// masks is the sharding rule of the article: cores * 2 shards, chosen by hash & (shards - 1). Which shards are ever
// chosen?
func masks() measure.Metrics {
	used := func(cores int) float64 {
		shards := cores * 2
		chosen := map[int]bool{}
		for hash := 0; hash < 1<<12; hash++ {
			chosen[hash&(shards-1)] = true
		}
		return float64(len(chosen)) / float64(shards)
	}
	return measure.Metrics{"shareUsed2Cores": used(2), "shareUsed3Cores": used(3), "shareUsed6Cores": used(6), "shareUsed12Cores": used(12)}
}

// tenThousand is the comparison of article 004 §2.2: 10,000 operations, by one goroutine writing and one reading. The
// plain map takes them one after the other, since it must not be shared.
func tenThousand() measure.Metrics {
	const each = 5000
	metrics := measure.Metrics{}
	pair := func(s store) {
		var wait sync.WaitGroup
		wait.Add(2)
		go func() {
			defer wait.Done()
			for i := 0; i < each; i++ {
				s.put(i)
			}
		}()
		go func() {
			defer wait.Done()
			for i := 0; i < each; i++ {
				s.get(i)
			}
		}()
		wait.Wait()
	}
	for name, work := range map[string]func(){
		"plain": func() {
			m := make(map[int]int)
			for i := 0; i < each; i++ {
				m[i] = i
			}
			for i := 0; i < each; i++ {
				if m[i] < 0 {
					panic("no such value was put")
				}
			}
		},
		"syncMap": func() { pair(&syncStore{}) },
		"mutex":   func() { pair(newLocked()) },
	} {
		runtime.GC()
		var times []float64
		cost := measure.CostOf(func() {
			for i := 0; i < 50; i++ {
				times = append(times, measure.Once(work))
			}
		})
		metrics[name+"Ns"] = measure.Median(times)
		metrics[name+"Cycles"] = float64(cost.Cycles) / 50
	}
	ratio(metrics, "syncMapOverPlain", "syncMapNs", "plainNs")
	ratio(metrics, "mutexOverPlain", "mutexNs", "plainNs")
	ratio(metrics, "syncMapOverMutex", "syncMapNs", "mutexNs")
	return metrics
}

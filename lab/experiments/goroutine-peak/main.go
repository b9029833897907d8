// Goroutine-peak is article 002's opening: what a collection costs, and what stays allocated, once a great many goroutines
// were there and are gone.
package main

import (
	"runtime"
	"sync"
	"syscall"

	"highwater.lab/internal/measure"
)

const (
	peak      = 300_000
	liveNodes = 200_000
	cycles    = 15
)

type node struct {
	next  *node
	value [6]int
}

var list *node

func main() {
	// A modest live heap, so that a collection has something to do.
	for i := 0; i < liveNodes; i++ {
		list = &node{next: list}
	}
	metrics := measure.Metrics{}
	before := measure.LiveBytes()
	cpuBefore := collectCPU()
	freshBytes := start(10_000)
	measure.LiveBytes()
	start(peak)
	kept := measure.Grown(before)
	cpuAfter := collectCPU()
	reusedBytes := start(10_000)
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	metrics["cpuNsPerCycleBefore"], metrics["cpuNsPerCycleAfter"] = cpuBefore, cpuAfter
	metrics["cpuAfterOverBefore"] = cpuAfter / cpuBefore
	metrics["keptBytesPerGoroutine"] = float64(kept) / peak
	metrics["freshBytesPerGoroutine"], metrics["reusedBytesPerGoroutine"] = freshBytes, reusedBytes
	metrics["goroutinesNow"] = runtime.NumGoroutine()
	metrics["stackBytesNow"] = stats.StackInuse
	runtime.KeepAlive(list)
	measure.Print(metrics)
}

// start lets that many goroutines be alive at once and waits for their end. It gives heap bytes allocated for one.
func start(count int) float64 {
	var begun, ended sync.WaitGroup
	release := make(chan struct{})
	cost := measure.CostOf(func() {
		begun.Add(count)
		ended.Add(count)
		for i := 0; i < count; i++ {
			go func() {
				begun.Done()
				<-release
				ended.Done()
			}()
		}
		begun.Wait()
		close(release)
		ended.Wait()
	})
	return float64(cost.Bytes) / float64(count)
}

// collectCPU is the processor time, user and system, of one collection.
func collectCPU() float64 {
	runtime.GC()
	var times []float64
	for i := 0; i < cycles; i++ {
		started := processorNs()
		runtime.GC()
		times = append(times, float64(processorNs()-started))
	}
	return measure.Median(times)
}

func processorNs() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		measure.Fail(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

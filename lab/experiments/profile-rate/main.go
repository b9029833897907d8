// Profile-rate asks what runtime.MemProfileRate costs and sees: off, every allocation, one in 4 KB, one in 512 KB (the default).
// The variant is the rate; each has a process of its own, since the rate is meant to be set once, at the start.
package main

import (
	"runtime"
	"strconv"

	"highwater.lab/internal/measure"
)

const allocations = 500_000

var ring [4096]*[64]byte

func main() {
	rate, err := strconv.Atoi(measure.Variant())
	if err != nil {
		measure.Fail(err)
	}
	runtime.MemProfileRate = rate
	perAllocation := measure.PerOperation(3, allocations, func() {
		for i := 0; i < allocations; i++ {
			ring[i%len(ring)] = new([64]byte)
		}
	})
	// What was sampled is published by the collections after it.
	runtime.GC()
	runtime.GC()
	runtime.GC()
	samples := int64(0)
	records := make([]runtime.MemProfileRecord, 10_000)
	n, _ := runtime.MemProfile(records, true)
	for _, record := range records[:n] {
		samples += record.AllocObjects
	}
	measure.Print(measure.Metrics{"nsPerAllocation": perAllocation, "samples": samples})
}

package measure

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// HeapBytes is MemStats.HeapAlloc as it stands: what is alive and what nobody has collected yet.
func HeapBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// LiveBytes is HeapAlloc after collecting. Twice, because pools and finalizers let go in the second cycle.
func LiveBytes() uint64 {
	runtime.GC()
	runtime.GC()
	return HeapBytes()
}

// Grown is how much LiveBytes rose since `before`, never below nothing.
func Grown(before uint64) uint64 {
	now := LiveBytes()
	if now < before {
		return 0
	}
	return now - before
}

// Cost is what a piece of work allocated.
type Cost struct {
	Objects, Bytes uint64
	Cycles         uint32
}

// CostOf runs the work and says what it allocated, freed or not, and how many collections ended meanwhile.
func CostOf(work func()) Cost {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return Cost{after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc, after.NumGC - before.NumGC}
}

// ResidentBytes is the RSS of this process by the kernel's account.
func ResidentBytes() uint64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		Fail(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(line, "VmRSS:") {
			continue
		}
		kilobytes, err := strconv.ParseUint(strings.Fields(line)[1], 10, 64)
		if err != nil {
			Fail(err)
		}
		return kilobytes * 1024
	}
	Fail("no VmRSS in /proc/self/status")
	return 0
}

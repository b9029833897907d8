// Command working uses the CPU in a way that is known, and writes a CPU profile of it: `working MODE FILE` works until it has
// used so much CPU time that there are some 75 samples, on a machine of any load.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

const (
	samplesPerSecond = 400
	enough           = 300 * time.Millisecond
	longest          = 20 * time.Second
)

// cycled is what the collector has to mark again and again.
type cycled struct {
	next  *cycled
	value int
}

var (
	kept    *cycled
	ballast []byte
	sinks   [2][]byte
	spun    [2]int
)

var modes = map[string]func(worker int){
	"grow":     grow,
	"sized":    sized,
	"allocate": allocate,
	"collect":  collect,
	"spin":     spin,
}

func main() {
	work := modes[os.Args[1]]
	file, err := os.Create(os.Args[2])
	check(err)
	if os.Args[1] == "collect" {
		for count := 0; count < 100_000; count++ {
			kept = &cycled{next: kept}
		}
		debug.SetGCPercent(5)
	}
	if os.Args[1] == "allocate" {
		// Room, so that collections are few.
		ballast = make([]byte, 256<<20)
	}
	// The rate that StartCPUProfile asks for then comes too late; it says so on stderr.
	runtime.SetCPUProfileRate(samplesPerSecond)
	check(pprof.StartCPUProfile(file))
	start, used := time.Now(), cpuTime()
	var group sync.WaitGroup
	for worker := range sinks {
		worker := worker
		group.Add(1)
		go func() {
			defer group.Done()
			for cpuTime()-used < enough && time.Since(start) < longest {
				work(worker)
			}
		}()
	}
	group.Wait()
	runtime.KeepAlive(ballast)
	pprof.StopCPUProfile()
	check(file.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func grow(int) {
	grown := map[int]int{}
	for index := 0; index < 20_000; index++ {
		grown[index*7919] = index // grows
	}
	runtime.KeepAlive(grown)
}

var made [2]map[int]int

func sized(worker int) {
	if made[worker] == nil {
		made[worker] = make(map[int]int, 20_000)
	}
	for round := 0; round < 10; round++ {
		for index := 0; index < 20_000; index++ {
			made[worker][index*7919] = index
		}
	}
}

func allocate(worker int) {
	for index := 0; index < 5000; index++ {
		sinks[worker] = make([]byte, 256) // allocates
	}
}

func collect(worker int) {
	for index := 0; index < 5000; index++ {
		sinks[worker] = make([]byte, 64) // collects
		spin(worker)
	}
}

func spin(worker int) {
	for index := 0; index < 50; index++ {
		spun[worker] += index * index
	}
}

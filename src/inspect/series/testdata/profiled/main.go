// Profiled writes heap and goroutine profiles of itself between rounds of work, whose lines keep known numbers of bytes:
// profiled FOLDER ROUNDS RATE. Before the first profile and between any two it keeps one MiB and one goroutine more.
package main

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
)

var (
	kept    [][]byte
	steady  []byte
	changed [][]byte
	never   = make(chan int)
)

func main() {
	rounds, _ := strconv.Atoi(os.Args[2])
	runtime.MemProfileRate, _ = strconv.Atoi(os.Args[3])
	steady = make([]byte, 4<<20) // steady
	for len(changed) < 400 {
		changed = append(changed, nil)
	}
	for round := 0; round < 20; round++ {
		change()
	}
	for round := 0; round < rounds; round++ {
		keep()
		change()
		go park()
		// The heap profile is as of the collection before the last.
		runtime.GC()
		runtime.GC()
		for _, name := range []string{"heap", "goroutine"} {
			file, err := os.Create(filepath.Join(os.Args[1], fmt.Sprintf("%s-%02d.pb.gz", name, round)))
			if err != nil {
				panic(err)
			}
			if err := pprof.Lookup(name).WriteTo(file, 0); err != nil {
				panic(err)
			}
			file.Close()
		}
	}
	runtime.KeepAlive(steady)
}

func keep() {
	for count := 0; count < 64; count++ {
		object := make([]byte, 16<<10) // grows
		kept = append(kept, object)
	}
}

// change replaces some of what it holds, which is about as much after each round.
func change() {
	for count := 0; count < 100; count++ {
		changed[rand.Intn(len(changed))] = make([]byte, 1+rand.Intn(8<<10)) // changes
	}
}

func park() {
	<-never // parks
}

// A finalizer that waits for ever, and 10,000 objects of 1 KiB behind it.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

const (
	objectCount = 10000
	objectBytes = 1024
	liveCount   = 500
)

type resource struct {
	bytes [objectBytes]byte
}

var (
	gate  = make(chan bool)
	alive []*resource
)

func release(r *resource) { <-gate }

func resources(count int) []*resource {
	made := make([]*resource, count)
	for i := range made {
		made[i] = new(resource)
		made[i].bytes[0] = 1
		runtime.SetFinalizer(made[i], release)
	}
	return made
}

func main() {
	alive = resources(liveCount)
	resources(objectCount)
	runtime.GC()
	runtime.GC()
	time.Sleep(50 * time.Millisecond)
	fmt.Printf(`{"count":%d,"bytes":%d,"live":%d}`+"\n", objectCount, objectCount*objectBytes, liveCount)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(alive)
}

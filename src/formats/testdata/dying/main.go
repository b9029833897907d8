// Dies in one of the ways that Go programs die of maps and memory. The comments `// place: NAME` name the lines that the
// runtime must name. Go 1.18 and later.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

type cache struct {
	mu   sync.Mutex
	seen map[string]int
}

//go:noinline
func (c *cache) put(key string, value int) {
	c.seen[key] = value // place: write
}

//go:noinline
func (c *cache) get(key string) int {
	return c.seen[key] // place: read
}

//go:noinline
func (c *cache) sum() (total int) {
	for _, value := range c.seen { // place: iterate
		total += value
	}
	return total
}

func writer(c *cache) {
	for i := 0; ; i++ {
		c.put("k", i)
	}
}

func reader(c *cache) {
	for {
		c.get("k")
	}
}

func summer(c *cache) {
	for {
		c.sum()
	}
}

func main() {
	c := &cache{seen: map[string]int{}}
	switch os.Args[1] {
	case "writes":
		go writer(c)
		writer(c)
	case "read":
		go writer(c)
		reader(c)
	case "iterate":
		go writer(c)
		summer(c)
	case "nil":
		(&cache{}).put("a", 1)
	case "recovered":
		recovered()
	case "deadlock":
		c.mu.Lock()
		c.mu.Lock() // place: lock
	case "memory":
		// Under a limit of address space.
		debug.SetGCPercent(-1)
		var kept [][]byte
		for {
			kept = append(kept, make([]byte, 64<<20)) // place: ask
		}
	case "race":
		done := make(chan bool)
		go func() { // place: start
			c.put("a", 1)
			done <- true
		}()
		c.get("a")
		time.Sleep(10 * time.Millisecond)
		<-done
		count := 0
		go func() {
			count++ // place: add
			done <- true
		}()
		count++ // place: add too
		<-done
		fmt.Println(count)
	}
}

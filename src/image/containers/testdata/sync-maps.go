// sync.Maps in the states that they go through: new, read often, with deleted entries, with more than fits into one level.
package main

import (
	"encoding/json"
	"os"
	"runtime/debug"
	"sync"
)

type value [64]byte

var fresh, read, deleted, large, empty sync.Map

func fill(m *sync.Map, count int) {
	for i := 0; i < count; i++ {
		m.Store(uintptr(i), new(value))
	}
}

func main() {
	debug.SetGCPercent(-1)
	fill(&fresh, 5)
	fill(&read, 100)
	for i := 0; i < 1000; i++ {
		read.Load(uintptr(i))
	}
	read.Store(uintptr(100), new(value))
	fill(&deleted, 1000)
	for i := 0; i < 3000; i++ {
		deleted.Load(uintptr(i))
	}
	for i := 0; i < 500; i++ {
		deleted.Delete(uintptr(i))
	}
	deleted.Store("another", new(value))
	fill(&large, 20000)
	json.NewEncoder(os.Stdout).Encode(map[string]int{
		"fresh": 5, "read": 101, "deleted": 501, "large": 20000, "empty": 0,
	})
	os.Stdin.Read(make([]byte, 1))
	empty.Load(1)
}

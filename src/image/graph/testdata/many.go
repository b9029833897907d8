// many fills the heap with objects: `many SHAPE COUNT`. Shapes: records (each a struct with a string, a small map and a
// next record: 5 objects), list (one list, in the order of its making), lru (a doubly linked list in random order, with an
// index: 2 objects an entry).
package main

import (
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"strconv"
)

type record struct {
	next  *record
	index map[int]*int
	times [2]int
	name  string
}

type node struct {
	next *node
	id   int
}

type entry struct {
	prev, next *entry
	value      []byte
	key        int
}

var (
	records  []*record
	list     *node
	lruHead  *entry
	lruIndex map[int]*entry
)

func buildRecords(count int) {
	records = make([]*record, count/5)
	for i := range records {
		next := &record{name: "constant"}
		records[i] = &record{next: next, index: map[int]*int{i: new(int)}, name: strconv.Itoa(i + 1_000_000)}
	}
}

func buildList(count int) {
	for i := 0; i < count; i++ {
		list = &node{list, i}
	}
}

func buildLRU(count int) {
	entries := make([]*entry, count/2)
	for i := range entries {
		entries[i] = &entry{key: i, value: make([]byte, 16)}
	}
	rand.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	lruIndex = make(map[int]*entry)
	for i, e := range entries {
		lruIndex[e.key] = e
		if i > 0 {
			e.prev, entries[i-1].next = entries[i-1], e
		}
	}
	lruHead = entries[0]
}

func main() {
	count, _ := strconv.Atoi(os.Args[2])
	map[string]func(int){"records": buildRecords, "list": buildList, "lru": buildLRU}[os.Args[1]](count)
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Printf("{\"heapAlloc\":%d,\"objects\":%d}\nREADY\n", stats.HeapAlloc, stats.Mallocs-stats.Frees)
	os.Stdin.Read(make([]byte, 1))
}

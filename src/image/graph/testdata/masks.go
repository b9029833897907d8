// Holds objects by types so large that their pointer masks are made on demand (Go 1.24+) or by a program (before).
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

type pair struct {
	number int64
	first  *[4]int64
	text   [3]uintptr
	second *[4]int64
}

type table struct {
	pairs [40000]pair
	tail  [100]uint64
}

var (
	global table
	large  = new(table)
	rows   = make([]table, 2)
)

func fill(t *table) {
	for i := range t.pairs {
		t.pairs[i].first = new([4]int64)
		t.pairs[i].second = new([4]int64)
		// Numbers that look like pointers must hold nothing.
		t.pairs[i].text[1] = 0xc000000000 + uintptr(i)*8192
	}
}

func main() {
	fill(&global)
	fill(large)
	fill(&rows[0])
	fill(&rows[1])
	runtime.GC()
	line, _ := json.Marshal(map[string]int{"each": 2 * len(global.pairs), "size": 32})
	fmt.Println(string(line))
	os.Stdin.Read(make([]byte, 1))
}

package main

import (
	"fmt"
	"os"
	"sync"
)

type inner struct {
	Label string
	*sync.Mutex
}

type pair[K comparable, V any] struct {
	Key   K
	Value V
}

type server struct {
	inner
	sessions map[string]*pair[string, int]
	grid     [7][3]int32
	events   chan func(int) error
	any      interface{ Close() error }
	名        uint8
}

var srv = &server{sessions: map[string]*pair[string, int]{}}
var registry map[[2]uint64]pair[int, []string]
var hook func()

//go:noinline
func capture(count int, name string) func() {
	local := map[string]int{name: count}
	total := 0
	return func() {
		total += local[name]
		count++
		fmt.Fprintln(os.Stderr, total, count, name)
	}
}

func main() {
	hook = capture(3, "x")
	hook()
	registry = map[[2]uint64]pair[int, []string]{}
	srv.名 = 1
	fmt.Println(srv.grid[0][1], len(registry), srv.sessions)
}

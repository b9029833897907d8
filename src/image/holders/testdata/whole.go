// A program that knows what its objects are: for each path, how many objects of which kind and size hang on it.
package main

import (
	"container/list"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

type row struct {
	Path  string `json:"path"`
	Kind  string `json:"kind"`
	Type  string `json:"type"`
	Count int    `json:"count"`
	Size  int    `json:"size"`
	Scan  bool   `json:"scan"`
}

type node struct {
	next  *node
	label string
	data  []byte
}

type big struct {
	key  [160]byte
	name string
}

type holder struct {
	list    *node
	numbers []int64
	matrix  [][]float64
	texts   []string
	boxed   map[int]big
	anys    []any
	events  chan *node
	call    func() int
	names   sync.Map
	queue   *list.List
	points  *[4]*int64
}

var root = &holder{}

// Large enough that every part has a slot of its own.
const count = 500

// strings.Repeat keeps texts of zeros as constants.
func text(n, size int) string { return strings.Repeat(fmt.Sprintf("%04d", n+1000), size/4) }

//go:noinline
func capture(values []int32) func() int {
	return func() int { return len(values) }
}

func build() []row {
	for i := 0; i < count; i++ {
		root.list = &node{root.list, text(i, 32), make([]byte, 64)}
	}
	root.numbers = make([]int64, 1000)
	for i := 0; i < 20; i++ {
		root.matrix = append(root.matrix, make([]float64, 128))
	}
	root.matrix = append([][]float64(nil), root.matrix...)
	for i := 0; i < 100; i++ {
		root.texts = append(root.texts, text(i, 64))
	}
	root.texts = append([]string(nil), root.texts...)
	root.boxed = map[int]big{}
	for i := 0; i < 50; i++ {
		root.boxed[i] = big{name: text(i, 128)}
	}
	for i := 0; i < 40; i++ {
		root.anys = append(root.anys, [6]int64{int64(i)}, &node{label: text(i, 48)})
	}
	root.anys = append([]any(nil), root.anys...)
	root.events = make(chan *node, 10)
	for i := 0; i < 10; i++ {
		root.events <- &node{label: text(i, 80)}
	}
	root.call = capture(make([]int32, 300))
	root.queue = list.New()
	for i := 0; i < 30; i++ {
		root.queue.PushBack(&node{label: text(i, 96)})
	}
	root.points = &[4]*int64{new(int64), new(int64), new(int64), new(int64)}
	return []row{
		{"main.root.list", "object", "main.node", count, 48, true},
		{"main.root.list.label", "string", "string", count, 32, false},
		{"main.root.list.data[*]", "slice", "[]uint8", count, 64, false},
		{"main.root.numbers[*]", "slice", "[]int64", 1, 8000, false},
		{"main.root.matrix[*]", "slice", "[][]float64", 1, 480, true},
		{"main.root.matrix[*][*]", "slice", "[]float64", 20, 1024, false},
		{"main.root.texts[*]", "slice", "[]string", 1, 1600, true},
		{"main.root.texts[*]", "string", "string", 100, 64, false},
		{"main.root.boxed[*].name", "string", "string", 50, 128, false},
		{"main.root.anys[*]", "slice", "[]interface {}", 1, 1280, true},
		{"main.root.anys[*].([6]int64)", "object", "[6]int64", 40, 48, false},
		{"main.root.anys[*].(*main.node)", "object", "main.node", 40, 48, true},
		{"main.root.anys[*].(*main.node).label", "string", "string", 40, 48, false},
		{"main.root.events<-[*]", "object", "main.node", 10, 48, true},
		{"main.root.events<-[*].label", "string", "string", 10, 80, false},
		{"main.root.queue", "object", "list.List", 1, 48, true},
	}
}

//go:noinline
func worker(size int, done chan bool) {
	batch := make([]*node, size)
	for i := range batch {
		batch[i] = &node{label: text(i, 112)}
	}
	started <- true
	<-done
	use(batch)
}

//go:noinline
func use(batch []*node) {
	for _, each := range batch {
		fmt.Fprintln(os.Stderr, each.label)
	}
}

var started = make(chan bool)

func main() {
	rows := build()
	done := make(chan bool)
	go worker(64, done)
	<-started
	time.Sleep(10 * time.Millisecond)
	runtime.GC()
	line, _ := json.Marshal(rows)
	fmt.Println(string(line))
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(root)
}

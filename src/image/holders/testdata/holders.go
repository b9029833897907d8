// A program that knows who holds its maps.
package main

import (
	"container/list"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type Session struct {
	ID   int
	Tags map[string]bool
	Next *Session
}

type Server struct {
	name     string
	sessions map[string]*Session
	blobs    map[int][200]byte
	queue    []*Session
	subs     []map[int]int
	tail     []map[int]int
	capped   []map[int]int
	middle   *Session
	handler  interface{ Serve() }
	any      interface{}
	nested   struct{ inner map[uint8]struct{} }
	ptrmap   *map[string]int
}

type Handler struct {
	routes map[string]int
}

func (h *Handler) Serve() {}

type ByValue struct {
	m map[int]string
	x int
}

func (b ByValue) Serve() {}

type Box[T any] struct {
	items map[string]T
}

type Tree struct {
	left, right *Tree
	m           map[int]int
}

type Key struct {
	A int
	B string
}

var srv *Server
var registry = map[string]struct{ tags map[string]int }{}
var byKey = map[Key]map[int]int{}
var byAny = map[interface{}]map[int]int{}
var byKind = map[interface{}]map[int]int{}
var byPointer = map[*Handler]int{}
var big = map[[150]byte]map[int]int{}
var ch = make(chan map[int]int, 4)
var fn func() int
var method func()
var smap sync.Map
var boxes = []Box[int]{{}, {}}
var boxS Box[map[int]bool]
var root *Tree
var shared map[int]int
var sharedHolder struct{ a, b map[int]int }
var ll = list.New()
var value atomic.Value
var pool = sync.Pool{}
var emptied = map[int]int{}
var nevermade map[int]int
var unused = map[int]int{}
var iface interface{ Serve() }
var matrix [3][2]map[int]int
var unsafeP unsafe.Pointer
var grown = map[int]map[int]int{}
var mapOfSlices = map[string][]map[int]int{}

// Expect is what the program knows of one of its maps: its header's address, its length, and every path that holds it.
type Expect struct {
	Address string
	Len     int
	Paths   []string
	// What the goroutine that alone holds it runs.
	Goroutine string
}

var expected []Expect

func addr(m interface{}) uintptr {
	return *(*uintptr)(unsafe.Pointer(uintptr(unsafe.Pointer(&m)) + 8))
}

func note(m interface{}, n int, paths ...string) {
	expected = append(expected, Expect{fmt.Sprintf("0x%x", addr(m)), n, paths, ""})
}

func fill(n int) map[int]int {
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i] = i
	}
	return m
}

var sink interface{}

//go:noinline
func worker(ready chan struct{}, stop chan struct{}) {
	local := fill(33)
	expected = append(expected, Expect{fmt.Sprintf("0x%x", addr(local)), 33, nil, "main.worker"})
	ready <- struct{}{}
	<-stop
	local[1]++
	fmt.Fprintln(os.Stderr, len(local))
}

func makeClosure() func() int {
	cached := fill(21)
	note(cached, 21, "main.fn (closure).cached", "main.fn…")
	n := 0
	return func() int {
		n++
		return cached[n]
	}
}

func main() {
	setup()
	more()
	text, err := json.Marshal(expected)
	if err != nil {
		panic(err)
	}
	expected = nil
	os.Stdout.Write(append(text, '\n'))
	time.Sleep(time.Hour)
}

func setup() {
	srv = &Server{name: "s", sessions: map[string]*Session{}, blobs: map[int][200]byte{}}
	note(srv.sessions, 300, "main.srv.sessions")
	note(srv.blobs, 100, "main.srv.blobs")
	for i := 0; i < 300; i++ {
		s := &Session{ID: i, Tags: map[string]bool{}}
		if i == 7 {
			s.Tags["a"] = true
			note(s.Tags, 1, `main.srv.sessions["k7"].Tags`)
		}
		srv.sessions[fmt.Sprintf("k%d", i)] = s
		if i < 100 {
			srv.blobs[i] = [200]byte{}
		}
	}
	for i := 0; i < 5; i++ {
		s := &Session{ID: i, Tags: map[string]bool{"q": true}}
		note(s.Tags, 1, fmt.Sprintf("main.srv.queue[%d].Tags", i))
		srv.queue = append(srv.queue, s)
		srv.subs = append(srv.subs, fill(i+1))
		note(srv.subs[i], i+1, fmt.Sprintf("main.srv.subs[%d]", i))
	}
	all := make([]map[int]int, 10)
	for i := range all {
		all[i] = fill(i + 2)
		if i >= 3 {
			note(all[i], i+2, fmt.Sprintf("main.srv.tail[%d]", i-3))
		}
	}
	srv.tail = all[3:]
	for i := 0; i < 3; i++ {
		note(all[i], i+2, "main.srv.tail…")
	}
	spare := []map[int]int{fill(61), fill(62), fill(63), fill(64)}
	srv.capped = spare[:2]
	for i, m := range spare {
		note(m, 61+i, fmt.Sprintf("main.srv.capped%s[%d]", []string{"", "[:cap]"}[i/2], i))
	}
	block := make([]Session, 6)
	for i := range block {
		block[i].Tags = map[string]bool{"b": true}
	}
	srv.middle = &block[3]
	note(block[3].Tags, 1, "main.srv.middle.Tags")
	note(block[0].Tags, 1, "main.srv.middle…")
	note(block[5].Tags, 1, "main.srv.middle…")
	h := &Handler{routes: map[string]int{"x": 1, "y": 2}}
	note(h.routes, 2, "main.srv.handler.(*main.Handler).routes")
	srv.handler = h
	bv := ByValue{m: map[int]string{1: "a", 2: "b", 3: "c"}}
	note(bv.m, 3, "main.srv.any.(main.ByValue).m")
	srv.any = bv
	srv.nested.inner = map[uint8]struct{}{1: {}}
	note(srv.nested.inner, 1, "main.srv.nested.inner")
	pm := map[string]int{"p": 1}
	srv.ptrmap = &pm
	note(pm, 1, "main.srv.ptrmap")
	registry["x"] = struct{ tags map[string]int }{map[string]int{"t": 1}}
	note(registry, 1, "main.registry")
	note(registry["x"].tags, 1, `main.registry["x"].tags`)
	byKey[Key{5, "five"}] = fill(9)
	note(byKey[Key{5, "five"}], 9, `main.byKey[{5 "five"}]`)
	byAny["str"] = fill(10)
	note(byAny["str"], 10, `main.byAny["str"]`)
	byAny[-42] = fill(11)
	note(byAny[-42], 11, `main.byAny[-42]`)
	byKind[true] = fill(24)
	note(byKind[true], 24, `main.byKind[true]`)
	byKind[2.5] = fill(25)
	note(byKind[2.5], 25, `main.byKind[2.5]`)
	byKind[uint64(1<<63+1)] = fill(26)
	note(byKind[uint64(1<<63+1)], 26, `main.byKind[9223372036854775809]`)
	long := "0123456789012345678901234567890123456789abcdef"
	byKind[long] = fill(27)
	note(byKind[long], 27, `main.byKind["012345678901234567890123456789012345678…"]`)
	quoted := "a\"]b"
	byKind[quoted] = fill(28)
	note(byKind[quoted], 28, `main.byKind["a\"]b"]`)
	byKind[[2]int8{-1, 2}] = fill(29)
	note(byKind[[2]int8{-1, 2}], 29, `main.byKind[[-1 2]]`)
	byKind[nil] = fill(30)
	note(byKind[nil], 30, `main.byKind[nil]`)
	keyHolder := &Handler{routes: map[string]int{"k": 1, "l": 2}}
	byPointer[keyHolder] = 1
	note(keyHolder.routes, 2, fmt.Sprintf("main.byPointer[%p] (key).routes", keyHolder))
	var k [150]byte
	big[k] = fill(12)
	note(big[k], 12, "main.big[0x00000000000000000000000000000000…]")
	for i := 0; i < 3; i++ {
		m := fill(13 + i)
		ch <- m
		if i > 0 {
			note(m, 13+i, fmt.Sprintf("main.ch<-[%d]", i-1))
		}
	}
	<-ch
	fn = makeClosure()
	hm := &Handler{routes: map[string]int{"mv": 1}}
	note(hm.routes, 1, "main.method (closure).receiver.routes")
	method = hm.Serve
	s1 := &Session{Tags: map[string]bool{"sm": true}}
	smap.Store("key1", s1)
	note(s1.Tags, 1, `main.smap["key1"].(*main.Session).Tags`)
	for i := 0; i < 100; i++ {
		smap.Store(i, i)
	}
	smap.Range(func(k, v interface{}) bool { return true })
	mm := fill(17)
	smap.Store(1000, mm)
	note(mm, 17, "main.smap[1000].(map[int]int)")
	boxes[1].items = map[string]int{"b": 1}
	note(boxes[1].items, 1, "main.boxes[1].items")
	boxS.items = map[string]map[int]bool{"z": {1: true}}
	note(boxS.items["z"], 1, `main.boxS.items["z"]`)
	root = &Tree{left: &Tree{m: fill(4)}, right: &Tree{left: &Tree{m: fill(5)}}}
	note(root.left.m, 4, "main.root.left.m")
	note(root.right.left.m, 5, "main.root.right.left.m")
}

func more() {
	shared = fill(44)
	sharedHolder.a = shared
	sharedHolder.b = shared
	note(shared, 44, "main.shared", "main.sharedHolder.a", "main.sharedHolder.b")
	for i := 0; i < 5; i++ {
		m := fill(50 + i)
		ll.PushBack(m)
		if i == 0 {
			note(m, 50, "main.ll.root.next.Value.(map[int]int)")
		}
	}
	vm := &Handler{routes: map[string]int{"v": 1}}
	value.Store(vm)
	note(vm.routes, 1, "main.value.(*main.Handler).routes")
	pool.Put(&Handler{routes: map[string]int{"pool": 1, "q": 2}})
	for i := 0; i < 10000; i++ {
		emptied[i] = i
	}
	for i := range emptied {
		delete(emptied, i)
	}
	note(emptied, 0, "main.emptied")
	note(unused, 0, "main.unused")
	iface = ByValue{m: map[int]string{7: "x"}}
	note(iface.(ByValue).m, 1, "main.iface.(main.ByValue).m")
	matrix[2][1] = fill(3)
	note(matrix[2][1], 3, "main.matrix[2][1]")
	um := &Handler{routes: map[string]int{"unsafe": 1, "r": 2, "s": 3}}
	unsafeP = unsafe.Pointer(um)
	note(um.routes, 3, "main.unsafeP…")
	for i := 0; i < 2000; i++ {
		grown[i] = nil
	}
	grown[1234] = fill(19)
	note(grown[1234], 19, "main.grown[1234]")
	mapOfSlices["s"] = []map[int]int{nil, fill(23)}
	note(mapOfSlices["s"][1], 23, `main.mapOfSlices["s"][1]`)
	ready, stop := make(chan struct{}), make(chan struct{})
	go worker(ready, stop)
	<-ready
	sink = stop
}

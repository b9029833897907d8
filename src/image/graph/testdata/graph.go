// graph builds structures whose retained bytes are known by construction, and says where they are and what they
// consist of. Addresses are printed as numbers, which hold nothing.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"
)

type node struct {
	next *node
	id   int
}

type entry struct {
	prev, next *entry
	value      *[3]int
	key        int
}

type diamond struct{ left, right *diamond }

type record struct {
	item *[4]int
	pad  [5]int
}

type owner struct {
	child *[20]int
	pad   [9]int
}

// What one structure consists of: count objects of size bytes.
type part struct {
	Size  uintptr `json:"size"`
	Scan  bool    `json:"scan"`
	Count int     `json:"count"`
}

type structure struct {
	Name    string  `json:"name"`
	Address uintptr `json:"address"`
	Parts   []part  `json:"parts"`
	// Kind of the holder at the top of the dominators, '' where several hold it, "garbage" where none does.
	Holder string `json:"holder"`
}

var (
	list        *node
	lruHead     *entry
	lruIndex    []*entry
	top         *diamond
	ring        *node
	largeTable  []*[4]int
	mediumTable []*[4]int
	records     []record
	manyRecords []record
	wide        *[400]record
	inner       **[4]int
	anything    interface{}
	function    func() int
	queue       chan *[4]int
	bytesInside *byte
	found       []structure
	escape      unsafe.Pointer
)

// address makes the object escape to the heap.
//
//go:noinline
func address(p unsafe.Pointer) uintptr {
	escape = p
	escape = nil
	return uintptr(p)
}

func add(name string, p unsafe.Pointer, holder string, parts ...part) {
	found = append(found, structure{name, address(p), parts, holder})
}

func buildLists() {
	for i := 0; i < 1_000_000; i++ {
		list = &node{list, i}
	}
	add("deep list", unsafe.Pointer(list), "variable", part{16, true, 1_000_000})
	add("rest of the list", unsafe.Pointer(list.next), "variable", part{16, true, 999_999})

	entries := make([]*entry, 100_000)
	for i := range entries {
		entries[i] = &entry{value: new([3]int), key: i}
	}
	lruIndex = append([]*entry(nil), entries...)
	rand.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	for i := 1; i < len(entries); i++ {
		entries[i].prev, entries[i-1].next = entries[i-1], entries[i]
	}
	lruHead = entries[0]
	add("entry of list and index", unsafe.Pointer(entries[5000]), "", part{32, true, 1}, part{24, false, 1})
	add("index", unsafe.Pointer(&lruIndex[0]), "variable", part{8 * uintptr(cap(lruIndex)), true, 1})

	ring = &node{}
	last := ring
	for i := 1; i < 1000; i++ {
		last.next = &node{id: i}
		last = last.next
	}
	last.next = ring
	add("ring", unsafe.Pointer(ring), "variable", part{16, true, 1000})
}

func buildShapes() {
	bottom := &diamond{left: &diamond{}}
	top = &diamond{&diamond{left: bottom}, &diamond{left: bottom}}
	add("top of the diamond", unsafe.Pointer(top), "variable", part{16, true, 5})
	add("side of the diamond", unsafe.Pointer(top.left), "variable", part{16, true, 1})
	add("bottom of the diamond", unsafe.Pointer(bottom), "variable", part{16, true, 2})

	largeTable = make([]*[4]int, 300_000)
	mediumTable = make([]*[4]int, 200)
	for _, table := range [][]*[4]int{largeTable, mediumTable} {
		for i := range table {
			table[i] = new([4]int)
		}
	}
	add("large table", unsafe.Pointer(&largeTable[0]), "variable", part{2_400_000, true, 1}, part{32, false, 300_000})
	add("table behind a header", unsafe.Pointer(&mediumTable[0]), "variable", part{1600, true, 1}, part{32, false, 200})

	records = make([]record, 50)
	wide = new([400]record)
	for i := range records {
		records[i].item = new([4]int)
	}
	for i := range wide {
		wide[i].item = new([4]int)
	}
	add("tiled records", unsafe.Pointer(&records[0]), "variable", part{50 * 48, true, 1}, part{32, false, 50})
	add("one array of records", unsafe.Pointer(wide), "variable", part{400 * 48, true, 1}, part{32, false, 400})

	manyRecords = make([]record, 60_000)
	for i := range manyRecords {
		manyRecords[i].item = new([4]int)
	}
	add("tiled records, large", unsafe.Pointer(&manyRecords[0]), "variable", part{60_000 * 48, true, 1}, part{32, false, 60_000})
	inside := new([64]*[4]int)
	inside[3], inside[60] = new([4]int), new([4]int)
	inner = &inside[40]
	add("held by a pointer inside", unsafe.Pointer(inside), "variable", part{512, true, 1}, part{32, false, 2})
	buffer := make([]byte, 5000)
	bytesInside = &buffer[4000]
	add("bytes held by a pointer inside", unsafe.Pointer(&buffer[0]), "variable", part{5000, false, 1})

	boxed := &owner{child: new([20]int)}
	anything = boxed
	add("behind an interface", unsafe.Pointer(boxed), "variable", part{80, true, 1}, part{160, false, 1})
	captured := &owner{child: new([20]int)}
	function = func() int { return captured.pad[0] }
	add("captured by a function", unsafe.Pointer(captured), "variable", part{80, true, 1}, part{160, false, 1})
	queue = make(chan *[4]int, 100)
	sent := new([4]int)
	queue <- sent
	add("sent to a channel", unsafe.Pointer(sent), "variable", part{32, false, 1})
}

//go:noinline
func buildFinalized() {
	object := &owner{child: new([20]int)}
	kept := new([20]int)
	runtime.SetFinalizer(object, func(*owner) { kept[0]++ })
	add("only its finalizer", unsafe.Pointer(object), "finalizer", part{80, true, 1}, part{160, false, 1})
	add("captured by a finalizer", unsafe.Pointer(kept), "special", part{160, false, 1})
}

//go:noinline
func buildGarbage() {
	for i := 0; i < 1000; i++ {
		dropped := &owner{child: new([20]int)}
		add("dropped", unsafe.Pointer(dropped), "garbage", part{80, true, 1})
		add("dropped with it", unsafe.Pointer(dropped.child), "garbage", part{160, false, 1})
	}
}

//go:noinline
func newOwner() *owner { return &owner{child: new([20]int)} }

// hold keeps an object on its stack alone. Its address leaves inverted: as it is it would be a pointer on other stacks.
func hold(ready chan<- uintptr, end <-chan bool) {
	local := newOwner()
	ready <- ^address(unsafe.Pointer(local))
	<-end
	runtime.KeepAlive(local)
}

func main() {
	buildLists()
	buildShapes()
	ready, end := make(chan uintptr), make(chan bool)
	go hold(ready, end)
	onStack := <-ready
	runtime.GC()
	runtime.GC()
	debug.SetGCPercent(-1)
	done := make(chan bool)
	var text []byte
	// In a goroutine that ends: addresses are left on its stack.
	go func() {
		buildFinalized()
		buildGarbage()
		found = append(found, structure{"on a stack", ^onStack, []part{{80, true, 1}, {160, false, 1}}, "goroutine"})
		text, _ = json.Marshal(found)
		done <- true
	}()
	<-done
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Printf("{\"heapAlloc\":%d,\"structures\":%s}\n", stats.HeapAlloc, text)
	os.Stdin.Read(make([]byte, 1))
	end <- true
}

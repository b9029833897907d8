// liveness has live and stale pointers on stacks and prints which objects its own collector has freed.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

type object struct {
	next *object
	pad  [6]int
}

var (
	mutex sync.Mutex
	made  = map[string][]uintptr{}
	// Which variable of which function holds a live object.
	places = map[uintptr]string{}
	freed  = []uintptr{}
)

// Finalizers of live objects never run, so that the collector itself says who is alive.
//
//go:noinline
func newObject(kind, place string) *object {
	o := &object{}
	address := uintptr(unsafe.Pointer(o))
	mutex.Lock()
	made[kind] = append(made[kind], address)
	places[address] = place
	mutex.Unlock()
	runtime.SetFinalizer(o, func(*object) {
		mutex.Lock()
		freed = append(freed, address)
		mutex.Unlock()
	})
	return o
}

//go:noinline
func use(o *object) { o.pad[0]++ }

//go:noinline
func fill(list *[4]*object, kind, place string) {
	for i := range list {
		list[i] = newObject(kind, place)
	}
}

//go:noinline
func useAll(list *[4]*object) {
	for _, o := range list {
		use(o)
	}
}

//go:noinline
func liveLocal(gate chan int) {
	o := newObject("live", "main.liveLocal: o")
	<-gate
	use(o)
}

//go:noinline
func deadLocal(gate chan int) {
	o := newObject("stale", "")
	use(o)
	use(o)
	<-gate
}

//go:noinline
func liveArray(gate chan int) {
	var list [4]*object
	fill(&list, "live", "main.liveArray: list")
	<-gate
	useAll(&list)
}

// Stays on the stack after its last use.
//
//go:noinline
func deadArray(gate chan int) {
	var list [4]*object
	fill(&list, "stale", "")
	useAll(&list)
	<-gate
}

// Its variables become those of its caller.
func inlined(gate chan int) {
	deep := newObject("live", "main.inlined: deep")
	<-gate
	use(deep)
}

//go:noinline
func inlining(gate chan int) { inlined(gate) }

//go:noinline
func parameters(first, second *object, gate chan int) {
	use(first)
	<-gate
	use(second)
}

func deferred(gate chan int) {
	o := newObject("live", "")
	defer use(o)
	<-gate
}

func deferredLoop(gate chan int) {
	for i := 0; i < 3; i++ {
		o := newObject("live", "")
		defer func() { use(o) }()
	}
	<-gate
}

type pair struct{ left, right *object }

//go:noinline
func branch(gate chan int, deep int) int {
	own := pair{newObject("live", "main.branch: own"), newObject("stale", "")}
	use(own.right)
	if deep > 0 {
		got := branch(gate, deep-1)
		use(own.left)
		return got
	}
	<-gate
	use(own.left)
	return 0
}

func main() {
	gate := make(chan int)
	for i := 0; i < 3; i++ {
		go liveLocal(gate)
		go deadLocal(gate)
		go liveArray(gate)
		go deadArray(gate)
		go func() { parameters(newObject("stale", ""), newObject("live", "main.parameters: second"), gate) }()
		go deferred(gate)
		go inlining(gate)
		go deferredLoop(gate)
		go branch(gate, 3)
	}
	for i := 0; i < 6; i++ {
		time.Sleep(30 * time.Millisecond)
		runtime.GC()
	}
	time.Sleep(50 * time.Millisecond)
	mutex.Lock()
	json.NewEncoder(os.Stdout).Encode(map[string]interface{}{"Made": made, "Freed": freed, "Places": places})
	mutex.Unlock()
	syscall.Read(0, make([]byte, 1))
	gate <- 1
}

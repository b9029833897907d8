// Holds objects in ways that are known, and prints their addresses and the ways as one line of JSON. Goes on until its
// standard input ends.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"unsafe"
)

const bufferBytes = 1 << 20

type session struct {
	name   string
	buffer []byte
	peer   *session
	parent *server
}

type server struct {
	sessions map[string]*session
	byIndex  []*session
	any      any
	queue    chan *session
	// Large enough for tables of their own.
	many map[int]*entry
}

type entry struct {
	value [4]int64
	next  *entry
}

type report struct {
	rows [8]row
}

type row struct {
	id   int64
	name *int64
}

type node struct {
	next *node
	pad  [5]int64
}

var srv = &server{sessions: map[string]*session{}, many: map[int]*entry{}}
var alias *session
var list *node
var callback func() int64
var plain [1000]int64
var sink *[3000]*int64
var kept []*[128]int64

func address(pointer unsafe.Pointer) string { return fmt.Sprintf("0x%x", uintptr(pointer)) }

//go:noinline
func newSession(name string) *session {
	return &session{name: name, buffer: make([]byte, bufferBytes), parent: srv}
}

//go:noinline
func fill(facts map[string]any) {
	for _, name := range []string{"alice", "bob", "carol"} {
		srv.sessions[name] = newSession(name)
	}
	alice := srv.sessions["alice"]
	srv.byIndex = make([]*session, 10)
	srv.byIndex[7] = alice
	alias = srv.sessions["bob"]
	srv.any = &report{}
	srv.any.(*report).rows[3].name = new(int64)
	srv.queue = make(chan *session, 4)
	srv.queue <- newSession("queued")
	for i := 0; i < 5000; i++ {
		srv.many[i] = &entry{next: &entry{}}
	}
	for i := 0; i < 1000; i++ {
		list = &node{next: list}
	}
	last := list
	for last.next != nil {
		last = last.next
	}
	captured := new([100]int64)
	callback = func() int64 { return captured[7] }
	facts["alice"] = address(unsafe.Pointer(alice))
	facts["buffer"] = address(unsafe.Pointer(&alice.buffer[0]))
	facts["middle"] = address(unsafe.Pointer(&alice.buffer[bufferBytes/2]))
	facts["bob"] = address(unsafe.Pointer(alias))
	facts["row"] = address(unsafe.Pointer(srv.any.(*report).rows[3].name))
	facts["rows"] = address(unsafe.Pointer(&srv.any.(*report).rows[3].name))
	facts["queued"] = address(unsafe.Pointer(&srv.queue))
	facts["entry"] = address(unsafe.Pointer(srv.many[4321].next))
	facts["last"] = address(unsafe.Pointer(last))
	facts["captured"] = address(unsafe.Pointer(captured))
	facts["variable"] = address(unsafe.Pointer(&plain[5]))
	facts["server"] = address(unsafe.Pointer(srv))
}

// Keeps every other one of many objects of a size that nothing else has, and tells where one was that it dropped.
//
//go:noinline
func spread() string {
	var dropped *[128]int64
	for i := 0; i < 64; i++ {
		object := new([128]int64)
		if i%2 == 0 {
			kept = append(kept, object)
		} else if i == 33 {
			dropped = object
		}
	}
	return address(unsafe.Pointer(dropped))
}

//go:noinline
func drop() string {
	lost := new([3000]*int64)
	lost[0] = new(int64)
	sink = lost
	place := address(unsafe.Pointer(sink))
	sink = nil
	return place
}

//go:noinline
func hold(ready, done chan bool, place *string) {
	local := make([]byte, 4<<20)
	*place = address(unsafe.Pointer(&local[0]))
	ready <- true
	<-done
	fmt.Fprintln(io.Discard, local[0])
}

func main() {
	facts := map[string]any{}
	fill(facts)
	freed := spread()
	ready := make(chan bool)
	done := make(chan bool)
	var local string
	go hold(ready, done, &local)
	<-ready
	for i := 0; i < 3; i++ {
		runtime.GC()
		runtime.Gosched()
	}
	// Its neighbours were freed by the collections above.
	facts["free"] = freed
	facts["local"] = local
	facts["garbage"] = drop()
	var word [64]int64
	facts["stack"] = address(unsafe.Pointer(&word[3]))
	line, _ := json.Marshal(facts)
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	close(done)
	runtime.KeepAlive(callback)
	runtime.KeepAlive(kept)
}

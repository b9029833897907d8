// Command values holds maps of which a known share of the entries is over, and healthy ones. It prints what it holds as one
// line of JSON and waits until its standard input ends.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type session struct {
	id       string
	isAdmin  bool
	closed   bool
	lastSeen time.Time
	buffer   []byte
	parent   *hub
}

type hub struct{ closed bool }

type record struct {
	deleted bool
	payload []byte
}

type lease struct {
	owner     string
	expiresAt time.Time
	data      [256]byte
}

type flagged struct {
	closed atomic.Bool
	data   [1000]byte
}

type peer struct {
	conn   net.Conn
	buffer []byte
}

type wrapped struct{ inner net.Conn }

func (w *wrapped) Close() error { return w.inner.Close() }

type outer struct {
	*peer
	name string
}

type job struct {
	ctx     context.Context
	payload []byte
}

type phase uint8

type task struct {
	state phase
	data  [500]byte
}

type large struct {
	connected bool
	data      [400]byte
}

type ender interface{ end() }

type stream struct {
	closeOnce sync.Once
	data      [800]byte
}

func (s *stream) end() { s.closeOnce.Do(func() {}) }

type user struct {
	isAdmin  bool
	active   bool
	closed   bool
	state    int
	created  time.Time
	deadline time.Time
	data     [900]byte
}

type shard struct{ sessions map[int]*session }

// facts says of one map how many of its entries are over and what those cost beside their slots.
type facts struct {
	Path  string
	Len   int
	Over  int
	Field string
	// Key and elem as they lie in a slot.
	SlotBytes uintptr
	// Objects of the entries that are over.
	ObjectBytes uint64
}

var (
	server   struct{ sessions map[string]*session }
	records  = map[int64]record{}
	leases   = map[int]*lease{}
	flags    = map[int]*flagged{}
	peers    = map[int]peer{}
	outers   = map[int]outer{}
	jobs     = map[int]job{}
	tasks    = map[int]*task{}
	boxed    = map[int]large{}
	streams  = map[int]ender{}
	shards   [16]shard
	users    = map[int]*user{}
	unshared *hub
	all      []facts
)

// bytesOf is the size class of an object without a malloc header.
func bytesOf(size uintptr) uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	for _, class := range stats.BySize {
		if uintptr(class.Size) >= size {
			return uint64(class.Size)
		}
	}
	return (uint64(size) + 8191) / 8192 * 8192
}

func note(path string, len, over int, field string, slot uintptr, object uint64) {
	all = append(all, facts{path, len, over, field, slot, object * uint64(over)})
}

func newSession(i, percent int, bufferBytes int) *session {
	return &session{
		id:       fmt.Sprintf("a session by the number %12d", i),
		isAdmin:  i%10 != 0,
		closed:   i%100 < percent,
		lastSeen: time.Now(),
		buffer:   make([]byte, bufferBytes),
		parent:   unshared,
	}
}

func fillSessions() {
	const n = 200_000
	server.sessions = map[string]*session{}
	for i := 0; i < n; i++ {
		s := newSession(i, 83, 64)
		server.sessions[s.id] = s
	}
	// The key is the session's own id: one string.
	object := bytesOf(unsafe.Sizeof(session{})) + bytesOf(uintptr(len("a session by the number ")+12)) + 64
	note("main.server.sessions", n, n*83/100, "closed", 16+8, object)
	for i := range shards {
		shards[i].sessions = map[int]*session{}
		for j := 0; j < 1000; j++ {
			shards[i].sessions[j] = newSession(j, 75, 512)
		}
	}
	object = bytesOf(unsafe.Sizeof(session{})) + bytesOf(uintptr(len("a session by the number ")+12)) + 512
	note("main.shards[*].sessions", 16*1000, 16*750, "closed", 8+8, object)
}

func fillSmall() {
	for i := 0; i < 6000; i++ {
		records[int64(i)] = record{deleted: i%100 < 83, payload: make([]byte, 1024)}
	}
	note("main.records", 6000, 4980, "deleted", 8+unsafe.Sizeof(record{}), 1024)
	for i := 0; i < 30_000; i++ {
		expiry := time.Now().Add(time.Hour)
		if i%10 < 6 {
			// Without a monotonic reading, and with one.
			expiry = time.Unix(time.Now().Unix()-3600, 0)
			if i%2 == 0 {
				expiry = time.Now().Add(-time.Hour)
			}
		}
		leases[i] = &lease{expiresAt: expiry}
	}
	note("main.leases", 30_000, 18_000, "expiresAt", 16, bytesOf(unsafe.Sizeof(lease{})))
	for i := 0; i < 6000; i++ {
		f := &flagged{}
		f.closed.Store(i%2 == 0)
		flags[i] = f
	}
	note("main.flags", 6000, 3000, "closed", 16, bytesOf(unsafe.Sizeof(flagged{})))
	for i := 0; i < 8000; i++ {
		boxed[i] = large{connected: i%4 == 0}
	}
	note("main.boxed", 8000, 6000, "connected", 16, bytesOf(unsafe.Sizeof(large{})))
	for i := 0; i < 6000; i++ {
		s := &stream{}
		if i%3 != 0 {
			s.end()
		}
		streams[i] = s
	}
	note("main.streams", 6000, 4000, ".(*main.stream).closeOnce", 24, bytesOf(unsafe.Sizeof(stream{})))
	for i := 0; i < 7000; i++ {
		t := &task{state: 3}
		if i%10 < 2 {
			t.state = phase(1 + i%2)
		}
		tasks[i] = t
	}
	note("main.tasks", 7000, 5600, "state", 16, bytesOf(unsafe.Sizeof(task{})))
}

func dialed(listener net.Listener) net.Conn {
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		panic(err)
	}
	return conn
}

func fillPeers() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	accepted := make(chan net.Conn, 1000)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			accepted <- conn
		}
	}()
	for i := 0; i < 300; i++ {
		p := peer{conn: dialed(listener), buffer: make([]byte, 16384)}
		o := outer{&peer{conn: <-accepted, buffer: make([]byte, 8192)}, "outer"}
		if i%10 < 7 {
			p.conn.Close()
			o.conn.Close()
		}
		peers[i] = p
		outers[i] = o
	}
	note("main.peers", 300, 210, "conn", 8+unsafe.Sizeof(peer{}), 16384)
	note("main.outers", 300, 210, "peer.conn", 8+unsafe.Sizeof(outer{}), 8192+bytesOf(unsafe.Sizeof(peer{})))
}

type key struct{}

func fillJobs() {
	background := context.Background()
	over := 0
	for i := 0; i < 3000; i++ {
		ctx := background
		switch i % 10 {
		case 0:
			ctx, _ = context.WithCancel(background)
		case 1:
			ctx, _ = context.WithTimeout(background, time.Hour)
		case 2:
			ctx = context.WithValue(background, key{}, i)
		case 3:
		default:
			c, cancel := context.WithCancel(background)
			if i%2 == 0 {
				c, cancel = context.WithTimeout(context.WithValue(background, key{}, i), time.Hour)
			}
			cancel()
			ctx = c
			if i%3 == 0 {
				ctx = context.WithValue(c, key{}, i)
			}
			over++
		}
		jobs[i] = job{ctx: ctx, payload: make([]byte, 2048)}
	}
	note("main.jobs", 3000, over, "ctx", 8+unsafe.Sizeof(job{}), 2048)
}

// What a healthy service holds: admins, the active, a few closed, an established state with others after it.
func fillHealthy() {
	for i := 0; i < 10_000; i++ {
		u := &user{isAdmin: i%10 != 0, active: i%20 != 0, closed: i%50 == 0, state: 2, created: time.Now().Add(-9999 * time.Hour)}
		if i%20 == 0 {
			u.state = 3
		}
		u.deadline = time.Now().Add(time.Minute * 1000)
		users[i] = u
	}
}

func main() {
	unshared = &hub{closed: true}
	fillSessions()
	fillSmall()
	fillPeers()
	fillJobs()
	fillHealthy()
	runtime.GC()
	line, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(&shards)
}

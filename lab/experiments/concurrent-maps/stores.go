package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

type syncStore struct{ m sync.Map }

func (s *syncStore) get(key int) bool { _, ok := s.m.Load(key); return ok }
func (s *syncStore) put(key int)      { s.m.Store(key, key) }
func (s *syncStore) remove(key int)   { s.m.Delete(key) }

type locked struct {
	mutex sync.RWMutex
	m     map[int]int
}

func newLocked() *locked { return &locked{m: make(map[int]int)} }

func (s *locked) get(key int) bool {
	s.mutex.RLock()
	_, ok := s.m[key]
	s.mutex.RUnlock()
	return ok
}

func (s *locked) put(key int) {
	s.mutex.Lock()
	s.m[key] = key
	s.mutex.Unlock()
}

func (s *locked) remove(key int) {
	s.mutex.Lock()
	delete(s.m, key)
	s.mutex.Unlock()
}

// sharded has twice as many locked maps as there are processors, rounded up to a power of two so that a mask reaches all.
type sharded struct {
	shards []*locked
}

func newSharded() *sharded {
	count := 1
	for count < 2*runtime.GOMAXPROCS(0) {
		count *= 2
	}
	s := &sharded{}
	for i := 0; i < count; i++ {
		s.shards = append(s.shards, newLocked())
	}
	return s
}

func (s *sharded) of(key int) *locked {
	// Fibonacci hashing: the high bits of the product are as good as random.
	return s.shards[int(uint64(key)*0x9e3779b97f4a7c15>>40)&(len(s.shards)-1)]
}

func (s *sharded) get(key int) bool { return s.of(key).get(key) }
func (s *sharded) put(key int)      { s.of(key).put(key) }
func (s *sharded) remove(key int)   { s.of(key).remove(key) }

type item struct{ value [4]int }

// ring is the article's, with an atomic store: the plain one is a data race.
type ring struct {
	data  [1024]atomic.Value
	index uint64
}

func (r *ring) put(v *item) {
	i := atomic.AddUint64(&r.index, 1) % 1024
	r.data[i].Store(v)
}

// Takes known amounts of memory from C: many small blocks, one that malloc maps by itself, and a thread with its arena.
package main

/*
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *blocks[4096];
static void take_blocks(int first, int count, int size) {
	for (int i = first; i < first + count; i++) { blocks[i] = malloc(size); memset(blocks[i], 1, size); }
}
// volatile: the compiler drops what nobody reads.
static volatile char *volatile large;
static void take_large(int size) {
	large = malloc(size);
	for (int i = 0; i < size; i += 4096) large[i] = 1;
}
static volatile int ready;
static void *in_thread(void *unused) {
	volatile char frames[262144];
	for (int i = 0; i < sizeof frames; i += 4096) frames[i] = 1;
	take_blocks(2048, 2048, 4096);
	ready = frames[4096];
	pause();
	return unused;
}
static void start_thread(void) {
	pthread_t thread;
	pthread_create(&thread, NULL, in_thread, NULL);
	while (!ready) usleep(1000);
}
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

var stats runtime.MemStats

func main() {
	C.take_blocks(0, 2048, 8192)
	C.take_large(24 << 20)
	C.start_thread()
	runtime.GC()
	debug.SetGCPercent(-1)
	runtime.ReadMemStats(&stats)
	fmt.Printf(`{"blockBytes":%d,"largeBytes":%d,"frameBytes":%d,"heapInuse":%d}`+"\n", 2048*8192+2048*4096, 24<<20, 262144, stats.HeapInuse)
	os.Stdin.Read(make([]byte, 1))
}

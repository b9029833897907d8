// positions prints what the runtime says of many addresses of its own code.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sort"
	"strings"
)

type position struct {
	Pc, Entry      uintptr
	Function, File string
	Line           int
}

func first(n int) int  { return second(n) + 1 }
func second(n int) int { return third(n) + 1 }
func third(n int) int  { return n * len(os.Args) }

//go:noinline
func generic[T any](list []T) string {
	return fmt.Sprint(strings.ToUpper("x"), len(list), first(len(list)))
}

func main() {
	sort.Slice([]int{2, 1}, func(i, j int) bool { return first(i) < j })
	generic([]int{1})
	generic([]string{"a"})
	middle := runtime.FuncForPC(reflect.ValueOf(main).Pointer()).Entry()
	positions := []position{}
	for pc := middle - 3<<19; pc < middle+1<<19; pc += 1013 {
		// CallersFrames takes return addresses, but not the entry of the function that follows.
		frame, _ := runtime.CallersFrames([]uintptr{pc + 1}).Next()
		if frame.Function != "" && frame.Entry != pc+1 {
			positions = append(positions, position{pc, frame.Entry, frame.Function, frame.File, frame.Line})
		}
	}
	json.NewEncoder(os.Stdout).Encode(positions)
	os.Stdin.Read(make([]byte, 1))
}

// A Go program with C units in its debug information; the C compiler writes forms that Go does not.
package main

/*
#include <stdint.h>
enum colour { red, green = 300 };
typedef struct node { struct node *next; enum colour colour; double weights[5]; unsigned bits : 3; } node;
union either { long number; char bytes[16]; };
node first = { 0, green, { 1, 2, 3, 4, 5 }, 5 };
static inline double total(const node *from) {
  double sum = 0;
  for (; from; from = from->next) for (int i = 0; i < 5; i++) sum += from->weights[i];
  return sum;
}
static double sum(int deep) { union either e = { deep }; return total(&first) + e.number; }
*/
import "C"

import "fmt"

type holder struct {
	node  *C.node
	cache map[string]C.double
}

var kept = holder{node: &C.first, cache: map[string]C.double{}}

func main() {
	kept.cache["sum"] = C.sum(3)
	fmt.Println(kept.cache)
}

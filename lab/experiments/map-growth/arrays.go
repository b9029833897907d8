package main

import (
	"runtime"

	"highwater.lab/internal/measure"
	"highwater.lab/internal/peek"
)

// doublings fills a map[int]int and notes each growth: to which B, at how many entries.
func doublings() measure.Metrics {
	m := make(map[int]int)
	var bucketLog2s, entriesBefore []int
	slots := peek.Slots(m)
	slotsFor1M, bucketLog2For1M := 0, any(nil)
	perSlotAtGrowth, perBucketAtGrowth := any(nil), any(nil)
	for i := 0; i < 1_800_000; i++ {
		if i == million {
			slotsFor1M, bucketLog2For1M = peek.Slots(m), peek.BucketLog2(m)
		}
		m[i] = i
		log2 := peek.BucketLog2(m)
		if log2 == nil {
			// A Swiss map grows table by table; while it has one table, that one's growth is the map's.
			if i < 800 {
				if now := peek.Slots(m); now != slots {
					perSlotAtGrowth = float64(i) / float64(slots)
					slots = now
				}
			}
			continue
		}
		if len(bucketLog2s) == 0 && log2 != 0 || len(bucketLog2s) > 0 && log2 != bucketLog2s[len(bucketLog2s)-1] {
			bucketLog2s, entriesBefore = append(bucketLog2s, log2.(int)), append(entriesBefore, i)
			perBucketAtGrowth = float64(i) / float64(int(1)<<(log2.(int)-1))
			perSlotAtGrowth = perBucketAtGrowth.(float64) / 8
		}
	}
	metrics := measure.Metrics{
		"bucketLog2s":              nil,
		"entriesBeforeGrowth":      nil,
		"entriesThatFit18":         nil,
		"entriesThatFit17":         nil,
		"entriesThatFit5":          nil,
		"entriesPerBucketAtGrowth": perBucketAtGrowth,
		"entriesPerSlotAtGrowth":   perSlotAtGrowth,
		"slotsFor1M":               slotsFor1M,
		"bucketLog2For1M":          bucketLog2For1M,
	}
	if len(bucketLog2s) > 0 {
		metrics["bucketLog2s"], metrics["entriesBeforeGrowth"] = bucketLog2s, entriesBefore
		metrics["entriesThatFit18"], metrics["entriesThatFit17"] = entriesBefore[18], entriesBefore[17]
		metrics["entriesThatFit5"] = entriesBefore[5]
	}
	return metrics
}

// hints is article 003 §2.3: what make(map, n) sets aside, and whether such a map grows all the same.
func hints() measure.Metrics {
	even := make(map[int]int, 1000)
	metrics := measure.Metrics{
		"slotsFor1000":      peek.Slots(even),
		"bucketLog2For1000": peek.BucketLog2(even),
		"bucketsFor1000":    nil,
		"bucketLog2For1M":   peek.BucketLog2(make(map[int]int, million)),
		"slotsFor1M":        peek.Slots(make(map[int]int, million)),
		"bucketLog2For16":   peek.BucketLog2(make(map[string]int, 16)),
	}
	if log2 := peek.BucketLog2(even); log2 != nil {
		metrics["bucketsFor1000"] = 1 << log2.(int)
	}
	metrics["evenGrewAt"] = insertAll(even, 1)
	skewed, wide := make(map[int]int, 1000), make(map[int]int, 1000)
	metrics["skewedGrewAt"] = insertAll(skewed, 1024)
	metrics["wideGrewAt"] = insertAll(wide, 1<<32)
	metrics["evenOverflowBuckets"], metrics["skewedOverflowBuckets"] = peek.OverflowCount(even), peek.OverflowCount(skewed)

	sixteen := make(map[int]int, 16)
	before := peek.Slots(sixteen)
	for i := 0; i < 16; i++ {
		sixteen[i] = i
	}
	metrics["sixteenGrew"] = peek.Slots(sixteen) != before

	four := make(map[int]int, 4)
	for i := 0; i < 8; i++ {
		four[i] = i
	}
	metrics["bucketLog2For4And8Inserts"] = peek.BucketLog2(four)
	metrics["slotsFor4And8Inserts"] = peek.Slots(four)
	return metrics
}

// insertAll inserts 1000 keys so far apart and says after how many the map grew; 0 where it did not.
func insertAll(m map[int]int, distance int) int {
	slots := peek.Slots(m)
	for i := 0; i < 1000; i++ {
		m[i*distance] = i
		if peek.Slots(m) != slots {
			return i + 1
		}
	}
	return 0
}

// iteration is article 003 §2.5: delete the key at hand and insert another while ranging over the map.
func iteration() measure.Metrics {
	m := make(map[int]int)
	for i := 0; i < million; i++ {
		m[i] = i
	}
	before := peek.Slots(m)
	steps := 0
	for k := range m {
		delete(m, k)
		m[k+2*million] = k
		// New keys may be visited or not, so the loop ends by chance; a bound, should it not.
		if steps++; steps == 10*million {
			break
		}
	}
	eight := make(map[int]int, 4)
	for i := 0; i < 8; i++ {
		eight[i] = i
	}
	slotsOfEight := peek.Slots(eight)
	for k := range eight {
		delete(eight, k)
		eight[k+100] = k
	}
	return measure.Metrics{
		"slotsBefore":      before,
		"slotsAfter":       peek.Slots(m),
		"slotsRatio":       float64(peek.Slots(m)) / float64(before),
		"stepsPerEntry":    float64(steps) / million,
		"eightSlotsBefore": slotsOfEight,
		"eightSlotsAfter":  peek.Slots(eight),
	}
}

// midGrowth stops writing just after a growth began. A classic map moves its entries with the writes that follow, so
// an idle one keeps both arrays; then the writes come, and later every entry goes.
func midGrowth() measure.Metrics {
	before := measure.LiveBytes()
	m := make(map[int]int)
	i := 0
	for ; !peek.Growing(m) || i < 800_000; i++ {
		m[i] = i
		if i > million {
			// A Swiss map is never caught between two arrays.
			break
		}
	}
	stopped := peek.Growing(m)
	idle := measure.Grown(before)
	for end := i + 150_000; i < end; i++ {
		m[i] = i
	}
	moved := measure.Grown(before)
	movedGrowing := peek.Growing(m)
	for k := range m {
		delete(m, k)
	}
	deleted := measure.Grown(before)
	runtime.KeepAlive(m)
	return measure.Metrics{
		"holdsOldArrayWhenIdle":  stopped,
		"idleBytes":              idle,
		"movedBytes":             moved,
		"holdsOldArrayOnceMoved": movedGrowing,
		"deletedBytes":           deleted,
		"idleOverMoved":          float64(idle) / float64(moved),
	}
}

// smallPieces reads headers of small maps.
func smallPieces() measure.Metrics {
	empty := make(map[string]int)
	escaped = empty
	first, second := make(map[string]int), make(map[string]int)
	escapedToo = []map[string]int{first, second}
	metrics := measure.Metrics{
		"emptyHasStorage": peek.HasStorage(empty),
		"seedsDiffer":     peek.Seed(first) != peek.Seed(second),
	}
	empty["x"] = 1
	metrics["usedHasStorage"] = peek.HasStorage(empty)
	full := make(map[int]int)
	for i := 0; i < 1000; i++ {
		full[i] = i
	}
	slots := peek.Slots(full)
	for i := 0; i < 1000; i++ {
		delete(full, i)
	}
	metrics["slotsAfterDelete"] = peek.Slots(full)
	metrics["slotsBeforeDelete"] = slots
	return metrics
}

var (
	escaped    map[string]int
	escapedToo []map[string]int
)

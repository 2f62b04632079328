package bundle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIDOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"", "p", "partner-", "é"}).Draw(t, "prefix")
		ids := rapid.SliceOfN(rapid.StringMatching(`[a-cé]{1,12}`), 1, 60).Draw(t, "ids")
		for i := range ids {
			ids[i] = prefix + ids[i]
		}
		order := idOrder(len(ids), func(row int) string { return ids[row] }, rapid.IntRange(1, 5).Draw(t, "workers"))
		if order == nil && !slices.IsSorted(ids) {
			t.Fatalf("%q are not in order", ids)
		}
		for i := 1; i < len(order); i++ {
			a, b := order[i-1], order[i]
			if ids[a] > ids[b] || ids[a] == ids[b] && a > b {
				t.Fatalf("%q at %d before %q at %d", ids[a], a, ids[b], b)
			}
		}
		if sorted := slices.Sorted(slices.Values(order)); order != nil && (sorted[0] != 0 || int(sorted[len(sorted)-1]) != len(ids)-1) {
			t.Fatalf("%v is no order of %d", order, len(ids))
		}
	})
}

// TestIDOrderInParts: sorting in parts and merging them gives the same order.
func TestIDOrderInParts(t *testing.T) {
	ids := make([]string, 100_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("id-%x", uint32(i)*2654435761%70_000)
	}
	id := func(row int) string { return ids[row] }
	if !slices.Equal(idOrder(len(ids), id, 1), idOrder(len(ids), id, 3)) {
		t.Error("three workers sort otherwise than one")
	}
}

func TestIDIndex(t *testing.T) {
	ids := make([]string, 20_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("%d", i*3)
	}
	index := newIDIndex(len(ids), func(no int32) string { return ids[no] })
	for i := range 3 * len(ids) {
		no, ok := index.find(fmt.Sprint(i))
		if ok != (i%3 == 0) || ok && int(no) != i/3 {
			t.Fatalf("id %d found at %d, %t", i, no, ok)
		}
	}
	if _, ok := newIDIndex(0, nil).find("a"); ok {
		t.Error("an id is found where there is none")
	}
}

func TestTextsKeep(t *testing.T) {
	var kept texts
	long := strings.Repeat("x", textChunk+1)
	var all []string
	for i := range 10_000 {
		all = append(all, kept.keep(fmt.Sprint(i)))
	}
	if kept.keep(long) != long || kept.keep("") != "" {
		t.Error("a text was changed")
	}
	for i, text := range all {
		if text != fmt.Sprint(i) {
			t.Fatalf("text %d became %q", i, text)
		}
	}
}

package bundle

import "hash/maphash"

// idIndex finds the position of an id in a list: a hash table that is open and compact, 8 bytes a place, so that ten
// million ids take 134 MB and a look-up rarely touches more than one place and the id it finds.
type idIndex struct {
	id     func(no int32) string
	places []indexPlace // as many as a power of two
	seed   maphash.Seed
}

// indexPlace holds a position and, to tell most other ids apart without reading them, a part of the id's hash.
type indexPlace struct {
	hash uint32
	next int32 // the position, plus 1; 0: free
}

// newIDIndex indexes ids, no two of which may be equal.
func newIDIndex(ids int, id func(no int32) string) *idIndex {
	size := 8
	for size*2 < ids*3 {
		size *= 2
	}
	x := &idIndex{id: id, places: make([]indexPlace, size), seed: maphash.MakeSeed()}
	for no := range int32(ids) {
		hash, place := x.hash(id(no))
		for x.places[place].next != 0 {
			place = (place + 1) & (size - 1)
		}
		x.places[place] = indexPlace{hash, no + 1}
	}
	return x
}

// find returns the position of an id; ok is false when there is none.
func (x *idIndex) find(id string) (no int32, ok bool) {
	hash, place := x.hash(id)
	for {
		switch p := x.places[place]; {
		case p.next == 0:
			return 0, false
		case p.hash == hash && x.id(p.next-1) == id:
			return p.next - 1, true
		}
		place = (place + 1) & (len(x.places) - 1)
	}
}

func (x *idIndex) hash(id string) (hash uint32, place int) {
	h := maphash.String(x.seed, id)
	return uint32(h >> 32), int(h) & (len(x.places) - 1)
}

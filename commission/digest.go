package commission

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"

	"upline/internal/period"
)

// digestVersion begins what is digested. It changes with the form, so that digests of two forms are never equal.
const digestVersion = "upline facts 2"

// Digest returns the SHA-256 of all facts that a settlement reads, in a form of its own: equal facts have equal digests,
// wherever they came from, and unequal ones do not. Of the plans, which have no bytes here, it takes the digest of each
// one's file, in the order of Plans.
//
// The form is a sequence of tables, each the number of its rows and then the rows. Numbers are varints, and texts have their
// length before them. Partners and orders stand for themselves by their numbers, which follow from the order of ids. Kinds
// are numbered anew, since their numbers follow from nothing.
func (f *Facts) Digest(planDigests [][sha256.Size]byte) [sha256.Size]byte {
	if len(planDigests) != len(f.Plans) {
		panic("commission: the facts have another number of plans than there are digests of plans")
	}
	d := &digest{hash: sha256.New(), buffer: make([]byte, 0, 2*digestBuffer)}
	d.text(digestVersion)
	d.partners(f.Partners)
	number := func(p PartnerNo) { d.number(int64(p)) }
	rank := func(r Rank) { d.number(int64(r)) }
	digestTimelines(d, len(f.Partners), &f.Sponsors, number)
	d.count(len(f.Placements))
	for i := range f.Placements {
		digestTimelines(d, len(f.Partners), &f.Placements[i], func(place Place) {
			number(place.Parent)
			d.number(int64(place.Slot))
		})
	}
	digestTimelines(d, len(f.Partners), &f.Statuses, func(s Status) { d.number(int64(s)) })
	digestTimelines(d, len(f.Partners), &f.Careers, rank)
	d.overrides(f)
	d.orders(f)
	d.cancellations(f.Cancellations)
	d.count(len(planDigests))
	for i := range planDigests {
		d.buffer = append(d.buffer, planDigests[i][:]...)
		d.drain()
	}
	return d.sum()
}

// digest is a digest in the making: what is written is hashed some kilobytes at a time.
type digest struct {
	hash   hash.Hash
	buffer []byte
}

const digestBuffer = 32 << 10

func (d *digest) number(n int64)    { d.buffer = binary.AppendVarint(d.buffer, n) }
func (d *digest) count(n int)       { d.number(int64(n)) }
func (d *digest) day(on period.Day) { d.number(int64(on)) }

func (d *digest) text(text string) {
	d.count(len(text))
	d.buffer = append(d.buffer, text...)
}

// drain hashes what has been written, when it is enough. Each row ends with it.
func (d *digest) drain() {
	if len(d.buffer) >= digestBuffer {
		d.hash.Write(d.buffer) // never fails
		d.buffer = d.buffer[:0]
	}
}

func (d *digest) sum() (sum [sha256.Size]byte) {
	d.hash.Write(d.buffer)
	d.hash.Sum(sum[:0])
	return sum
}

func (d *digest) partners(partners []Partner) {
	d.count(len(partners))
	for i := range partners {
		p := &partners[i]
		d.text(p.ID)
		d.day(p.Joined)
		d.drain()
	}
}

// digestTimelines writes spans with the partners whose they are: a partner without any is not mentioned.
func digestTimelines[T any](d *digest, partners int, t *Timelines[T], value func(T)) {
	d.count(len(t.Spans))
	for p := range PartnerNo(partners) {
		for _, span := range t.Of(p) {
			d.number(int64(p))
			d.day(span.From)
			d.day(span.To)
			value(span.Value)
			d.drain()
		}
	}
}

// overrides writes the ranks set by the back office, of which only the first day is a fact.
func (d *digest) overrides(f *Facts) {
	d.count(len(f.Overrides.Spans))
	for p := range PartnerNo(len(f.Partners)) {
		for _, set := range f.Overrides.Of(p) {
			d.number(int64(p))
			d.day(set.From)
			d.number(int64(set.Value))
			d.drain()
		}
	}
}

// orders writes the kinds that orders have, sorted, and then the orders.
func (d *digest) orders(f *Facts) {
	used := make([]bool, len(f.Kinds))
	for i := range f.Orders {
		used[f.Orders[i].Kind] = true
	}
	var kinds []string
	for kind, text := range f.Kinds {
		if used[kind] {
			kinds = append(kinds, text)
		}
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	d.count(len(kinds))
	for _, kind := range kinds {
		d.text(kind)
	}
	number := make([]int64, len(f.Kinds))
	for kind, text := range f.Kinds {
		at, _ := slices.BinarySearch(kinds, text)
		number[kind] = int64(at)
	}
	d.count(len(f.Orders))
	for i := range f.Orders {
		o := &f.Orders[i]
		d.text(o.ID)
		d.number(int64(o.Partner))
		d.number(number[o.Kind])
		d.day(o.PlacedOn)
		d.day(o.PaidOn)
		d.number(int64(o.Points))
		d.number(int64(o.CV))
		d.drain()
	}
}

func (d *digest) cancellations(cancellations []Cancellation) {
	d.count(len(cancellations))
	for i := range cancellations {
		c := &cancellations[i]
		d.text(c.ID)
		d.number(int64(c.Order))
		d.day(c.On)
		d.number(int64(c.Share))
		d.drain()
	}
}

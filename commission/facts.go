package commission

import (
	"slices"
	"sort"
	"strings"

	"upline/internal/money"
	"upline/internal/period"
)

// Facts is all that a settlement works on, wherever it came from. It must be valid by plan-language §2, and holds:
//   - Partners, Orders: sorted by id, byte by byte, so that numbers compare as ids do;
//   - Cancellations: sorted by day, then id;
//   - Plans: sorted by ValidFrom, at least one; all with the same ranks, trees and scale;
//   - Sponsors, Placements: clipped to the day the partner joined, spans that end by then left out;
//   - Overrides: at most one a day for a partner.
//
// Settling never changes it.
type Facts struct {
	Partners      []Partner
	Sponsors      Timelines[PartnerNo] // NoPartner, or no span: a root
	Placements    []Timelines[Place]   // by TreeNo; with the automatic ones, which PlaceAutomatically makes
	Statuses      Timelines[Status]    // no span: Active
	Careers       Timelines[Rank]      // ranks held before the first settled period
	Overrides     Timelines[Rank]      // career ranks set by the back office from a day, From, on; To means nothing
	Orders        []Order
	Kinds         []string // the kinds of orders; Order.Kind points here
	Cancellations []Cancellation
	Plans         []*Plan
}

// PartnerNo is a position in Facts.Partners.
type PartnerNo int32

// NoPartner is nobody: the sponsor of a root.
const NoPartner PartnerNo = -1

// OrderNo is a position in Facts.Orders.
type OrderNo int32

// NoOrder stands where a line belongs to no order.
const NoOrder OrderNo = -1

// Partner is a member of the downline.
type Partner struct {
	ID, Name string
	Joined   period.Day
}

// Place is a position in a placement tree.
type Place struct {
	Parent PartnerNo // NoPartner: a root, whose slot is 0 and shared with other roots
	Slot   int32
}

// Status of a partner on a day.
type Status uint8

const (
	// Active is the status of whoever is not listed.
	Active Status = iota
	// Suspended partners earn nothing and are not paid.
	Suspended
	// Terminated partners earn nothing more; what they have is paid.
	Terminated
)

var statusNames = [...]string{"active", "suspended", "terminated"}

func (s Status) String() string { return statusNames[s] }

// ParseStatus returns the status of a name; ok is false for an unknown one.
func ParseStatus(name string) (status Status, ok bool) {
	i := slices.Index(statusNames[:], name)
	return Status(max(i, 0)), i >= 0
}

// Order is a sale credited to a partner.
type Order struct {
	ID       string
	Partner  PartnerNo
	Kind     int32
	PlacedOn period.Day
	PaidOn   period.Day // period.Forever: not paid
	Points   money.Value
	CV       money.Value // the commissionable value
}

// Cancellation takes back a share of a whole order.
type Cancellation struct {
	ID    string
	Order OrderNo
	On    period.Day
	Share money.Share
}

// Span is a value that holds on the days From <= d < To.
type Span[T any] struct {
	From, To period.Day // To is period.Forever when open
	Value    T
}

// Timelines holds, for each partner, spans that do not overlap, in order of time. The spans of partner p are
// Spans[First[p]:First[p+1]]; a zero Timelines has no spans for anybody.
type Timelines[T any] struct {
	First []int32 // one more than there are partners; empty when nobody has a span
	Spans []Span[T]
}

// Of returns the spans of a partner, the earliest first.
func (t *Timelines[T]) Of(p PartnerNo) []Span[T] {
	if len(t.First) == 0 {
		return nil
	}
	return t.Spans[t.First[p]:t.First[p+1]]
}

// At returns the value that holds on a day; ok is false when none does.
func (t *Timelines[T]) At(p PartnerNo, d period.Day) (value T, ok bool) {
	spans := t.Of(p)
	i := len(spans) - 1
	if i >= 0 && spans[i].From > d { // nearly everybody asks for the last span
		i = sort.Search(len(spans), func(i int) bool { return spans[i].From > d }) - 1
	}
	if i < 0 || d >= spans[i].To {
		return value, false
	}
	return spans[i].Value, true
}

// NewTimelines sorts spans by partner and time. The spans of one partner must not overlap.
func NewTimelines[T any](partners int, owners []PartnerNo, spans []Span[T]) Timelines[T] {
	if len(spans) == 0 {
		return Timelines[T]{}
	}
	t := Timelines[T]{First: make([]int32, partners+1), Spans: make([]Span[T], len(spans))}
	for _, p := range owners {
		t.First[p+1]++
	}
	for p := range partners {
		t.First[p+1] += t.First[p]
	}
	next := slices.Clone(t.First[:partners])
	for i, p := range owners {
		t.Spans[next[p]] = spans[i]
		next[p]++
	}
	for p := range partners {
		own := t.Spans[t.First[p]:t.First[p+1]]
		if len(own) > 1 {
			slices.SortFunc(own, func(a, b Span[T]) int { return int(a.From) - int(b.From) })
		}
	}
	return t
}

// InForce returns the plan version in force on a day: the one with the latest ValidFrom not after it, or nil.
func (f *Facts) InForce(d period.Day) *Plan {
	i := sort.Search(len(f.Plans), func(i int) bool { return f.Plans[i].ValidFrom > d })
	if i == 0 {
		return nil
	}
	return f.Plans[i-1]
}

// sponsorOn returns a partner's sponsor on a day, NoPartner for a root.
func (f *Facts) sponsorOn(p PartnerNo, day period.Day) PartnerNo {
	if sponsor, ok := f.Sponsors.At(p, day); ok {
		return sponsor
	}
	return NoPartner
}

// FindPartner returns the partner of an id; ok is false when there is none.
func (f *Facts) FindPartner(id string) (no PartnerNo, ok bool) {
	i, ok := sort.Find(len(f.Partners), func(i int) int { return strings.Compare(id, f.Partners[i].ID) })
	return PartnerNo(i), ok
}

// FindOrder returns the order of an id; ok is false when there is none.
func (f *Facts) FindOrder(id string) (no OrderNo, ok bool) {
	i, ok := sort.Find(len(f.Orders), func(i int) int { return strings.Compare(id, f.Orders[i].ID) })
	return OrderNo(i), ok
}

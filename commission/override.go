package commission

import (
	"sort"

	"upline/internal/period"
)

// lastOverride returns the last career rank that the back office has set for a partner up to a day, and that rank's own
// day; ok is false without any. Hardly anybody has one.
func (f *Facts) lastOverride(p PartnerNo, until period.Day) (rank Rank, on period.Day, ok bool) {
	set := f.Overrides.Of(p)
	i := sort.Search(len(set), func(i int) bool { return set[i].From > until }) - 1
	if i < 0 {
		return 0, 0, false
	}
	return set[i].Value, set[i].From, true
}

// highestOverride returns the highest career rank that the back office has set for a partner up to a day; without any, the
// lowest.
func (f *Facts) highestOverride(p PartnerNo, until period.Day) (highest Rank) {
	for _, set := range f.Overrides.Of(p) {
		if set.From <= until {
			highest = max(highest, set.Value)
		}
	}
	return highest
}

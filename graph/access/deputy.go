package access

import (
	"fmt"
	"math"
	"slices"

	"upline/internal/fault"
	"upline/internal/period"
)

// Days are a span of days, half-open: From counts, To does not. period.Forever is an open end.
type Days struct{ From, To period.Day }

// Hold says whether a day is among them.
func (d Days) Hold(day period.Day) bool { return d.From <= day && day < d.To }

// allDays are without a beginning and without an end.
var allDays = Days{From: math.MinInt32, To: period.Forever}

// and are the days that both hold.
func (d Days) and(other Days) Days { return Days{max(d.From, other.From), min(d.To, other.To)} }

// StandIn says that a user stands in for another one on some days, and has that one's permissions besides the own ones. It goes one
// step: who stands in for a deputy is not the deputy of whom that one stands in for.
type StandIn struct {
	Deputy, For string // ids of users
	Days
}

// standInDaysMax bounds how long a deputy is appointed for at once, so that nobody is forgotten in that place.
const standInDaysMax = 366

// Check finds out whether a stand-in can be recorded on a day.
//
// Errors: Invalid.
func (s StandIn) Check(today period.Day) error {
	switch {
	case s.Deputy == "" || s.For == "":
		return fault.Invalidf("deputy", "a stand-in names two users: who stands in, and for whom")
	case s.Deputy == s.For:
		return fault.Invalidf("deputy", "%s cannot be their own deputy: name somebody else", s.For)
	case s.To <= s.From:
		return fault.Invalidf("deputy", "the last day is before the first one, %s: name a later one", s.From)
	case s.From < today:
		return fault.Invalidf("deputy", "%s is past: nobody becomes a deputy for days that are over", s.From)
	case s.To == period.Forever || s.To-s.From > standInDaysMax:
		return fault.Invalidf("deputy", "a deputy is appointed for %d days at most: name an earlier last day, and appoint anew when it comes", standInDaysMax)
	}
	return nil
}

// identities are as whom a user counts for four eyes on a day: as oneself, and as everybody for whom that one stands in, whether
// a step needs their permissions or not.
func identities(user string, standIns []StandIn, day period.Day) []string {
	list := []string{user}
	for _, s := range standIns {
		if s.Deputy == user && s.Hold(day) && !slices.Contains(list, s.For) {
			list = append(list, s.For)
		}
	}
	return list
}

// Since says from when to when days are, in a few words.
func (d Days) Since() Words {
	if d.To == period.Forever {
		return Words{fmt.Sprintf("from %s on", d.From), fmt.Sprintf("ab %s", d.From)}
	}
	return Words{fmt.Sprintf("from %s through %s", d.From, d.To-1), fmt.Sprintf("vom %s bis %s", d.From, d.To-1)}
}

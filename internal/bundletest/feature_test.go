package bundletest_test

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"upline/internal/bundletest"
)

// features gathers what a bundle holds.
type features map[string]bool

// note records the features of a part that hold.
func (f features) note(part string, held map[string]bool) {
	for name, holds := range held {
		if holds {
			f[part+": "+name] = true
		}
	}
}

// scene is what the features of rows look up.
type scene struct {
	bundletest.Bundle
	start, end string // first settled day, last
	joined     map[string]string
	trees      map[string]bundletest.Tree
}

func featuresOf(b bundletest.Bundle) features {
	f := features{}
	s := scene{Bundle: b, start: b.From + "-01", end: lastDay(b.Through + "-01"), joined: map[string]string{}, trees: map[string]bundletest.Tree{}}
	for _, p := range b.Partners {
		s.joined[p.ID] = p.Joined
	}
	for _, tree := range b.Plans[0].Trees {
		s.trees[tree.ID] = tree
	}
	s.partners(f)
	s.sponsorships(f)
	s.placements(f)
	s.standings(f)
	s.overrides(f)
	s.orders(f)
	s.cancellations(f)
	s.layouts(f)
	planFeatures(f, s)
	return f
}

func lastDay(day string) string {
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return date.AddDate(0, 1, -date.Day()).Format(time.DateOnly)
}

func needsQuotes(s string) bool { return strings.ContainsAny(s, ",\"\n") }

func (s scene) partners(f features) {
	roots, days := 0, map[string]int{}
	sponsor := map[string]string{}
	for _, p := range s.Partners {
		days[p.Joined]++
		sponsor[p.ID] = p.Sponsor
		if p.Sponsor == "" {
			roots++
		}
		f.note("partners", map[string]bool{
			"joined on one day":    days[p.Joined] == 3,
			"joined after the end": p.Joined > s.end,
			"id to quote":          needsQuotes(p.ID),
			"id of 64 letters":     utf8.RuneCountInString(p.ID) == 64,
			"name over two lines":  strings.Contains(p.Name, "\n"),
		})
	}
	deepest := 0
	for id := range sponsor {
		depth := 0
		for up := sponsor[id]; up != "" && depth <= len(sponsor); up = sponsor[up] {
			depth++
		}
		if depth <= len(sponsor) { // partners.csv may hold cycles, where sponsorships.csv lists the partner
			deepest = max(deepest, depth)
		}
	}
	n := len(s.Partners)
	f.note("partners", map[string]bool{
		"one": n == 1, "over 100": n > 100, "several roots": roots > 1,
		"chain of 3": deepest >= 3, "chain of 8": deepest >= 8, "chain of 12": deepest >= 12,
	})
}

// noneCounts tells whether a partner is listed by rows that end by joining, and by no other.
func noneCounts(counting map[string]bool) bool {
	for _, counts := range counting {
		if !counts {
			return true
		}
	}
	return false
}

// past remembers the intervals of histories, to find the second ones and the gaps.
type past map[string][]days

func (p past) add(key, from, to string) (several, gap bool) {
	gap = len(p[key]) > 0
	for _, other := range p[key] {
		if from <= other.to && other.from <= to || other.to == "" {
			gap = false
		}
	}
	p[key] = append(p[key], days{from, to})
	return len(p[key]) > 1, gap
}

func (s scene) sponsorships(f features) {
	history := past{}
	inherited := map[string]string{}
	for _, p := range s.Partners {
		inherited[p.ID] = p.Sponsor
	}
	used := map[string]bool{} // partner and sponsor
	for _, r := range s.Sponsorships {
		used[r.Partner+"\n"+r.Sponsor] = true
	}
	counting := map[string]bool{}
	for _, r := range s.Sponsorships {
		joined := s.joined[r.Partner]
		counts := r.To == "" || r.To > joined
		counting[r.Partner] = counting[r.Partner] || counts
		several, gap := history.add(r.Partner, r.From, r.To)
		f.note("sponsorships", map[string]bool{
			"several intervals": several, "gap": gap,
			"begins later":                      r.From > joined,
			"begins before joined":              r.From < joined && counts,
			"ends by joined":                    !counts,
			"empty sponsor":                     r.Sponsor == "",
			"sponsor joined later than partner": counts && r.Sponsor != "" && s.joined[r.Sponsor] > joined,
			"another sponsor in partners.csv":   !used[r.Partner+"\n"+inherited[r.Partner]],
		})
	}
	f.note("sponsorships", map[string]bool{"listed only": noneCounts(counting)})
}

func (s scene) placements(f features) {
	history, counting := past{}, map[string]bool{}
	parents, roots := map[string]string{}, map[string]int{}
	for _, r := range s.Placements {
		joined := s.joined[r.Partner]
		tree := s.trees[r.Tree]
		counts := r.To == "" || r.To > joined
		key := r.Tree + "\n" + r.Partner
		counting[key] = counting[key] || counts
		several, gap := history.add(key, r.From, r.To)
		if r.Parent == "" {
			roots[r.Tree]++
		}
		f.note("placements", map[string]bool{
			"moves":                several && counts && r.Parent != "" && parents[key] != "" && parents[key] != r.Parent,
			"gap":                  gap,
			"begins later":         r.From > joined,
			"begins before joined": r.From < joined && counts,
			"ends by joined":       !counts,
			"several roots":        roots[r.Tree] > 1,
			"parent joined later":  counts && r.Parent != "" && s.joined[r.Parent] > joined,
		})
		f.note("placements", map[string]bool{tree.Kind + " " + auto(tree): true})
		if tree.Width != "" {
			f.note("placements", map[string]bool{"width " + tree.Width: true})
		}
		if counts {
			parents[key] = r.Parent
		}
	}
	f.note("placements", map[string]bool{"no tree": len(s.trees) == 0, "listed only": noneCounts(counting)})
}

func auto(tree bundletest.Tree) string {
	if tree.Auto == "" {
		return "none"
	}
	return tree.Auto
}

func (s scene) standings(f features) {
	history := past{}
	for _, r := range s.Statuses {
		several, gap := history.add(r.Partner, r.From, r.To)
		f.note("status", map[string]bool{r.Status: true, "several intervals": several, "gap": gap, "open": r.To == ""})
	}
	history = past{}
	for _, r := range s.Careers {
		several, _ := history.add(r.Partner, r.From, r.To)
		f.note("careers", map[string]bool{
			"before the start":  r.To != "" && r.To <= s.start,
			"over the start":    r.From < s.start && (r.To == "" || r.To > s.start),
			"after the start":   r.From >= s.start,
			"several intervals": several,
		})
	}
}

func (s scene) overrides(f features) {
	partners, periods := map[string]int{}, map[string]int{}
	for _, r := range s.Overrides {
		partners[r.Partner]++
		periods[r.Partner+"\n"+r.On[:7]]++
		f.note("overrides", map[string]bool{
			"before the start":       r.On < s.start,
			"on a first day":         r.On >= s.start && r.On <= s.end && strings.HasSuffix(r.On, "-01"),
			"in the settled periods": r.On >= s.start && r.On <= s.end,
			"after the end":          r.On > s.end,
			"on joining":             r.On == s.joined[r.Partner],
			"several":                partners[r.Partner] > 1,
			"several in a period":    r.On >= s.start && r.On <= s.end && periods[r.Partner+"\n"+r.On[:7]] > 1,
		})
	}
}

func (s scene) orders(f features) {
	for _, o := range s.Orders {
		_, places, _ := strings.Cut(o.CV, ".")
		f.note("orders", map[string]bool{
			"no points":               strings.Trim(o.Points, "0.") == "",
			"no cv":                   strings.Trim(o.CV, "0.") == "",
			"4 places":                len(places) == 4,
			"cv other than points":    o.CV != o.Points,
			"large":                   len(o.CV) > 7 && !strings.Contains(o.CV[:8], "."),
			"placed before the start": o.PlacedOn < s.start,
			"placed on a first day":   strings.HasSuffix(o.PlacedOn, "-01"),
			"placed on a last day":    o.PlacedOn == lastDay(o.PlacedOn),
			"placed on joining":       o.PlacedOn == s.joined[o.Partner],
			"paid later that month":   o.PaidOn > o.PlacedOn && o.PaidOn[:7] == o.PlacedOn[:7],
			"paid months later":       o.PaidOn != "" && o.PaidOn > lastDay(o.PlacedOn) && o.PaidOn <= s.end,
			"paid on a last day":      o.PaidOn != "" && o.PaidOn == lastDay(o.PaidOn),
			"never paid":              o.PaidOn == "",
		})
	}
	f.note("orders", map[string]bool{"none": len(s.Orders) == 0})
}

// wholeInParts are sets of shares that sum to 1, as written.
var wholeInParts = []string{"0.5 0.5", "0.000001 0.999999", "0.1 0.2 0.7", "0.333333 0.333333 0.333334", "0.05 0.05 0.9"}

func (s scene) cancellations(f features) {
	orders := map[string]bundletest.Order{}
	for _, o := range s.Orders {
		orders[o.ID] = o
	}
	shares := map[string][]string{}
	for _, r := range s.Cancellations {
		o := orders[r.Order]
		shares[o.ID] = append(shares[o.ID], r.Share)
		_, places, _ := strings.Cut(r.Share, ".")
		f.note("cancellations", map[string]bool{
			"empty share":        r.Share == "",
			"6 places":           len(places) == 6,
			"several":            len(shares[o.ID]) > 1,
			"before payment":     o.PaidOn > r.CancelledOn,
			"of unpaid":          o.PaidOn == "",
			"same day":           r.CancelledOn == o.PlacedOn,
			"long after":         r.CancelledOn[:7] > lastDay(o.PlacedOn)[:7] && r.CancelledOn <= s.end,
			"later than the end": r.CancelledOn > s.end,
		})
	}
	for _, parts := range shares {
		slices.Sort(parts)
		f.note("cancellations", map[string]bool{"exactly 1 in parts": slices.Contains(wholeInParts, strings.Join(parts, " "))})
	}
}

func (s scene) layouts(f features) {
	for path, l := range s.Layouts {
		plan := strings.HasPrefix(path, "plans/")
		f.note("layout", map[string]bool{
			"columns moved": l.ColumnShift > 0 || l.ReverseColumns, "rows shuffled": l.Shuffle > 0, "CRLF": l.CRLF && !plan, "BOM": l.BOM,
			"all quoted": l.QuoteAll, "unknown column": l.Unknown != "", "blank lines": l.BlankEvery > 0, "header only": l.HeaderOnly,
			"plan in CRLF": l.CRLF && plan,
		})
	}
}

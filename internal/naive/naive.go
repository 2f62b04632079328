// Package naive settles a data bundle a second time, and slowly: a test oracle only, written from the contract (the
// page "The plan language and what a settlement does", quoted here as plan-language) alone, never imported by product code.
//
// It exists to disagree with the engine in package commission when one of the two is wrong, and so it uses no other
// package of this module, not even for numbers and periods: what is shared cannot disagree. Each rule of the page is a
// small function with the rule quoted above it, over plain loops, maps by id and exact fractions; clarity wins over speed
// everywhere. It assumes that the bundle is valid, since refusing bad input is tested elsewhere.
package naive

import "fmt"

// Files is a bundle: path inside the folder ("partners.csv", "plans/test.yaml") to content.
type Files = map[string]string

// Settle settles every period from the first to the last ("2026-01", "2026-03"), both included, from nothing but the
// bundle, and returns the four result files by name: lines.csv, ranks.csv, binary.csv and statements.csv
// (plan-language §9). It returns an error when it stumbles over something that no valid bundle holds; it does not look
// for faults.
func Settle(bundle Files, from, through string) (results map[string]string, err error) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case invalid:
			results, err = nil, fault
		default:
			panic(fault)
		}
	}()
	first, last := parsePeriod(from), parsePeriod(through)
	if last < first {
		panic(invalidf("the last period %s is before the first, %s", last, first))
	}
	s := newSettlement(readBundle(bundle), first)
	for p := first; ; p = p.next() {
		s.settle(p)
		if p == last {
			return s.results(), nil
		}
	}
}

// invalid is what the functions of this package panic with when the bundle breaks the contract. An error result on each
// of them would hide the rules, which are all that this package is for; Settle turns the panic into its error.
type invalid string

func (i invalid) Error() string { return string(i) }

func invalidf(format string, args ...any) invalid { return invalid(fmt.Sprintf(format, args...)) }

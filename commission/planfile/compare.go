package planfile

import (
	"fmt"
	"slices"
	"strings"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/period"
)

// marks is what all versions of a plan have in common, or must not have (plan-language §2).
type marks struct {
	plan, currency mark[string]
	scale          mark[int]
	ranks          mark[[]string]
	trees          mark[[]commission.TreeRule]
	validFrom      mark[period.Day]
	bonuses        []bonusMark // those with a sound id of their own and a known type
}

// mark is a value by which versions are compared. What is not known is not compared.
type mark[T any] struct {
	value T
	place
}

type bonusMark struct {
	id       string
	typeName mark[string]
}

// marksOf notes what versions are compared by, once the plan is read.
func marksOf(s *section, p *commission.Plan) marks {
	ranks := s.places["ranks"]
	ranks.known = s.ranksKnown // its conditions may be at fault
	return marks{
		plan:      mark[string]{p.Name, s.places["plan"]},
		currency:  mark[string]{p.Currency, s.places["currency"]},
		scale:     mark[int]{p.Money.Scale, s.places["scale"]},
		ranks:     mark[[]string]{s.ranks, ranks},
		trees:     mark[[]commission.TreeRule]{p.Trees, s.places["trees"]},
		validFrom: mark[period.Day]{p.ValidFrom, s.places["valid_from"]},
		bonuses:   s.bonusMarks,
	}
}

// Compare returns what versions of one plan contradict each other in (plan-language §2): another name, currency or
// scale, other ranks or trees than the version whose file name sorts first, a valid_from that another one has, a bonus
// id that has another type elsewhere. The finding is in the other version's file. Versions may be given in any order
// and with faults of their own; what is at fault in one of two is not compared. Findings are sorted by file and line.
func Compare(versions []*File) fault.Findings {
	sorted := slices.SortedFunc(slices.Values(versions), func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	sorted = slices.DeleteFunc(sorted, func(f *File) bool { return !f.readable })
	if len(sorted) == 0 {
		return nil
	}
	c := comparison{first: sorted[0], days: make(map[period.Day]string), types: make(map[string]typeOf)}
	for _, f := range sorted {
		c.header(f)
		c.day(f)
		c.bonuses(f)
	}
	c.findings.Sort(func(string) int { return 0 })
	return c.findings
}

// comparison is what has been seen of versions so far.
type comparison struct {
	first    *File
	days     map[period.Day]string // the file that begins on a day
	types    map[string]typeOf     // the type of each bonus id
	findings fault.Findings
}

// typeOf is the type of a bonus and the file that says so.
type typeOf struct{ name, file string }

func (c *comparison) header(f *File) {
	same(c, f, "plan", c.first.marks.plan, f.marks.plan, equal[string], "all versions have one name")
	same(c, f, "currency", c.first.marks.currency, f.marks.currency, equal[string], "all versions have one currency")
	same(c, f, "scale", c.first.marks.scale, f.marks.scale, equal[int], "all versions have one scale, 2 where it is left out")
	same(c, f, "ranks", c.first.marks.ranks, f.marks.ranks, slices.Equal[[]string],
		"all versions list the same ranks in the same order")
	same(c, f, "trees", c.first.marks.trees, f.marks.trees, slices.Equal[[]commission.TreeRule],
		"all versions list the same trees, with the same kind, width and auto")
}

func equal[T comparable](a, b T) bool { return a == b }

// same records a version whose mark is not that of the first one.
func same[T any](c *comparison, f *File, key string, first, other mark[T], equal func(a, b T) bool, rule string) {
	if first.known && other.known && !equal(first.value, other.value) {
		c.fault(f, other.line, "%s: not the same as in %s: %s", key, c.first.Name, rule)
	}
}

func (c *comparison) day(f *File) {
	from := f.marks.validFrom
	if !from.known {
		return
	}
	if file, again := c.days[from.value]; again {
		c.fault(f, from.line, "valid_from: duplicate %s: %s begins on that day, give each version a day of its own", from.value, file)
		return
	}
	c.days[from.value] = f.Name
}

func (c *comparison) bonuses(f *File) {
	for _, b := range f.marks.bonuses {
		seen, again := c.types[b.id]
		switch {
		case !again:
			c.types[b.id] = typeOf{b.typeName.value, f.Name}
		case seen.name != b.typeName.value:
			c.fault(f, b.typeName.line, "bonus %s, type: %s, but %s in %s: a bonus id has one type in all versions",
				shown(b.id), b.typeName.value, seen.name, seen.file)
		}
	}
}

func (c *comparison) fault(f *File, line int, format string, args ...any) {
	c.findings = append(c.findings, fault.Finding{File: f.Name, Line: line, Msg: fmt.Sprintf(format, args...)})
}

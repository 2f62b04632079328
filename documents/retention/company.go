package retention

import (
	"errors"
	"math"
	"slices"

	"github.com/goccy/go-yaml"

	"upline/internal/fault"
)

// yearsMax is the longest anybody keeps anything, the term of limitation of a judgement (BGB § 197). More is a slip of the pen.
const yearsMax = 30

// Read reads the rules of a company, which says in a YAML file what it keeps for longer:
//
//	statement: 10      # years after the end of the calendar year
//	identification: 5  # where the Geldwäschegesetz applies
//
// An empty file is that of a company that keeps nothing longer than it must.
//
// Errors: Invalid, all that is wrong at once: a class that is not there, fewer years than the law asks for, or more than 30.
func Read(file []byte) (*Rules, error) {
	var years map[string]any // the library would round 9.5
	if err := yaml.UnmarshalWithOptions(file, &years, yaml.Strict()); err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the file is not a list of classes with whole years, such as statement: 10", Err: err}
	}
	own := ByLaw()
	var wrong []error
	for _, name := range sorted(years) {
		n, ok := whole(years[name])
		if !ok {
			wrong = append(wrong, fault.Invalidf(op, "%s: %v is not a number of whole years, such as 10", name, years[name]))
			continue
		}
		wrong = append(wrong, own.lengthen(name, n))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the file cannot be used", Err: err}
	}
	return own, nil
}

// lengthen has a class kept for so many years.
func (r *Rules) lengthen(name string, years int) error {
	class, err := ParseClass(name)
	if err != nil {
		return err
	}
	rule := r.rule(class)
	switch {
	case years < rule.Years && rule.Law != "":
		return fault.Invalidf(op, "%s: %d years are too few: %s asks for %d", name, years, rule.Law, rule.Years)
	case years < rule.Years:
		return fault.Invalidf(op, "%s: %d years are too few: at least %d are kept, since %s", name, years, rule.Years, rule.Why)
	case years > yearsMax:
		return fault.Invalidf(op, "%s: %d years are too many: %d is the most", name, years, yearsMax)
	}
	rule.Kept = years
	return nil
}

// whole returns a number of the YAML library as an int, if it is whole and not absurd.
func whole(number any) (n int, ok bool) {
	switch number := number.(type) {
	case uint64:
		return int(number), number <= math.MaxInt32
	case int64:
		return int(number), number >= math.MinInt32
	}
	return 0, false
}

func sorted(years map[string]any) []string {
	var all []string
	for name := range years {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

package suggestion

import (
	"cmp"
	"regexp"
	"slices"

	"upline/documents/intake"
	"upline/documents/intake/cover"
)

// Document is what is known of a document.
type Document struct {
	Text  string
	Codes []cover.Code
	Sheet *cover.Sheet // that came before it; nil: none
	Type  intake.Type
	Form  intake.Form
	Code  string // of an invoice, as the report of package intake has it
}

// Partner is somebody a document may be of.
type Partner struct {
	Number string
	Name   string // as it would stand on a letter; empty: not known
}

// Book says who there is.
type Book interface {
	// Partner finds a partner by number; ok: there is one.
	Partner(number string) (p Partner, ok bool, err error)
	// Order finds whose order it is; ok: there is one.
	Order(number string) (p Partner, ok bool, err error)
	// Named finds partners by what may be a name, at most ten.
	Named(name string) ([]Partner, error)
}

// Settings say how numbers look, and when a suggestion is sure.
type Settings struct {
	PartnerNumbers *regexp.Regexp // nil: letters, digits and dashes with a digit, behind a word for the number
	OrderNumbers   *regexp.Regexp // nil: the same
	Sure           int            // from how many of 100 points a suggestion is sure; 0: 75
}

// Suggestion is a partner or a class, with reasons.
type Suggestion struct {
	Value   string // number of a partner, or class
	Name    string // of the partner
	Points  int    // of 100; what is certain has 100
	Reasons []Reason
}

// Reason is why something is suggested.
type Reason struct {
	Code   string // for programs, such as order-number
	Found  string // what was found
	Points int    // of 100
}

// Suggestions are whose a document may be and what it may be, the surest first.
type Suggestions struct {
	Partners []Suggestion
	Classes  []Suggestion
	Inbox    bool // somebody has to look: the partner or the class is unsure
}

// Limits of what is looked at: a long text names many.
const (
	textMax    = 64 << 10 // bytes
	numbersMax = 40       // of each kind
	namesMax   = 40
	kept       = 5 // suggestions of each kind
)

// Of suggests whose a document is and what it is.
//
// Errors: those of the book.
func Of(d Document, book Book, s Settings) (Suggestions, error) {
	s = s.withDefaults()
	partners := tally{}
	if err := partners.bySheet(d, book); err != nil {
		return Suggestions{}, err
	}
	if err := partners.byCodes(d, book); err != nil {
		return Suggestions{}, err
	}
	if err := partners.byText(d, book, s); err != nil {
		return Suggestions{}, err
	}
	classes := tally{}
	classes.class(d)
	found := Suggestions{Partners: partners.ranked(), Classes: classes.ranked()}
	found.Inbox = !isSure(found.Partners, s.Sure) || !isSure(found.Classes, s.Sure)
	return found, nil
}

// isSure says whether the first is sure, and clearly before the second.
func isSure(ranked []Suggestion, sure int) bool {
	if len(ranked) == 0 || ranked[0].Points < sure {
		return false
	}
	return len(ranked) == 1 || ranked[0].Points-ranked[1].Points >= ahead
}

// ahead is by how many points the first must be before the second.
const ahead = 15

// tally gathers reasons.
type tally map[string]*Suggestion

// add adds a reason, once. Several reasons make surer, and never certain: each takes its part of what was doubtful.
func (t tally) add(value, name string, r Reason) {
	s := t[value]
	if s == nil {
		s = &Suggestion{Value: value, Name: name}
		t[value] = s
	}
	for _, other := range s.Reasons {
		if other.Code == r.Code {
			return
		}
	}
	s.Reasons = append(s.Reasons, r)
	s.Points = 100 - (100-s.Points)*(100-r.Points)/100
	if s.Points == 100 && r.Points < 100 {
		s.Points = 99
	}
}

// ranked are the suggestions, the surest first.
func (t tally) ranked() []Suggestion {
	var all []Suggestion
	for _, s := range t {
		slices.SortStableFunc(s.Reasons, func(a, b Reason) int { return b.Points - a.Points })
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Suggestion) int {
		return cmp.Or(b.Points-a.Points, cmp.Compare(a.Value, b.Value))
	})
	return all[:min(len(all), kept)]
}

package access

import (
	"slices"

	"upline/internal/period"
)

// Reach is a Scope that knows whose it is: of whom somebody may see or change something. Repositories apply it, by Holds or by
// giving its lists to a query. A list is united with the others; the zero Reach is of nobody.
type Reach struct {
	All         bool     // everybody, and what belongs to nobody
	Own         []string // these partners, by id
	Downline    []string // these partners, by id, and everybody below as of the day
	Markets     []string // partners of these markets, by code
	Departments []string // partners whom these departments look after, by id
}

// Subject is the partner whom something is about, with what is said of that one as of the day. What is about nobody has no id,
// and only the scope all holds it.
type Subject struct {
	Partner    string // id
	Market     string // code; empty: none
	Department string // id; empty: none
	Now        Care   // as of today, whatever day is asked for
}

// Care is to which market a partner belongs, and which department looks after the partner. A partner has at most one of each on a day.
type Care struct{ Market, Department string }

// today is the subject as of today.
func (s Subject) today() Subject {
	s.Market, s.Department = s.Now.Market, s.Now.Department
	return s
}

// Below says whether a partner was below another one, by sponsors, on a day, as far as is known now: never as was known at the
// time that a question names, so that nobody can reach back behind a correction.
type Below func(partner, above string, day period.Day) (bool, error)

// Look is how a question looks at the structure.
type Look struct {
	// Day is the day that is asked for: as_of; of an order the day on which it was placed; of a statement the last day of its
	// period. A change looks at Today.
	Day period.Day
	// Today bounds Day: nobody sees more since a move is planned.
	Today period.Day
	Below Below
}

// Of resolves a scope for a user's partner ("" for who is none) and departments.
func (s Scope) Of(partner string, departments []string) Reach {
	if s.All {
		return Reach{All: true}
	}
	r := Reach{Markets: united(s.Markets, nil), Departments: united(s.Departments, nil)}
	if s.Own && partner != "" {
		r.Own = []string{partner}
	}
	if s.Downline && partner != "" {
		r.Downline = []string{partner}
	}
	if s.OwnDepartments {
		r.Departments = united(s.Departments, departments)
	}
	return r
}

// Empty says whether it is of nobody.
func (r Reach) Empty() bool {
	return !r.All && len(r.Own)+len(r.Downline)+len(r.Markets)+len(r.Departments) == 0
}

// Union returns the reach that holds whoever is in one of both.
func (r Reach) Union(other Reach) Reach {
	if r.All || other.All {
		return Reach{All: true}
	}
	return Reach{
		Own: united(r.Own, other.Own), Downline: united(r.Downline, other.Downline),
		Markets: united(r.Markets, other.Markets), Departments: united(r.Departments, other.Departments),
	}
}

// Holds says whether a subject is inside. Who is below whom is asked only where nothing else decides.
//
// Errors: those of Below; then nobody is inside.
func (r Reach) Holds(s Subject, at Look) (bool, error) {
	switch {
	case r.All:
		return true, nil
	case s.Partner == "":
		return false, nil
	case slices.Contains(r.Own, s.Partner), slices.Contains(r.Downline, s.Partner),
		s.Market != "" && slices.Contains(r.Markets, s.Market),
		s.Department != "" && slices.Contains(r.Departments, s.Department):
		return true, nil
	}
	for _, above := range r.Downline {
		if below, err := at.Below(s.Partner, above, min(at.Day, at.Today)); err != nil || below {
			return below && err == nil, err
		}
	}
	return false, nil
}

package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Sight is of whom somebody sees or changes something, and which fields. It is a part of every View and By, so that no method can
// forget it. The zero Sight is of nobody. Whoever is outside is not found.
type Sight struct {
	decision access.Decision
	today    period.Day
	drafts   bool
	all      bool
}

// Everybody is the sight of jobs and commands: nothing is hidden from them.
var Everybody = Sight{all: true}

// SightOf is the sight of a user of whom it is decided, today. drafts says whether runs are seen that are not posted.
func SightOf(decision access.Decision, today period.Day, drafts bool) Sight {
	return Sight{decision, today, drafts, false}
}

// Whole says whether nobody is hidden.
func (w Sight) Whole() bool { return w.all || w.decision.Reach.All }

// Fields are the groups of fields that are shown of what is about the company, such as a run.
func (w Sight) Fields() access.Fields {
	if w.all {
		return access.AllFields
	}
	fields, _, _ := w.decision.Sees(access.Subject{}, access.Look{}) // of what is about nobody, no query is asked
	return fields
}

// glance is a look at a partner as of a day.
type glance struct {
	partner string
	day     period.Day
}

// insides says of each glance whether the partner was inside on the day. Who stood below whom is asked at once for all of them.
func (s *Store) insides(ctx context.Context, w Sight, glances []glance) ([]bool, error) {
	inside := make([]bool, len(glances))
	if w.Whole() {
		for i := range inside {
			inside[i] = true
		}
		return inside, nil
	}
	below, err := s.below(ctx, w, glances)
	if err != nil {
		return nil, err
	}
	care, err := s.care(ctx, w, glances)
	if err != nil {
		return nil, err
	}
	for i, g := range glances {
		inside[i], err = w.decision.Reach.Holds(care.subject(g, w.today), access.Look{Day: g.day, Today: w.today, Below: below})
		if err != nil {
			return nil, err
		}
	}
	return inside, nil
}

// below asks which of those looked at stood below whom the sight is of, as is known now, whatever time a question names
// (decisions/0010), and returns what tells it.
func (s *Store) below(ctx context.Context, w Sight, glances []glance) (access.Below, error) {
	type pair struct {
		glance
		above string
	}
	found := map[pair]bool{}
	tell := func(partner, above string, day period.Day) (bool, error) {
		return found[pair{glance{partner, day}, above}], nil
	}
	above := w.decision.Reach.Downline
	if len(above) == 0 || len(glances) == 0 {
		return tell, nil
	}
	var rows []any
	numbers := map[glance]bool{}
	for _, g := range glances {
		g.day = min(g.day, w.today)
		if !numbers[g] {
			numbers[g] = true
			rows = append(rows, []any{g.partner, chronicle.Date(g.day)})
		}
	}
	err := s.Read(ctx, cypher.BelowOnDays, map[string]any{"rows": rows, "above": above, "knownAt": Latest}, nil, func(record *neo4j.Record) error {
		v := record.Values
		found[pair{glance{v[0].(string), chronicle.Day(v[1])}, v[2].(string)}] = true
		return nil
	})
	return tell, err
}

// see refuses a partner who is not inside on a day, in the words for one who is not there.
func (s *Store) see(ctx context.Context, w Sight, partner string, day period.Day) error {
	inside, err := s.insides(ctx, w, []glance{{partner, day}})
	if err == nil && !inside[0] {
		err = outside(noPartner(partner))
	}
	return err
}

// ErrOutside is what an error is that says that something is not there, where it is, and out of the sight of who asks. Whoever asks must
// not be told, and the words are the same; but the log is told.
var ErrOutside = errors.New("out of sight")

type outsideError struct{ error }

func (e outsideError) Unwrap() error        { return e.error }
func (e outsideError) Is(target error) bool { return target == ErrOutside }

// outside marks what is said of something that is not there as said of something out of sight.
func outside(err error) error { return outsideError{err} }

// fieldsOf are the groups of fields that are shown of a partner as of a day; none of one who is not within.
func (s *Store) fieldsOf(ctx context.Context, w Sight, partner string, day period.Day) (access.Fields, error) {
	if w.all {
		return access.AllFields, nil
	}
	glances := []glance{{partner, day}, {partner, w.today}}
	below, err := s.below(ctx, w, glances)
	if err != nil {
		return 0, err
	}
	care, err := s.care(ctx, w, glances)
	if err != nil {
		return 0, err
	}
	fields, _, err := w.decision.Sees(care.subject(glances[0], w.today), access.Look{Day: day, Today: w.today, Below: below})
	return fields, err
}

// See refuses a partner of whom some groups of fields are not shown on a day.
//
// Errors: NotFound.
func (s *Store) See(ctx context.Context, within Sight, partner string, day period.Day, fields access.Fields) error {
	shown, err := s.fieldsOf(ctx, within, partner, day)
	if err == nil && !shown.Has(fields) {
		_, err = found(nil, partner, nil)
	}
	return err
}

// AreWithin says of each partner whether that one is within on a day. Nobody, an empty id, is within the sight of everybody alone.
func (s *Store) AreWithin(ctx context.Context, within Sight, partners []string, day period.Day) ([]bool, error) {
	glances := make([]glance, len(partners))
	for i, partner := range partners {
		glances[i] = glance{partner, day}
	}
	return s.insides(ctx, within, glances)
}

// May refuses a change that is about partners who are not all inside today. An empty id is nobody, such as the sponsor of a root:
// only who may do it for everybody may do it for nobody.
//
// Errors: NotFound for a partner; Forbidden for nobody.
func (s *Store) May(ctx context.Context, by By, partners ...string) error {
	w := by.Within
	if w.Whole() {
		return nil
	}
	var glances []glance
	for _, partner := range partners {
		if partner == "" {
			return fault.Forbiddenf("access", "only who may do this for everybody may do it without a partner above: name one")
		}
		glances = append(glances, glance{partner, w.today})
	}
	inside, err := s.insides(ctx, w, glances)
	if err != nil {
		return err
	}
	for i, partner := range partners {
		if !inside[i] {
			return outside(noPartner(partner))
		}
	}
	return nil
}

// candidatesMax is how many partners a list is read for one by one. Of more of them, all of the list is read, and who is not inside
// left out: then most of it is.
const candidatesMax = 20_000

// candidates are all partners who are or ever were inside, as is known now: for those, a list has rows. all: there are so many that
// the list is read as a whole.
func (s *Store) candidates(ctx context.Context, w Sight) (ids []string, all bool, err error) {
	reach := w.decision.Reach
	if w.Whole() {
		return nil, true, nil
	}
	once := map[string]bool{}
	add := func(id string) {
		if !once[id] {
			once[id] = true
			ids = append(ids, id)
		}
	}
	begin := func() {
		clear(once)
		ids = []string{}
		for _, id := range append(append([]string{}, reach.Own...), reach.Downline...) {
			add(id)
		}
	}
	begin()
	take := func(record *neo4j.Record) error {
		add(record.Values[0].(string))
		return nil
	}
	if len(reach.Downline) > 0 {
		err = s.Read(ctx, cypher.EverBelow, map[string]any{"above": reach.Downline, "knownAt": Latest, "limit": candidatesMax + 1}, begin, take)
	}
	if err == nil && len(reach.Markets)+len(reach.Departments) > 0 && len(ids) <= candidatesMax {
		params := map[string]any{"markets": chronicle.OrNone(reach.Markets), "departments": chronicle.OrNone(reach.Departments), "knownAt": Latest, "limit": candidatesMax + 1}
		err = s.Read(ctx, cypher.EverInCare, params, nil, take) // who is added twice is there once
	}
	return ids, len(ids) > candidatesMax, err
}

// named narrows candidates to a partner whom a request names; empty: nobody is named.
//
// Errors: NotFound when that one never was inside.
func (s *Store) named(ctx context.Context, w Sight, partner string) (ids []string, all bool, err error) {
	ids, all, err = s.candidates(ctx, w)
	if partner == "" || err != nil {
		return ids, all, err
	}
	if !all && !slices.Contains(ids, partner) {
		err = outside(noPartner(partner))
	}
	return []string{partner}, false, err
}

// OneWithin is the partner whom a question names, if that one was within on a day. Whoever names nobody asks about the only one within;
// empty: about everybody.
//
// Errors: NotFound when the partner is not within; Invalid when nobody is named, and several are within.
func (s *Store) OneWithin(ctx context.Context, within Sight, partner string, day period.Day) (string, error) {
	if within.Whole() {
		return partner, nil
	}
	if partner != "" {
		return partner, s.see(ctx, within, partner, day)
	}
	ids, all, err := s.candidates(ctx, within)
	if err == nil && (all || len(ids) != 1) {
		err = fault.Invalidf("partner", "say of which partner: you do not see everybody")
	}
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// SeeOrder refuses an order that is not seen; ofAll also one that is, since what everybody got for an order only those may know who see
// everybody.
//
// Errors: NotFound.
func (s *Store) SeeOrder(ctx context.Context, within Sight, id string, ofAll bool) error {
	switch {
	case id == "" || within.Whole():
		return nil
	case ofAll:
		return outside(noOrder(id))
	}
	_, _, err := s.orderSeen(ctx, id, within)
	return err
}

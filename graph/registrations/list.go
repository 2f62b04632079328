package registrations

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// Filter says which registrations are asked for. What is empty does not matter.
type Filter struct {
	Sponsor string
	State   string
	Held    bool // just those that wait for a decision
}

// Row is a registration as others see it: of who has not confirmed, nobody sees anything.
type Row struct {
	ID, State, Name string
	Sponsor         string // empty: none
	Partner         string // empty: not yet
	Received        time.Time
	Held            []string    // marks that others have, too
	Waiting         *period.Day // the last day in the holding tank
	seq             int64
}

// List returns a slice of registrations, the latest first, and the cursor of the next one.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) List(ctx context.Context, f Filter, at graph.View, slice chronicle.Slice) ([]Row, string, error) {
	query := cypher.ApplicationsListed
	params := map[string]any{"state": f.State, "held": f.Held}
	if f.Sponsor != "" {
		if _, err := s.company.OneWithin(ctx, at.Within, f.Sponsor, s.today()); err != nil {
			return nil, "", err
		}
		query = cypher.ApplicationsOfSponsor
		params["sponsor"] = f.Sponsor
	}
	return s.rows(ctx, "registrations", query, params, at, slice)
}

// Tank returns a slice of those who wait in the holding tank, under a sponsor or all of them, the latest first.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) Tank(ctx context.Context, sponsor string, at graph.View, slice chronicle.Slice) ([]Row, string, error) {
	if sponsor != "" {
		if _, err := s.company.OneWithin(ctx, at.Within, sponsor, s.today()); err != nil {
			return nil, "", err
		}
	}
	return s.rows(ctx, "holding tank", cypher.ApplicationsWaiting, map[string]any{"sponsor": sponsor}, at, slice)
}

// Registration returns a registration.
//
// Errors: NotFound, also when its sponsor is not within.
func (s *Store) Registration(ctx context.Context, id string, at graph.View) (*Row, error) {
	a, err := s.byID(ctx, id)
	if err == nil {
		err = s.seeUnder(ctx, a, at.Within)
	}
	if err != nil {
		return nil, err
	}
	rows := []Row{rowOf(a)}
	return &rows[0], s.sponsorsToday(ctx, rows)
}

func (s *Store) rows(ctx context.Context, list, query string, filter map[string]any, at graph.View, slice chronicle.Slice) (rows []Row, next string, err error) {
	slice.Sort, slice.Descending = "", true
	p, err := slice.Begin(list, chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	read := func() ([]Row, error) { return s.rowsFrom(ctx, p, query, filter) }
	under, _ := filter["sponsor"].(string)
	seen := func(rows []Row) ([]Row, error) {
		rows, err := s.seen(ctx, rows, at)
		return slices.DeleteFunc(rows, func(r Row) bool { return under != "" && r.Sponsor != under }), err
	}
	return chronicle.Page(p, read, seen, func(r Row) (key, id any) { return "", r.seq })
}

// rowsFrom reads rows from a place on, one more than a page has if there are more.
func (s *Store) rowsFrom(ctx context.Context, p *chronicle.Place, query string, filter map[string]any) (rows []Row, err error) {
	params := map[string]any{"no": p.Params()["no"], "limit": p.Limit + 1}
	maps.Copy(params, filter)
	var a *application
	take := s.take(&a)
	err = s.Read(ctx, query, params, func() { rows = nil }, func(record *neo4j.Record) error {
		if err := take(record); err != nil {
			return err
		}
		rows = append(rows, rowOf(a))
		return nil
	})
	return rows, err
}

// sponsorsToday gives rows of partners the sponsors that they have today: who has lost a newcomer by a move, has lost the registration.
func (s *Store) sponsorsToday(ctx context.Context, rows []Row) error {
	today, partners := map[string]string{}, []string{}
	for i := range rows {
		if rows[i].Partner != "" {
			partners = append(partners, rows[i].Partner)
		}
	}
	if len(partners) == 0 {
		return nil
	}
	params := map[string]any{"partners": partners, "asOf": chronicle.Date(s.today()), "knownAt": graph.Latest}
	err := s.Read(ctx, cypher.SponsorsOnDay, params, nil, func(record *neo4j.Record) error {
		today[record.Values[0].(string)] = record.Values[1].(string)
		return nil
	})
	for i := range rows {
		if rows[i].Partner != "" {
			rows[i].Sponsor = today[rows[i].Partner]
		}
	}
	return err
}

// seen are the rows whose sponsors are within.
func (s *Store) seen(ctx context.Context, rows []Row, at graph.View) (seen []Row, err error) {
	if err := s.sponsorsToday(ctx, rows); err != nil {
		return nil, err
	}
	sponsors := make([]string, len(rows))
	for i := range rows {
		sponsors[i] = rows[i].Sponsor
	}
	inside, err := s.company.AreWithin(ctx, at.Within, sponsors, s.today())
	for i := range rows {
		if err == nil && inside[i] {
			seen = append(seen, rows[i])
		}
	}
	return seen, err
}

// seeUnder refuses a registration whose sponsor is not within, or whose address is not confirmed, in the words for one that is not there.
func (s *Store) seeUnder(ctx context.Context, a *application, within graph.Sight) error {
	seen, err := s.seen(ctx, []Row{rowOf(a)}, graph.View{Within: within})
	if err == nil && (len(seen) == 0 || !a.confirmed()) {
		err = fault.NotFoundf("registration", "there is no registration %s", a.ID)
	}
	return err
}

// seeID is seeUnder, by id.
func (s *Store) seeID(ctx context.Context, id string, within graph.Sight) error {
	a, err := s.byID(ctx, id)
	if err != nil {
		return err
	}
	return s.seeUnder(ctx, a, within)
}

func rowOf(a *application) Row {
	form := a.form.Normal()
	row := Row{
		ID: a.ID, State: string(a.State), Name: form.Given + " " + form.Family, Sponsor: a.sponsor, Partner: a.Partner, Received: a.Received,
		Held: a.held, Waiting: a.Waiting, seq: a.seq,
	}
	if a.State == joining.Registered || a.State == joining.Ended {
		row.Held = nil
	}
	return row
}

package personal

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Row is something that is told a person: where it belongs, and what it is.
type Row struct {
	List string // such as person, account, positions
	Told any    // as JSON
}

// EachRow hands everything to tell that is kept of a person in the graph, but for orders, statements and what the audit says.
//
// Errors: those of tell, and of reading.
func (s *Store) EachRow(ctx context.Context, w *Who, tell func(row Row) error) error {
	for _, part := range []func(context.Context, *Who, func(Row) error) error{s.tellAccount, s.tellPartner, s.tellPositions, s.tellJoining} {
		if err := part(ctx, w, tell); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) tellAccount(ctx context.Context, w *Who, tell func(Row) error) error {
	if !w.HasAccount {
		return nil
	}
	return s.tellQuery(ctx, cypher.PersonalAccount, map[string]any{"user": w.User}, tell)
}

func (s *Store) tellPartner(ctx context.Context, w *Who, tell func(Row) error) error {
	if w.Partner == "" {
		return nil
	}
	return s.tellQuery(ctx, cypher.PersonalPartner, map[string]any{"partner": w.Partner}, func(row Row) error {
		if err := s.open(w.Partner, row); err != nil {
			return err
		}
		return tell(row)
	})
}

// open opens bank and tax data, which are kept sealed.
//
// Errors: Invalid where nobody joins online, since nobody has the key then.
func (s *Store) open(partner string, row Row) error {
	properties, _ := row.Told.(map[string]any)
	sealed, is := properties["money"].(string)
	if !is {
		return nil
	}
	if s.online == nil {
		return fault.Invalidf("person", "bank and tax data of partner %s are sealed: set what upline serve --help says of joining online", partner)
	}
	delete(properties, "money")
	return s.online.OpenMoney(partner, sealed, properties)
}

// tellQuery tells the rows of a query of one person: there are few.
func (s *Store) tellQuery(ctx context.Context, query string, params map[string]any, tell func(Row) error) error {
	var rows []Row
	err := s.Read(ctx, query, params, func() { rows = nil }, func(record *neo4j.Record) error {
		properties := record.Values[1].(map[string]any)
		rows = append(rows, Row{record.Values[0].(string), told(properties)})
		return nil
	})
	for _, row := range rows {
		if err != nil {
			return err
		}
		err = tell(row)
	}
	return err
}

// own are properties that say nothing: numbers and keys of ours.
var own = []string{"seq", "changed", "openKey"}

// told are properties as they are written out: without what is null, and days and times in ISO 8601.
func told(properties map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range properties {
		switch value := value.(type) {
		case nil:
			continue
		case neo4j.Date:
			out[name] = dayOrNull(value)
		case time.Time:
			if at := value.UTC(); at.Year() < 9999 {
				out[name] = at
			}
		default:
			out[name] = value
		}
	}
	for _, name := range own {
		delete(out, name)
	}
	return out
}

func dayOrNull(date neo4j.Date) any {
	if chronicle.Day(date) >= chronicle.FarDays {
		return nil
	}
	return chronicle.Day(date)
}

// position is a span of a partner's history. Of others, it has the number alone.
type position struct {
	Kind       string     `json:"kind"`
	Value      string     `json:"value"`
	Tree       string     `json:"tree,omitempty"`
	Slot       int        `json:"slot,omitempty"`
	From       string     `json:"from"`
	Until      string     `json:"until,omitempty"` // the first day on which it was otherwise; empty: it is so
	Recorded   time.Time  `json:"recorded"`
	Superseded *time.Time `json:"superseded,omitempty"`
	Reason     string     `json:"reason,omitempty"`
}

func (s *Store) tellPositions(ctx context.Context, w *Who, tell func(Row) error) error {
	if w.Partner == "" {
		return nil
	}
	h, err := s.company.History(ctx, w.Partner, graph.View{Within: graph.Everybody, KnownAt: graph.Latest, AsOf: s.today()}, true)
	if err != nil {
		return err
	}
	for _, list := range []struct {
		list, kind string
		spans      []graph.Span
	}{
		{"positions", "sponsor", h.Sponsors},
		{"positions", "place", h.Placements},
		{"statuses", "status", h.Statuses},
		{"careers", "rank", h.Careers},
		{"markets", "market", h.Markets},
		{"departments", "department", h.Departments},
	} {
		for i := range list.spans {
			if err := tell(Row{list.list, positionOf(list.kind, &list.spans[i])}); err != nil {
				return err
			}
		}
	}
	return nil
}

func positionOf(kind string, span *graph.Span) position {
	p := position{Kind: kind, Value: span.Value, Tree: span.Tree, Slot: span.Slot, From: span.From.String(), Recorded: span.Recorded, Reason: span.Reason}
	if span.To < chronicle.FarDays {
		p.Until = span.To.String()
	}
	if !span.Superseded.IsZero() && span.Superseded.Year() < 9999 {
		p.Superseded = &span.Superseded
	}
	return p
}

// tellJoining tells how the person joined, with the proof of each step, and what the person consented to and stated.
func (s *Store) tellJoining(ctx context.Context, w *Who, tell func(Row) error) error {
	if s.online == nil {
		return nil
	}
	held, err := s.held(ctx, w)
	if err != nil {
		return err
	}
	ids := held.Others
	if held.Application != "" {
		ids = append(ids, held.Application)
	}
	for _, id := range ids {
		if err := s.tellRegistration(ctx, id, tell); err != nil {
			return err
		}
	}
	for _, consent := range held.Consents {
		if err := tell(Row{"consents", consent}); err != nil {
			return err
		}
	}
	if w.Partner == "" {
		return nil
	}
	statements, err := s.online.StatementsOf(ctx, w.Partner)
	for i := range statements {
		if err != nil {
			return err
		}
		err = tell(Row{"withdrawals", statements[i]})
	}
	return err
}

// tellRegistration tells a registration, with its consents and the documents that were shown, by their hashes.
func (s *Store) tellRegistration(ctx context.Context, id string, tell func(Row) error) error {
	proof, sum, err := s.online.ProofOf(ctx, id)
	if err != nil {
		return err
	}
	if err := tell(Row{"registrations", map[string]any{"proof": json.RawMessage(proof), "sha256": sum}}); err != nil {
		return err
	}
	var record joining.Record
	if err := json.Unmarshal(proof, &record); err != nil {
		return err
	}
	var form joining.Application
	if err := json.Unmarshal(record.Form, &form); err != nil {
		return err
	}
	if err := tell(Row{"consents", map[string]any{"registration": id, "consents": form.Consents, "proof_sha256": sum}}); err != nil {
		return err
	}
	shown := map[string]bool{}
	for _, event := range record.Events {
		for _, text := range event.Texts {
			if shown[text.SHA256] {
				continue
			}
			shown[text.SHA256] = true
			if err := tell(Row{"documents", text}); err != nil {
				return err
			}
		}
	}
	return nil
}

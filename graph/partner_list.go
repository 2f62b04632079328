package graph

import (
	"context"
	"maps"
	"strings"
	"unicode"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// PartnerFilter says which partners are asked for. What is empty does not matter.
type PartnerFilter struct {
	Text    string // each of its words begins a word of the id or the name, or the id begins with it
	Sponsor string // the id of the sponsor
	Status  string
	Rank    string // the career rank, as in PartnerRow: who holds none is not found by the lowest
	// JoinedFrom and JoinedThrough are the first and the last day of joining.
	JoinedFrom, JoinedThrough period.Day
}

// PartnerRow is a partner as seen on a day. The name and the day of joining are those known now.
type PartnerRow struct {
	ID, Name string
	Joined   period.Day
	Sponsor  string // empty: a root
	Status   string
	Rank     string // the career rank; empty: none but the lowest
	Version  string // another one after each change of what people recorded
}

// PartnerView is a partner with all places.
type PartnerView struct {
	PartnerRow
	Placements []Place
}

// Partners returns a slice of the partners who had joined by a day, as known at a time, and the cursor of the next one; empty:
// there is none. They can be sorted by id (without more ado), name and joined. A text finds a new partner some moments after
// the registration.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) Partners(ctx context.Context, f PartnerFilter, at View, slice Slice) (rows []PartnerRow, next string, err error) {
	p, err := slice.Begin("partners", chronicle.Sorting{Name: "id"}, chronicle.Sorting{Name: "name", Key: chronicle.TextKey}, chronicle.Sorting{Name: "joined", Key: chronicle.DayKey})
	if err != nil {
		return nil, "", err
	}
	from, through := chronicle.Bounds(f.JoinedFrom, f.JoinedThrough)
	through = min(through, at.AsOf)
	p.Within(from, through)
	partners, all, err := s.candidates(ctx, at.Within)
	if err != nil {
		return nil, "", err
	}
	read := func() (rows []PartnerRow, err error) {
		params := p.Params()
		maps.Copy(params, at.params())
		params["partners"], params["sponsor"], params["status"], params["rank"] = partners, f.Sponsor, f.Status, f.Rank
		params["from"], params["through"] = chronicle.Date(from), chronicle.Date(through)
		params["text"], params["prefix"] = luceneOf(f.Text), f.Text
		err = s.Read(ctx, f.query(p, all), params, func() { rows = nil }, func(record *neo4j.Record) error {
			rows = append(rows, partnerRow(chronicle.ColumnsOf(record)))
			return nil
		})
		return rows, err
	}
	list := &seenList[PartnerRow]{
		place: p, within: at.Within, read: read,
		glance: func(r *PartnerRow) glance { return glance{r.ID, at.AsOf} },
		keyOf: func(r PartnerRow) (key, id any) {
			switch p.Name {
			case "name":
				return r.Name, r.ID
			case "joined":
				return r.Joined, r.ID
			}
			return "", r.ID
		},
	}
	return list.page(ctx, s)
}

// query chooses how partners are found: by what leaves the fewest of them, or else in the order of the list.
func (f *PartnerFilter) query(p *chronicle.Place, all bool) string {
	switch {
	case f.Text != "":
		return cypher.PartnersOfText
	case !all:
		return cypher.PartnersChosen
	case f.Sponsor != "":
		return cypher.PartnersOfSponsor
	case f.Status != "" && f.Status != "active": // most are, without a record
		return cypher.PartnersOfStatus
	case f.Rank != "":
		return cypher.PartnersOfRank
	}
	return p.Either(map[string][2]string{
		"id":     {cypher.PartnersListed, cypher.PartnersListedDown},
		"name":   {cypher.PartnersByName, cypher.PartnersByNameDown},
		"joined": {cypher.PartnersByJoined, cypher.PartnersByJoinedDown},
	})
}

func partnerRow(c chronicle.Columns) PartnerRow {
	return PartnerRow{
		ID: c.Text("id"), Name: c.Text("name"), Joined: chronicle.Day(c["joined"]), Sponsor: c.Text("sponsor"), Status: c.Text("status"),
		Rank: c.Text("rank"), Version: chronicle.VersionOf(c.List("times")),
	}
}

// Partner returns a partner as of a day, as known at a time; who joins later is seen as of the day of joining.
//
// Errors: NotFound when there is no such partner, or none within.
func (s *Store) Partner(ctx context.Context, id string, at View) (*PartnerView, error) {
	var view *PartnerView
	params := at.params()
	params["id"] = id
	err := s.Read(ctx, cypher.PartnerView, params, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		view = &PartnerView{PartnerRow: partnerRow(c)}
		for _, each := range c.List("places") {
			place := each.([]any)
			view.Placements = append(view.Placements, Place{Tree: place[0].(string), Parent: place[1].(string), Slot: int(place[2].(int64))})
		}
		return nil
	})
	if err == nil && view == nil {
		_, err = found(nil, id, nil)
	}
	if err != nil {
		return nil, err
	}
	return view, s.see(ctx, at.Within, id, max(at.AsOf, view.Joined))
}

// luceneOf is a query of the full text for what has a word that begins with each word of a text. It takes words apart as the
// index does: Chinese and Japanese signs are a word each.
func luceneOf(text string) string {
	var query strings.Builder
	for _, word := range wordsOf(text) {
		query.WriteString(" +")
		for _, r := range word {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				query.WriteByte('\\')
			}
			query.WriteRune(r)
		}
		query.WriteByte('*')
	}
	if query.Len() == 0 {
		return `""` // finds nothing
	}
	return query.String()
}

// wordsOf takes the words of a text apart.
func wordsOf(text string) (words []string) {
	apart := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("_.'’", r)
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(text), apart) {
		word := strings.Trim(part, ".'’")
		signs := func(r rune) rune {
			if unicode.In(r, unicode.Han, unicode.Hiragana) {
				words = append(words, string(r))
				return ' '
			}
			return r
		}
		word = strings.Map(signs, word)
		words = append(words, strings.Fields(word)...)
	}
	return words
}

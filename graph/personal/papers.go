package personal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"upline/graph"
	"upline/internal/period"
)

// Papers are the documents about partners, with their bytes, which are not in the graph.
type Papers interface {
	// PapersOf lists what is kept of documents about a partner.
	PapersOf(ctx context.Context, partner string) ([]Paper, error)
	// ErasePapers erases those that no law keeps, with proof, and restricts the others to who sees everybody. It returns all, those too that the
	// same erasure has erased before: so it can be stopped anywhere, and done again.
	ErasePapers(ctx context.Context, erasure, partner, ground string, by graph.By) ([]Paper, error)
}

// Paper is a document about a partner, as far as its erasure is concerned.
type Paper struct {
	ID     string     `json:"id"`
	Class  string     `json:"class"`
	SHA256 []string   `json:"sha256"`              // of all that it is and was
	Until  Until      `json:"until"`               // the first day on which no law keeps it
	Ground string     `json:"ground"`              // the law, and why
	Erased bool       `json:"erased"`              // it is erased, or would be
	At     *time.Time `json:"erased_at,omitempty"` // when nothing of it was left
}

// With returns the same, with the documents of persons; nil: there are none.
func (s *Store) With(papers Papers) *Store {
	with := *s
	with.papers = papers
	return &with
}

// listPapers lists the documents of somebody: what an erasure would take, and what the law keeps. While the contract runs, all stay.
func (s *Store) listPapers(ctx context.Context, w *Who) (list []Kept, err error) {
	if s.papers == nil || w.Partner == "" {
		return nil, nil
	}
	papers, err := s.papers.PapersOf(ctx, w.Partner)
	if err != nil || len(papers) == 0 {
		return nil, err
	}
	ended, err := s.ended(ctx, w.Partner)
	if err != nil {
		return nil, err
	}
	if today := s.today(); ended == period.Forever || ended > today {
		return []Kept{{Class: Documents, Count: len(papers), Until: Until(ended), Ground: "Art. 6(1)(b) GDPR: the contract runs"}}, nil
	}
	goes := Kept{Class: Documents, Until: Until(s.today()), Ground: "Art. 17(1)(a) GDPR: no law keeps them", Erased: true}
	stays := Kept{Class: Records}
	var grounds []string
	for i := range papers {
		p := &papers[i]
		if p.Erased {
			goes.Count++
			continue
		}
		stays.Count++
		stays.Until = max(stays.Until, p.Until)
		if !slices.Contains(grounds, p.Ground) {
			grounds = append(grounds, p.Ground)
		}
	}
	slices.Sort(grounds)
	stays.Ground = fmt.Sprintf("%s. Only who sees everybody finds them", strings.Join(grounds, "; "))
	for _, k := range []Kept{goes, stays} {
		if k.Count > 0 {
			list = append(list, k)
		}
	}
	return list, nil
}

// erasePapers erases the documents of somebody whose contract has ended, if there are any.
func (e *erasing) erasePapers(ctx context.Context) ([]Paper, error) {
	if e.papers == nil || e.who.Partner == "" || !e.plan.has(Documents) && !among(e.plan.Kept, Records) {
		return nil, nil
	}
	return e.papers.ErasePapers(ctx, e.ID, e.who.Partner, e.Ground, e.by)
}

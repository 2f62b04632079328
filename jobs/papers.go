package jobs

import (
	"context"
	"time"

	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/personal"
	"upline/internal/fault"
	"upline/internal/period"
)

// PapersOf are the documents of a desk as those of persons; nil: there are none.
func PapersOf(desk *Desk) personal.Papers {
	if desk == nil {
		return nil
	}
	return papers{desk}
}

type papers struct{ desk *Desk }

// PapersOf lists what is kept of documents about a partner.
func (p papers) PapersOf(ctx context.Context, partner string) (list []personal.Paper, err error) {
	err = p.desk.Documents.EachOf(ctx, partner, "", func(page []dms.Holding) error {
		for i := range page {
			list = append(list, p.paperOf(&page[i]))
		}
		return nil
	})
	return list, err
}

// paperOf says whether a document is erased, or by which law and until when it stays.
func (p papers) paperOf(h *dms.Holding) personal.Paper {
	today := p.desk.dayOf(time.Now())
	paper := personal.Paper{ID: h.ID, Class: h.Class, Until: personal.Until(today), Ground: "Art. 17(1)(a) GDPR: no law keeps it", Erased: true}
	for _, content := range h.Contents {
		paper.SHA256 = append(paper.SHA256, content.SHA256)
	}
	switch until := h.LawUntil(); {
	case h.State == dms.Gone:
	case h.Hold:
		paper.Erased, paper.Until = false, personal.Until(period.Forever)
		paper.Ground = "Art. 17(3)(e) GDPR: held because of a dispute"
	case until > today:
		paper.Erased, paper.Until = false, personal.Until(until)
		paper.Ground = "Art. 17(3)(b) GDPR: " + p.desk.Rules.Of(retention.Class(h.Class)).Law
	}
	return paper
}

// ErasePapers erases what no law keeps, and restricts the rest.
func (p papers) ErasePapers(ctx context.Context, erasure, partner, ground string, by graph.By) (list []personal.Paper, err error) {
	by.Reason, by.Within = ground, graph.Everybody
	var stay []string
	err = p.desk.Documents.EachOf(ctx, partner, erasure, func(page []dms.Holding) error {
		for i := range page {
			paper := p.paperOf(&page[i])
			if paper.Erased && page[i].State != dms.Gone {
				if err := p.erase(ctx, erasure, &page[i], &paper, by); err != nil {
					return err
				}
			}
			if !paper.Erased {
				stay = append(stay, paper.ID)
			}
			list = append(list, paper)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, p.desk.Documents.Restrict(ctx, stay, by)
}

// erase erases a document. What the object store keeps, though the graph does not know why, stays, and is named.
func (p papers) erase(ctx context.Context, erasure string, h *dms.Holding, paper *personal.Paper, by graph.By) error {
	there, err := p.desk.there(ctx, h.ID)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	if there, err = p.desk.Documents.BeginErasure(ctx, h.ID, now, there, by); err != nil {
		return err
	}
	proof, err := p.desk.eraseBytes(ctx, h.ID, h.Class, there, true, by)
	if fault.KindOf(err) == fault.Conflict {
		paper.Erased, paper.Until, paper.Ground = false, personal.Until(period.Forever), "the object store keeps it: "+err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	paper.At = &now
	return p.desk.Documents.Erase(ctx, h.ID, erasure, now, proof, by)
}

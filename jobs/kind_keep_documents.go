package jobs

import (
	"context"
	"time"

	"upline/documents"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/period"
)

// KeepDocuments is the job that keeps documents for as long as they are needed, and proposes those whose time is over for deletion. It
// deletes nothing.
func KeepDocuments() graph.NewJob { return newJob("keep_documents", "", struct{}{}) }

// KeptDocuments is what such a job has done.
type KeptDocuments struct {
	Extended int      `json:"extended"` // are kept for longer, since their matter goes on
	Held     int      `json:"held"`     // are held in the object store, too
	Proposed int      `json:"proposed"` // for deletion
	Problems []string `json:"problems"` // documents that are not where they should be
}

// proposedAtOnce is how many documents are proposed in one change.
const proposedAtOnce = 1000

func doKeepDocuments(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	k := &keeping{Desk: w.Desk, by: j.By(), done: KeptDocuments{Problems: []string{}}}
	k.now = time.Now()
	for i, step := range []func(context.Context) error{k.extend, k.hold, k.propose} {
		s.progress("keeping documents", i, 3)
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return k.done, nil
}

// keeping is such a job under way.
type keeping struct {
	*Desk
	by   graph.By
	now  time.Time
	done KeptDocuments
}

// extend keeps what is kept from the end of its matter for as long as if that had ended today, while it goes on; from then on, it stays.
func (k *keeping) extend(ctx context.Context) error {
	for _, rule := range k.Rules.All() {
		if !rule.FromEnd {
			continue
		}
		through := k.kept(k.Rules.Term(rule.Class, k.now)).Through
		err := k.Documents.EachGoingOn(ctx, string(rule.Class), through, k.dayOf(k.now), func(page []dms.Holding) error { return k.extendPage(ctx, rule.Class, page) })
		if err != nil {
			return err
		}
	}
	return nil
}

// extendPage keeps documents for longer, in the object store first. Of one about nobody known, nobody knows whether its matter goes on.
func (k *keeping) extendPage(ctx context.Context, class retention.Class, page []dms.Holding) error {
	var longer []dms.Holding
	for i := range page {
		h := page[i]
		at := k.now
		if h.Ended != 0 {
			at = noonOf(h.Ended, k.Zone)
		}
		term := k.Rules.Term(class, at)
		kept := k.kept(term)
		if h.Partner == "" || kept.Through <= h.Through {
			continue
		}
		there, err := k.extendBytes(ctx, &h, documents.RetentionOf(term))
		if err != nil {
			return err
		}
		if kept.Hold = h.Hold; there {
			h.Kept = kept
			longer = append(longer, h)
		}
	}
	extended, err := k.Documents.Extend(ctx, longer, k.by)
	k.done.Extended += extended
	return err
}

// noonOf is the middle of a day.
func noonOf(day period.Day, zone *time.Location) time.Time {
	year, month, date := day.Date()
	return time.Date(year, time.Month(month), date, 12, 0, 0, 0, zone)
}

// extendBytes says whether all bytes of a document are there, and so are kept for longer now.
func (k *keeping) extendBytes(ctx context.Context, h *dms.Holding, keep documents.Retention) (there bool, err error) {
	for _, content := range h.Contents {
		err := k.Archive.Extend(ctx, FolderOf(h.ID), refOf(content), keep)
		if fault.KindOf(err) == fault.NotFound {
			k.done.Problems = append(k.done.Problems, h.ID+": "+err.Error())
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// hold holds what is to be held, such as a content that has come in since.
func (k *keeping) hold(ctx context.Context) error {
	return k.Documents.EachHeld(ctx, func(page []dms.Holding) error {
		for i := range page {
			err := holdContents(ctx, k.Archive, page[i].ID, page[i].Contents, true)
			switch {
			case fault.KindOf(err) == fault.NotFound:
				k.done.Problems = append(k.done.Problems, page[i].ID+": "+err.Error())
			case err != nil:
				return err
			default:
				k.done.Held++
			}
		}
		return nil
	})
}

// propose proposes what is over.
func (k *keeping) propose(ctx context.Context) error {
	for {
		proposed, err := k.Documents.Propose(ctx, k.dayOf(k.now), proposedAtOnce, k.by)
		k.done.Proposed += proposed
		if err != nil || proposed < proposedAtOnce {
			return err
		}
	}
}

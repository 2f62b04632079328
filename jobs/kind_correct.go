package jobs

import (
	"context"

	"upline/documents/creditnote"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// correctArgs name a credit note that is corrected.
type correctArgs struct {
	Number string `json:"number"`
	Reason string `json:"reason"`
	Status string `json:"status,omitempty"`
}

// Correct is the job that takes a credit note back by a correction (384), and issues another one instead of it: by what is known of the
// partner now, with the tax status that is given, or else the partner's own. Nothing is paid by either: the difference in tax comes with
// the next payout.
func Correct(number string, status creditnote.TaxStatus, reason string) graph.NewJob {
	return newJob("credit_note_correction", number, correctArgs{number, reason, string(status)})
}

// Correction is what came of it.
type Correction struct {
	Corrects   string `json:"corrects"`
	Correction string `json:"correction"`  // the number of the note that takes it back
	CreditNote string `json:"credit_note"` // of the one instead
}

func doCorrect(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[correctArgs](j)
	if err != nil {
		return nil, err
	}
	note, err := w.Desk.Documents.Note(ctx, args.Number, graph.Everybody)
	if err != nil {
		return nil, err
	}
	run, err := w.writable(ctx, note.Run)
	if err != nil {
		return nil, err
	}
	c := &correcting{
		writing: &writing{Desk: w.Desk, Settlement: s, run: run, first: note.Partner, last: note.Partner, by: j.By()}, note: note, args: args,
		day: w.Desk.dayOf(j.CreatedAt),
	}
	return c.do(ctx)
}

// correctable refuses to correct what cannot be.
func correctable(note *dms.Note) error {
	switch {
	case note.Corrects != "":
		return fault.Conflictf("credit note", "%s takes %s back: correct the one that was issued instead", note.Number, note.Corrects)
	case note.State == dms.Corrected:
		return fault.Conflictf("credit note", "%s is corrected by %s: correct the one that was issued instead", note.Number, note.CorrectedBy)
	}
	return nil
}

// Correctable says whether a credit note can be corrected.
//
// Errors: Invalid where there is no letterhead; NotFound; Conflict when it is corrected, or a correction itself.
func (d *Desk) Correctable(ctx context.Context, number string, within graph.Sight) error {
	if _, err := d.head(); err != nil {
		return err
	}
	note, err := d.Documents.Note(ctx, number, within)
	if err != nil {
		return err
	}
	return correctable(note)
}

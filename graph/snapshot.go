package graph

import (
	"context"
	"fmt"
	"time"

	"upline/commission"
	"upline/internal/fault"
)

// Snapshot is the whole company as it was known at a time: what a settlement works on.
type Snapshot struct {
	KnownAt time.Time
	Facts   *commission.Facts
	Plans   []PlanVersion // in the order of Facts.Plans
	Reasons []string      // why career ranks were overridden: for each of Facts.Overrides.Spans

	// When each was recorded, as far as it is known at KnownAt: by OrderNo, and by position in Facts.Cancellations.
	OrderRecorded, CancellationRecorded []time.Time

	// The numbers under which the graph keeps them: by PartnerNo, by OrderNo, and by position in Facts.Cancellations.
	partnerSeqs, orderSeqs, cancellationSeqs []int64
}

// PlanVersion is a plan file as it was published.
type PlanVersion struct {
	File   string // such as plans/2026.yaml
	SHA256 string // of Text, hexadecimal
	Text   string
}

// Watermark is a time up to which everything recorded is committed, for ever.
type Watermark struct {
	KnownAt time.Time
	Facts   int // how many facts were visible then; negative: nobody counted
}

// Watermark waits for the changes that are under way, and returns a time after them. It records nothing, and so leaves no receipt.
func (s *Store) Watermark(ctx context.Context) (w Watermark, err error) {
	w.KnownAt, w.Facts, err = s.Standing(ctx)
	return w, err
}

// Snapshot reads the company as it was known at a watermark, or at any earlier time.
//
// Errors: Invalid when no plan version was known then; Internal when fewer or more facts come back than were recorded.
func (s *Store) Snapshot(ctx context.Context, at Watermark) (*Snapshot, error) {
	raw, err := s.readRaw(ctx, at.KnownAt)
	if err != nil {
		return nil, err
	}
	if rows := raw.rows(); at.Facts >= 0 && rows != at.Facts {
		return nil, &fault.Error{Kind: fault.Internal, Op: "snapshot", Msg: fmt.Sprintf(
			"%d facts were read, but %d are recorded: the database is damaged, restore it from a backup", rows, at.Facts)}
	}
	return raw.assemble(at.KnownAt)
}

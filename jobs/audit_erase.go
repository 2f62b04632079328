package jobs

import (
	"context"
	"strings"
	"time"

	"upline/commission"
	"upline/graph"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// Erase erases what audit entries say of a person, and says of how many. Ground is the law by which, and the request's number. Of a
// partner nothing is erased as long as the law wants the contract's papers kept, unless somebody answers for it by despite.
//
// Errors: Invalid when person or ground are not said; Conflict when the law says keep, until when and by what; NotFound when there is
// no such partner.
func (a *Audit) Erase(ctx context.Context, person, ground string, despite bool, by graph.By) (entries int, err error) {
	ctx, lease, err := a.Graph.Lease(ctx, auditLease, "upline audit erase")
	if err != nil {
		return 0, err
	}
	defer lease.Release()
	if partner, is := strings.CutPrefix(person, "partner:"); is && !despite {
		if err := a.refuseKept(ctx, partner); err != nil {
			return 0, err
		}
	}
	return a.Graph.Erase(ctx, person, ground, by.Recorded())
}

// refuseKept refuses a partner whose contract runs, or has ended too short a time ago.
func (a *Audit) refuseKept(ctx context.Context, partner string) error {
	history, err := a.Graph.History(ctx, partner, graph.View{Within: graph.Everybody, KnownAt: graph.Latest}, false)
	if err != nil {
		return err
	}
	ended := period.Forever
	if n := len(history.Statuses); n > 0 {
		if last := history.Statuses[n-1]; last.Value == commission.Terminated.String() && last.To == period.Forever {
			ended = last.From
		}
	}
	today, err := period.ParseDay(time.Now().Format(time.DateOnly))
	if err != nil {
		return err
	}
	for _, kept := range joining.Retention(joining.Fate{State: joining.Ended, Ended: ended, Accepted: period.Forever}) {
		switch {
		case kept.Data != joining.DataContract || kept.Until <= today:
		case kept.Until == period.Forever:
			return fault.Conflictf("erase", "the contract of partner %s runs: what is kept of it is erased when it has ended and its term is over (%s)", partner, kept.Ground)
		default:
			return fault.Conflictf("erase", "what is kept of partner %s is erased from %v on (%s)", partner, kept.Until, kept.Ground)
		}
	}
	return nil
}

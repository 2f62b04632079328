package registrations

import (
	"context"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Approve registers somebody whose application was held back: it is another person, or a new contract.
//
// Errors: NotFound when there is no such registration; Conflict when it is not accepted, or not held back.
func (s *Store) Approve(ctx context.Context, id string, by graph.By) (*Accepted, error) {
	if err := s.seeID(ctx, id, by.Within); err != nil {
		return nil, err
	}
	return s.register(ctx, id, by, func(_ *chronicle.Change, a *application) error {
		if a.State != joining.Accepted {
			return fault.Conflictf("registration", "registration %s is %s: only one whose contract is accepted can be approved", id, a.State)
		}
		return nil
	})
}

// Refuse ends an application by the company, for the reason that by gives. Nothing of it is kept but what joining.Retention says.
//
// Errors: NotFound when there is no such registration; Invalid without a reason; Conflict when there is a partner already.
func (s *Store) Refuse(ctx context.Context, id string, by graph.By) error {
	if err := s.seeID(ctx, id, by.Within); err != nil {
		return err
	}
	return s.step(ctx, "refuse application", id, unexplained(by), func(c *chronicle.Change, a *application) (bool, error) {
		if !a.confirmed() {
			return false, fault.NotFoundf("registration", "there is no registration %s", id)
		}
		next, err := a.Refuse(by.Actor, by.Reason, s.now())
		if err != nil {
			return false, err
		}
		a.Process = next
		return false, s.forget(c, a)
	})
}

package registrations

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// ContractEnd is how and when a partner's contract ends.
type ContractEnd struct {
	Partner string
	joining.End
	Applied bool // the trees are changed; else they are on the day
}

// End records the end of a partner's contract, by a withdrawal that was sent, or a termination that arrived, on a day. What it does to the
// trees is recorded with it, in one transaction; of a notice, on the first day without the contract, as joining plans it from what is
// known then. A statement of withdrawal that is seen to by it is closed with it; empty: there is none.
//
// Errors: NotFound when there is no such partner or statement; Conflict when a withdrawal comes too late, or the contract has ended already; Invalid
// before the contract.
func (s *Store) End(ctx context.Context, partner string, kind joining.EndKind, on period.Day, statement string, by graph.By) (*ContractEnd, error) {
	if err := s.company.May(ctx, by, partner); err != nil {
		return nil, err
	}
	contract, err := s.contractOf(ctx, partner)
	if err != nil {
		return nil, err
	}
	if on > s.today() {
		return nil, fault.Invalidf("end", "%v is to come: give the day on which it was sent or arrived", on)
	}
	end, err := endOf(contract, kind, on, s.free)
	if err != nil {
		return nil, err
	}
	if statement == "" {
		return s.end(ctx, partner, end, by, joining.Origin{}, nil)
	}
	if err := s.seeStatement(ctx, statement, by.Within); err != nil {
		return nil, err
	}
	return s.end(ctx, partner, end, by, joining.Origin{}, func(c *chronicle.Change) error { return s.closeIn(c, statement, partner, by) })
}

func endOf(contract joining.Contract, kind joining.EndKind, on period.Day, free joining.FreeDays) (joining.End, error) {
	switch kind {
	case joining.EndWithdrawal:
		return contract.Withdraw(on, free)
	case joining.EndOrdinary:
		return contract.Terminate(on)
	default:
		return contract.TerminateAtOnce(on)
	}
}

// end records the end of a contract now, or for its day. with records what goes with it; nil: nothing.
func (s *Store) end(ctx context.Context, partner string, end joining.End, by graph.By, from joining.Origin, with func(c *chronicle.Change) error) (*ContractEnd, error) {
	if err := s.refuseEnded(s.reads(ctx), partner, end); err != nil {
		return nil, err
	}
	if end.From <= s.today() {
		return &ContractEnd{partner, end, true}, s.leave(ctx, partner, end, by, from, with)
	}
	locks := []chronicle.Lock{{Kind: partnerLock, IDs: []string{partner}}}
	_, err := s.Change(ctx, "end contract", by.Recorded(), locks, func(c *chronicle.Change) error {
		if err := s.refuseEnded(c.Run, partner, end); err != nil {
			return err
		}
		if err := s.writeEnd(c, partner, end, s.startOf(end.From), by); err != nil {
			return err
		}
		if err := s.endProcess(c, partner, end, by, from); err != nil || with == nil {
			return err
		}
		return with(c)
	})
	return &ContractEnd{partner, end, false}, err
}

// leave carries the end of a contract out: the trees, the process and the end itself are recorded in one transaction.
func (s *Store) leave(ctx context.Context, partner string, end joining.End, by graph.By, from joining.Origin, with func(c *chronicle.Change) error) error {
	_, err := s.company.Leave(ctx, partner, end, by, func(c *chronicle.Change) error {
		if err := s.refuseEnded(c.Run, partner, end); err != nil {
			return err
		}
		if err := s.writeEnd(c, partner, end, nil, by); err != nil {
			return err
		}
		if err := s.endProcess(c, partner, end, by, from); err != nil || with == nil {
			return err
		}
		return with(c)
	})
	return err
}

// refuseEnded refuses to end a contract that has ended, or ends no later.
func (s *Store) refuseEnded(run runs, partner string, end joining.End) error {
	return run(cypher.ContractEndFind, map[string]any{"partner": partner}, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		applied, _ := c["applied"].(bool)
		before := joining.End{Kind: joining.EndKind(c.Text("kind")), From: chronicle.Day(c["from"])}
		if applied || before != end && before.From <= end.From {
			return fault.Conflictf("end", "the contract of partner %s ends by %s already, the first day without it is %v", partner, before.Kind, before.From)
		}
		return nil
	})
}

func (s *Store) writeEnd(c *chronicle.Change, partner string, end joining.End, due any, by graph.By) error {
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	c.About("ContractEnd", partner, subjectOf(partner), nil, struct {
		Kind joining.EndKind
		From period.Day
	}{end.Kind, end.From})
	return c.Run(cypher.ContractEndWrite, map[string]any{
		"partner": partner, "seq": seq, "kind": string(end.Kind), "from": chronicle.Date(end.From), "due": due, "actor": by.Actor, "reason": by.Reason,
		"recorded": c.Recorded,
	}, nil)
}

// endProcess records the end of a contract with the application that it came from, if there is one.
func (s *Store) endProcess(c *chronicle.Change, partner string, end joining.End, by graph.By, from joining.Origin) (err error) {
	var found *application
	if err := c.Run(cypher.ApplicationOfPartner, map[string]any{"partner": partner}, s.take(&found)); err != nil || found == nil {
		return err
	}
	a, err := s.taken(c, found.ID)
	if err != nil {
		return err
	}
	seen := a.Version
	if a.Process, err = a.End(end, by.Actor, from, s.now()); err != nil {
		return err
	}
	a.endedOn = end.From
	return s.write(c, a, seen)
}

// contractOf is what the terms of a partner's contract are counted from. Of who did not join online, the day of joining is that of the
// contract, and nobody was instructed by us.
func (s *Store) contractOf(ctx context.Context, partner string) (joining.Contract, error) {
	p, err := s.company.Partner(ctx, partner, s.view())
	if err != nil {
		return joining.Contract{}, err
	}
	contract := joining.Contract{Concluded: p.Joined, Instructed: period.Forever}
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err != nil || a == nil {
		return contract, err
	}
	contract.Concluded = s.dayOf(a.at(joining.EventRegistered))
	for _, event := range a.Events {
		if event.Mail != nil && event.Mail.Template == joining.MailWelcome {
			contract.Instructed = s.dayOf(event.At)
		}
	}
	return contract, nil
}

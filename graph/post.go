package graph

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Statement is what a run states of a partner's account, in the smallest unit (plan-language §8).
type Statement struct {
	Partner                                                                  string
	Opening, Earnings, Reversals, Reserve, Release, Balance, Payout, Closing int64
}

// CareerChange is a career rank that a run found to be another one than before.
type CareerChange struct {
	Partner, Rank, Former string
}

// Posting writes what a run states, while nobody sees it, and then posts the run in one small transaction. A repetition
// after a crash begins anew; a process that was thought dead and wakes up late can write nothing more.
type Posting struct {
	store *Store
	run   *Run
	by    By
	token int64

	group      *errgroup.Group
	ctx        context.Context
	statements []Statement // not yet sent
	careers    []CareerChange
	stated     int // how many careers were told
}

// BeginPosting takes a run over, and takes out what an earlier attempt has written. The lease of its period must be held.
//
// Errors: NotFound; Conflict when the run is not approved.
func (s *Store) BeginPosting(ctx context.Context, id string, by By) (*Posting, error) {
	run, err := s.Run(ctx, id, Everybody)
	if err != nil {
		return nil, err
	}
	if run.State != Approved {
		return nil, fault.Conflictf("post", "run %s is %s, and must be approved to be posted", id, run.State)
	}
	p := &Posting{store: s, run: run, by: by}
	p.group, p.ctx = errgroup.WithContext(ctx)
	p.group.SetLimit(batchSessions)
	// While the clock stands, no batch of an earlier attempt is under way; later ones see the new token.
	_, err = s.stopped(ctx, "take run", by, func(c *change) error {
		c.aboutRun(id, run.State, run.State)
		return c.Run(cypher.RunToken, map[string]any{"id": id}, func(record *neo4j.Record) error {
			p.token = record.Values[0].(int64)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return p, s.sweep(ctx, run, by, p.check)
}

// sweepRows is how many are taken out in one transaction.
const sweepRows = 20000

// sweep takes out what a run that is not posted has written, as long as check says that one may.
func (s *Store) sweep(ctx context.Context, run *Run, by By, check func(c *change) error) error {
	for _, query := range []string{cypher.StatementsDrop, cypher.StandingsDrop} {
		for dropped := sweepRows; dropped == sweepRows; {
			_, err := s.change(ctx, "sweep run", by, noLocks, func(c *change) error {
				if err := check(c); err != nil {
					return err
				}
				err := c.Run(query, map[string]any{"run": run.No, "limit": sweepRows}, func(record *neo4j.Record) error {
					dropped = int(record.Values[0].(int64))
					return nil
				})
				c.AboutMany(runKind, run.ID, dropped)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// send writes rows in a transaction of its own, as long as nobody else has taken the run over. Several are written at the
// same time; the error comes with Post.
func (p *Posting) send(operation string, write func(c *change) error) {
	p.group.Go(func() error {
		_, err := p.store.change(p.ctx, operation, p.by, noLocks, func(c *change) error {
			if err := p.check(c); err != nil {
				return err
			}
			return write(c)
		})
		return err
	})
}

// check refuses to write for a run that somebody else has taken over.
func (p *Posting) check(c *change) error {
	return c.Run(cypher.RunCheck, map[string]any{"id": p.run.ID}, func(record *neo4j.Record) error {
		if record.Values[0].(int64) != p.token || record.Values[1].(string) != string(Approved) {
			return fault.Conflictf("post", "somebody else has taken over run %s", p.run.ID)
		}
		return nil
	})
}

// State writes a statement. It waits while enough is being written.
func (p *Posting) State(statement Statement) {
	if p.statements = append(p.statements, statement); len(p.statements) == batchRows {
		p.flush()
	}
}

// Promote writes a career rank that changed. It holds from the first day of the period on.
func (p *Posting) Promote(career CareerChange) {
	p.stated++
	if p.careers = append(p.careers, career); len(p.careers) == batchRows {
		p.flush()
	}
}

// flush sends what is collected.
func (p *Posting) flush() {
	if rows := p.statements; len(rows) > 0 {
		p.statements = nil
		p.send("post statements", func(c *change) error { return p.writeStatements(c, rows) })
	}
	if rows := p.careers; len(rows) > 0 {
		p.careers = nil
		p.send("post careers", func(c *change) error { return p.writeCareers(c, rows) })
	}
}

func (p *Posting) writeStatements(c *change, statements []Statement) error {
	c.AboutMany(runKind, p.run.ID, len(statements))
	rows := make([]any, len(statements))
	for i := range statements {
		st := &statements[i]
		rows[i] = []any{
			st.Partner, st.Opening, st.Earnings, st.Reversals, st.Reserve, st.Release, st.Balance, st.Payout, st.Closing,
		}
	}
	return c.Expect(len(rows), cypher.StatementsCreate, map[string]any{
		"run": p.run.No, "period": p.run.Period.String(), "currency": p.run.Currency, "rows": rows,
	}, 0)
}

func (p *Posting) writeCareers(c *change, careers []CareerChange) error {
	c.AboutMany(runKind, p.run.ID, len(careers))
	rows := make([]any, len(careers))
	for i, career := range careers {
		rows[i] = []any{career.Partner, career.Rank, career.Former}
	}
	params := c.Rows(rows)
	params["run"], params["from"], params["to"] = p.run.No, chronicle.Date(p.run.Period.Start()), chronicle.Date(period.Forever)
	return c.Expect(len(rows), cypher.StandingsCreate, params, 0)
}

// Post makes the run hold, if everything that it states is there. Reversal runs of its period are taken up. Jobs may follow:
// they are written in the same transaction.
//
// Errors: Conflict when somebody else has taken the run over, or has posted another run of the period.
func (p *Posting) Post(ctx context.Context, then ...NewJob) error {
	p.flush()
	if err := p.group.Wait(); err != nil {
		return err
	}
	return p.store.changeRun(ctx, "post run", p.run.ID, p.by, []RunState{Approved}, func(c *change, r *Run) error {
		if err := p.check(c); err != nil {
			return err
		}
		c.aboutRun(r.ID, r.State, Posted)
		for _, job := range then {
			if err := c.addJob(job, p.by); err != nil {
				return err
			}
		}
		if r.Kind == Reversal {
			return c.Run(cypher.RunPostedReversal, map[string]any{"id": r.ID, "actor": p.by.Actor, "at": c.Recorded}, nil)
		}
		if err := p.complete(c, r); err != nil {
			return err
		}
		runs, err := c.runs()
		if err != nil {
			return err
		}
		absorbed := []string{}
		for _, other := range runs {
			if other.Kind == Reversal && other.Period == r.Period && other.State == Posted {
				absorbed = append(absorbed, other.ID)
			}
		}
		return c.Run(cypher.RunPosted, map[string]any{
			"id": r.ID, "postedKey": r.Period.String(), "actor": p.by.Actor, "at": c.Recorded, "absorbed": absorbed,
			"careers": p.stated,
		}, nil)
	})
}

// complete compares what is recorded with what the run came to.
func (p *Posting) complete(c *change, r *Run) error {
	var statements, payout, careers int64
	err := c.Run(cypher.StatementsCount, map[string]any{"run": r.No}, func(record *neo4j.Record) error {
		statements, payout = record.Values[0].(int64), record.Values[1].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	err = c.Run(cypher.StandingsCount, map[string]any{"run": r.No}, func(record *neo4j.Record) error {
		careers = record.Values[0].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	if int(statements) != r.Statements || payout != r.Payout || int(careers) != p.stated {
		return fault.Internalf("post", "run %s: %s are recorded, but the run came to %s: post it again", r.ID,
			summed(int(statements), payout, int(careers)), summed(r.Statements, r.Payout, p.stated))
	}
	return nil
}

func summed(statements int, payout int64, careers int) string {
	return fmt.Sprintf("%d statements that pay out %d, and %d changed careers", statements, payout, careers)
}

package graph

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Import is a bundle on its way into the graph. It is sound by itself: internal/bundle has checked it.
type Import struct {
	Facts   *commission.Facts
	Plans   []PlanVersion // in the order of Facts.Plans
	Listed  [][]bool      // by TreeNo, by partner: whether the placement was listed, or made automatically
	Reasons []string      // why career ranks were overridden: for each of Facts.Overrides.Spans
	Digest  string        // of all that the bundle says
	// Correct records what the bundle says otherwise than the graph as corrections; without it, an import that
	// contradicts the graph is refused.
	Correct bool
	// Progress, if given, is told how many of how many facts are written.
	Progress func(done, of int)
}

// Imported counts what an import recorded.
type Imported struct {
	Partners, Sponsorships, Placements, Statuses, Careers, Orders, Payments, Cancellations, Plans int
	Corrected                                                                                     int
}

// Import records what the graph does not know yet of a bundle: a second import of the same changes nothing. It is written
// in batches; when the process dies in the middle, a repetition finishes it, and until then nothing can be settled.
//
// Errors: Invalid when a name is too long; Conflict when the bundle contradicts the graph, with up to 50 contradictions; when another
// import is under way
// or did not finish; when an order that a run has settled would change.
func (s *Store) Import(ctx context.Context, in *Import, by By) (Imported, error) {
	for i := range in.Facts.Partners {
		if err := checkName(in.Facts.Partners[i].ID, in.Facts.Partners[i].Name); err != nil {
			return Imported{}, err
		}
	}
	ctx, lease, err := s.Lease(ctx, "import", by.Actor)
	if err != nil {
		return Imported{}, err
	}
	defer lease.Release()
	bulk, err := s.beginImport(ctx, in, by)
	if err != nil {
		return Imported{}, err
	}
	if bulk {
		ctx = chronicle.InBulk(ctx)
		if err := s.dropBuilt(ctx); err != nil {
			return Imported{}, err
		}
	}
	d, err := s.difference(ctx, in)
	if err != nil {
		return Imported{}, err
	}
	if err := d.refuse(); err != nil {
		if finishErr := s.finishImport(ctx, in, by); finishErr != nil {
			return Imported{}, finishErr
		}
		return Imported{}, err
	}
	w := &importWriter{store: s, ctx: ctx, by: by, in: in, difference: d}
	if err := w.write(); err != nil {
		return Imported{}, err
	}
	return d.counts(), s.finishImport(ctx, in, by)
}

// beginImport marks the graph as unfinished. A large import into an empty graph is one in bulk.
func (s *Store) beginImport(ctx context.Context, in *Import, by By) (bulk bool, err error) {
	large := len(in.Facts.Partners)+len(in.Facts.Orders) >= s.bulkFrom
	_, err = s.stopped(ctx, "import begin", by, func(c *change) error {
		c.About(importKind, in.Digest, "", nil, nil)
		params := map[string]any{"digest": in.Digest, "began": c.Recorded, "actor": by.Actor, "bulk": large && c.Facts == 0}
		return c.Run(cypher.ImportBegin, params, func(record *neo4j.Record) error {
			if record.Values[0] != in.Digest && !in.Correct {
				return fault.Conflictf("import", "another import did not finish: repeat that one first, or record this bundle's facts as corrections with --correct")
			}
			bulk = record.Values[1].(bool)
			return nil
		})
	})
	return bulk, err
}

// finishImport marks the graph as whole again.
func (s *Store) finishImport(ctx context.Context, in *Import, by By) error {
	if chronicle.BulkOf(ctx) {
		if err := s.build(ctx); err != nil {
			return err
		}
	}
	_, err := s.change(ctx, "import finish", by, noLocks, func(c *change) error {
		c.About(importKind, in.Digest, "", nil, nil)
		return c.Run(cypher.ImportFinish, map[string]any{"finished": c.Recorded}, nil)
	})
	return err
}

// difference is what a bundle says that the graph does not.
type difference struct {
	in     *Import
	store  *Snapshot  // nil: the graph is empty
	placed [][][]span // by tree that places automatically, by partner; nil: as the bundle says

	seqs      []int64 // of the bundle's partners; -1: new
	orderSeqs []int64

	newPartners, changedPartners   []commission.PartnerNo
	sponsors, statuses, careers    []commission.PartnerNo // whose spans are new
	overrides                      []commission.PartnerNo
	placements                     [][]commission.PartnerNo
	newOrders, paidOrders, changed []commission.OrderNo
	newCancellations               []int // positions
	changedCancellations           []int
	newPlans, changedPlans         []int
	changedSpans                   []spanChange

	contradictions []string
}

// spanChange is a partner whose spans of a kind differ from the graph's.
type spanChange struct {
	kind    *spanKind
	partner commission.PartnerNo
	tree    commission.TreeNo
}

// contradict notes what the graph says otherwise.
func (d *difference) contradict(format string, args ...any) {
	if len(d.contradictions) < contradictionsMax {
		d.contradictions = append(d.contradictions, fmt.Sprintf(format, args...))
	}
}

const contradictionsMax = 50

// refuse returns the contradictions as an error, unless they are to be recorded as corrections.
func (d *difference) refuse() error {
	if len(d.contradictions) == 0 || d.in.Correct {
		return nil
	}
	text := "the bundle contradicts the graph (--correct records what it says as corrections):"
	for _, c := range d.contradictions {
		text += "\n  " + c
	}
	return fault.Conflictf("import", "%s", text)
}

func (d *difference) counts() Imported {
	n := Imported{
		Partners: len(d.newPartners), Orders: len(d.newOrders), Payments: len(d.paidOrders), Cancellations: len(d.newCancellations),
		Plans: len(d.newPlans), Sponsorships: len(d.sponsors), Statuses: len(d.statuses), Careers: len(d.careers) + len(d.overrides),
		Corrected: len(d.changedPartners) + len(d.changedSpans) + len(d.changed) + len(d.changedCancellations) + len(d.changedPlans),
	}
	for _, list := range d.placements {
		n.Placements += len(list)
	}
	return n
}

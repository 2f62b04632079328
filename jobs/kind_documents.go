package jobs

import (
	"context"
	"fmt"

	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
)

// documentsArgs name a run whose statements and credit notes are written; of a part, from which partner through which.
type documentsArgs struct {
	Run   string `json:"run"`
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
}

// WriteDocuments is the job that has the documents of a posted run written: it makes a job for every part of the partners. Whoever has
// stopped some asks again: what is there already is not written again.
func WriteDocuments(run string) graph.NewJob {
	return newJob("documents", run, documentsArgs{Run: run})
}

// partnersPerPart is how many partners one job writes documents for. A part reads all lines of the run, so it must not be small.
const partnersPerPart = 5000

// doDocuments cuts the partners of a run into parts.
func doDocuments(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[documentsArgs](j)
	if err != nil {
		return nil, err
	}
	run, err := w.writable(ctx, args.Run)
	if err != nil {
		return nil, err
	}
	var parts []documentsArgs
	count := 0
	err = readEvidence(ctx, s.Archive, run, evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
		if count%partnersPerPart == 0 {
			parts = append(parts, documentsArgs{Run: run.ID, First: row.Partner})
		}
		parts[len(parts)-1].Last = row.Partner
		count++
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		subject := fmt.Sprintf("%s, part %d of %d", run.ID, i+1, len(parts))
		job := graph.NewJob{ID: partID(j.ID, i+1), Kind: "documents_part", Queue: bulk, Subject: subject, Args: part}
		if _, err := s.Graph.AddJob(ctx, job, j.By()); err != nil {
			return nil, err
		}
		s.progress("handing out", i+1, len(parts))
	}
	return handedOut{len(parts), count}, nil
}

// handedOut is what a job that hands parts out comes to.
type handedOut struct {
	Parts    int `json:"parts"`
	Partners int `json:"partners"`
}

// partID is the id of a part, from 1, of a job.
func partID(job string, part int) string { return fmt.Sprintf("%s-%d", job, part) }

// doDocumentsPart writes the documents of some partners.
func doDocumentsPart(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[documentsArgs](j)
	if err != nil {
		return nil, err
	}
	run, err := w.writable(ctx, args.Run)
	if err != nil {
		return nil, err
	}
	return (&writing{Desk: w.Desk, Settlement: s, run: run, first: args.First, last: args.Last, by: j.By()}).do(ctx)
}

// writable returns a run whose documents can be written.
func (w *Worker) writable(ctx context.Context, id string) (*graph.Run, error) {
	run, err := w.Graph.Run(ctx, id, graph.Everybody)
	if err == nil {
		err = w.Desk.Writes(run)
	}
	return run, err
}

// Writes says whether documents of a run can be written.
//
// Errors: Invalid where there is no letterhead; Conflict when the run is no settlement that is posted.
func (d *Desk) Writes(run *graph.Run) error {
	if _, err := d.head(); err != nil {
		return err
	}
	if run.State != graph.Posted || run.Kind != graph.Settlement {
		return fault.Conflictf("documents", "run %s is a %s that is %s: documents are written of settlements that are posted", run.ID, run.Kind, run.State)
	}
	return nil
}

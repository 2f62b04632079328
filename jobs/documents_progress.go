package jobs

import (
	"context"
	"encoding/json"
	"math"

	"upline/graph"
	"upline/internal/fault"
)

// RunDocuments is how far the documents of a run are that were asked for last.
type RunDocuments struct {
	Job         *graph.Job // that handed the parts out
	Parts       int        // that are handed out
	Done        int        // parts that are
	Failed      int        // parts for which somebody has to ask again
	Cancelled   int
	InAll       int // partners; 0: not all parts are handed out
	WrittenFor  int // partners whose documents are there, of the parts that are done and under way
	Written         // of the parts that are done
	FirstFailed *graph.Job
}

// State says in a word how far they are: running, done, failed or stopped.
func (d *RunDocuments) State() string {
	switch {
	case d.Job.State == graph.Queued || d.Job.State == graph.Running || d.Done+d.Failed+d.Cancelled < d.Parts:
		return "running"
	case d.Job.State == graph.Failed || d.Failed > 0:
		return "failed"
	case d.Job.State == graph.Cancelled || d.Cancelled > 0:
		return "stopped"
	}
	return "done"
}

// Why says why they have failed; empty: they have not.
func (d *RunDocuments) Why() string {
	if d.FirstFailed != nil {
		return d.FirstFailed.Error
	}
	return d.Job.Error
}

// DocumentsOf says how far the documents of a run are, all problems included.
//
// Errors: NotFound when nobody has asked for them.
func (s *Settlement) DocumentsOf(ctx context.Context, run string) (*RunDocuments, error) {
	jobs, err := s.Graph.JobsBefore(ctx, graph.JobFilter{Kind: "documents", Subject: run}, "", 1)
	if err == nil && len(jobs) == 0 {
		err = fault.NotFoundf("documents", "nobody has asked for the documents of run %s yet", run)
	}
	if err != nil {
		return nil, err
	}
	d := &RunDocuments{Job: jobs[0], Written: Written{Problems: []Problem{}}}
	return d, s.eachPart(ctx, d.Job, func(handed handedOut, part *graph.Job) error {
		d.Parts, d.InAll = d.Parts+1, handed.Partners
		return d.add(part)
	})
}

// eachPart passes the parts that a job has handed out.
func (s *Settlement) eachPart(ctx context.Context, j *graph.Job, each func(handed handedOut, part *graph.Job) error) error {
	handed := handedOut{Parts: math.MaxInt} // it is still at it, or was stopped
	if j.State == graph.Done {
		if err := json.Unmarshal(j.Result, &handed); err != nil {
			return fault.Internalf("documents", "the result of job %s cannot be read: %v", j.ID, err)
		}
	}
	for part := 1; part <= handed.Parts; part++ {
		one, err := s.Graph.Job(ctx, partID(j.ID, part))
		if fault.KindOf(err) == fault.NotFound && err != nil {
			return nil
		}
		if err == nil {
			err = each(handed, one)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// add counts a part.
func (d *RunDocuments) add(part *graph.Job) error {
	switch part.State {
	case graph.Done:
		d.Done++
	case graph.Failed:
		if d.Failed++; d.FirstFailed == nil {
			d.FirstFailed = part
		}
	case graph.Cancelled:
		d.Cancelled++
	case graph.Queued, graph.Running:
	}
	if part.State != graph.Done && part.Step == stepWriting {
		d.WrittenFor += part.Done
	}
	if len(part.Result) == 0 {
		return nil
	}
	var one Written
	if err := json.Unmarshal(part.Result, &one); err != nil {
		return fault.Internalf("documents", "the result of job %s cannot be read: %v", part.ID, err)
	}
	if part.State == graph.Done {
		d.WrittenFor += one.Partners
	}
	d.Statements += one.Statements
	d.CreditNotes += one.CreditNotes
	d.Certificates += one.Certificates
	d.There += one.There
	d.Problems = append(d.Problems, one.Problems...)
	return nil
}

// StopDocuments has the documents of a run written no further: parts that wait are taken back, and those under way end in some seconds.
// What is written stays, and whoever asks again goes on from there.
//
// Errors: NotFound when nobody has asked for them.
func (s *Settlement) StopDocuments(ctx context.Context, run string, by graph.By) error {
	d, err := s.DocumentsOf(ctx, run)
	if err != nil {
		return err
	}
	cancel := func(_ handedOut, j *graph.Job) error {
		if j.State != graph.Queued && j.State != graph.Running {
			return nil
		}
		_, err := s.Graph.CancelJob(ctx, j.ID, by)
		if fault.KindOf(err) == fault.Conflict && err != nil { // it has ended meanwhile
			return nil
		}
		return err
	}
	if err := cancel(handedOut{}, d.Job); err != nil {
		return err
	}
	return s.eachPart(ctx, d.Job, cancel)
}

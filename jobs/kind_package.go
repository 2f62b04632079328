package jobs

import (
	"context"
	"slices"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/fault"
)

// Package is the kind of job that packs documents that somebody has chosen. Its file is handed out to whoever asked for it, not as that
// of any job.
const Package = "package"

// PackageMax is how many documents are packed at most.
const PackageMax = 1000

// ReadDocuments is what it takes to have documents packed.
const ReadDocuments access.Permission = "documents:read"

// Selection says which documents are packed: those of some ids, or what a search finds, or else what a filter does.
type Selection struct {
	Documents []string   `json:"documents,omitempty"`
	Text      string     `json:"text,omitempty"`
	Filter    dms.Filter `json:"filter"`
}

type packageArgs struct {
	Selection
	User string `json:"user,omitempty"` // whose sight it is packed in; empty: an operator's, who sees everybody
}

// PackDocuments is the job that packs documents, as far as a user may see them when it is done; without a user, an operator.
func PackDocuments(of Selection, user string) graph.NewJob {
	return newJob(Package, "", packageArgs{of, user})
}

func doPackage(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[packageArgs](j)
	if err != nil {
		return nil, err
	}
	within := graph.Everybody
	if args.User != "" {
		if w.Sight == nil {
			return nil, fault.Internalf(Package, "this worker does not know what users may see")
		}
		if within, err = w.Sight(ctx, args.User, ReadDocuments); err != nil {
			return nil, err
		}
	}
	p := &packing{Settlement: s, desk: w.Desk, of: args.Selection, by: graph.By{Actor: j.CreatedBy, Reason: j.Reason, Within: within}}
	return s.zipped(ctx, j.ID, p.write)
}

// IsForWhoAsked says whether the file of a job is handed out to whoever asked for it alone, where that was asked for.
func IsForWhoAsked(j *graph.Job) bool { return slices.Contains(onlyForWhoAsked, j.Kind) }

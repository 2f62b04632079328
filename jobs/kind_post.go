package jobs

import (
	"context"

	"upline/graph"
)

// runArgs name a run.
type runArgs struct {
	Run string `json:"run"`
}

// Post is the job that makes an approved run hold.
func Post(run string) graph.NewJob { return newJob("post", run, runArgs{run}) }

func doPost(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[runArgs](j)
	if err != nil {
		return nil, err
	}
	run, err := s.Graph.Run(ctx, args.Run, graph.Everybody)
	if err == nil && run.State != graph.Posted {
		if err = s.Post(ctx, args.Run, j.By()); err == nil {
			run, err = s.Graph.Run(ctx, args.Run, graph.Everybody)
		}
	}
	if err != nil {
		return nil, err
	}
	return resultOf(run), nil
}

// posted are the jobs that follow when a run is posted: a mail, and the documents of a settlement, since partners wait for them (HGB
// § 87c (1): without delay).
func (w *Worker) posted(run *graph.Run) (then []graph.NewJob) {
	if w.Notify != "" {
		mail := Mail{To: w.Notify, Template: "posted", Values: map[string]string{"run": run.ID, "period": run.Period.String()}}
		then = append(then, mail.job("mail-posted-"+run.ID))
	}
	if run.Kind == graph.Settlement && w.Desk.writesItself() {
		job := WriteDocuments(run.ID)
		job.ID = "documents-" + run.ID
		then = append(then, job)
	}
	return then
}

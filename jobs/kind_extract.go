package jobs

import (
	"context"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/period"
)

// Extract is the kind of job that writes a Buchauszug. Its subject is the partner, such as partner:17.
const Extract = "extract"

// extractArgs say of whom, and of which span; without a language, it is that of the partner.
type extractArgs struct {
	Partner       string     `json:"partner"`
	From, Through period.Day `json:",omitempty"`
	Language      string     `json:"language,omitempty"`
}

// WriteExtract is the job that writes a Buchauszug for a partner (HGB § 87c), of all months that a span touches.
func WriteExtract(partner string, from, through period.Day, language string) graph.NewJob {
	return newJob(Extract, "partner:"+partner, extractArgs{partner, from, through, language})
}

// IsExtractOf says whether a job writes a Buchauszug for a partner.
func IsExtractOf(j *graph.Job, partner string) bool {
	return j.Kind == Extract && j.Subject == "partner:"+partner
}

func doExtract(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[extractArgs](j)
	if err != nil {
		return nil, err
	}
	head, err := w.Desk.head()
	if err == nil && args.Language != "" {
		_, err = head.Texts(args.Language)
	}
	if err != nil {
		return nil, err
	}
	return (&extracting{Desk: w.Desk, Settlement: s, args: args, job: j, written: []dms.NewDocument{}}).do(ctx)
}

package jobs

import (
	"context"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// AuditorExport is the kind of job that packs what a tax auditor takes away (GoBD, access Z3). Its file is handed out to whoever asked for
// it, not as that of any job.
const AuditorExport = "auditor_export"

// auditorArgs say of which days, whether the documents lie beside the tables, and whether what is known of persons may be in it.
type auditorArgs struct {
	From, Through period.Day `json:",omitempty"`
	Documents     bool       `json:"documents"`
	Personal      bool       `json:"personal"`
}

// ExportForAuditor is the job that packs the tables of a span for a tax auditor, with the documents beside them. With personal, partners
// have their address and tax data.
func ExportForAuditor(from, through period.Day, documents, personal bool) graph.NewJob {
	return newJob(AuditorExport, from.String()+" to "+through.String(), auditorArgs{from, through, documents, personal})
}

func doExportForAuditor(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[auditorArgs](j)
	if err != nil {
		return nil, err
	}
	if args.Through < args.From {
		return nil, fault.Invalidf(AuditorExport, "the export ends on %s, before it begins: name the first day and the last", args.Through)
	}
	a := &auditor{Settlement: s, desk: w.Desk, args: args, job: j}
	return s.zipped(ctx, j.ID, a.write)
}

// onlyForWhoAsked are the kinds of jobs whose file is handed out to whoever asked for it, and nobody else.
var onlyForWhoAsked = []string{AuditorExport, Package}

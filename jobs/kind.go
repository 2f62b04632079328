package jobs

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/uuid"

	"upline/graph"
	"upline/internal/fault"
)

// kind is a sort of job: how urgent it is, and what does it.
type kind struct {
	queue string
	// do does a job. It may be done again, after having been interrupted anywhere, and beside another one that is thought dead.
	do func(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (result any, err error)
}

// kinds are all sorts of jobs: a file for each. It is filled at the start, since handlers make jobs of other kinds.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"settle":                 {normal, doSettle},
		"reverse":                {normal, doReverse},
		"post":                   {urgent, doPost},
		"verify":                 {bulk, doVerify},
		"import":                 {normal, doImport},
		"import_orders":          {normal, doImportOrders},
		"export":                 {normal, doExport},
		"compare":                {normal, doCompare},
		"project":                {bulk, doProject},
		"mail":                   {urgent, doMail},
		"account_mail":           {urgent, doAccountMail},
		"backup":                 {urgent, doBackUp},
		"anchor":                 {urgent, doAnchor},
		"audit":                  {bulk, doAudit},
		"sweep":                  {bulk, doSweep},
		"registrations":          {normal, doSweepRegistrations},
		"documents":              {normal, doDocuments},
		"documents_part":         {bulk, doDocumentsPart},
		"contract_documents":     {normal, doContracts},
		"credit_note_correction": {normal, doCorrect},
		"read_document":          {normal, doRead},
		"orphans":                {bulk, doOrphans},
		Extract:                  {normal, doExtract},
		AuditorExport:            {bulk, doExportForAuditor},
		"procedures":             {normal, doKeepProcedures},
		Package:                  {normal, doPackage},
		"check_documents":        {bulk, doCheckDocuments},
		"keep_documents":         {bulk, doKeepDocuments},
		"abort_uploads":          {bulk, doAbortUploads},
		PersonalData:             {normal, doExportPerson},
		Erasure:                  {normal, doErase},
	}
}

// Kinds returns the names of all sorts of jobs, sorted: the contract lists them.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// newJob makes a job of a kind, with an id that nobody else has.
func newJob(name, subject string, args any) graph.NewJob {
	return graph.NewJob{ID: name + "-" + uuid.NewString(), Kind: name, Queue: kinds[name].queue, Subject: subject, Args: args}
}

// argsOf reads the arguments of a job.
//
// Errors: Invalid when they are of another release.
func argsOf[T any](j *graph.Job) (args T, err error) {
	if err := json.Unmarshal(j.Args, &args); err != nil {
		return args, &fault.Error{Kind: fault.Invalid, Op: j.Kind, Msg: "the arguments of job " + j.ID + " cannot be read", Err: err}
	}
	return args, nil
}

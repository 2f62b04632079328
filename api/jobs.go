package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/jobs"
)

// enqueue records a job, and hands it to the queue at once: if Redis is away, a worker will. A request that is repeated under its
// Idempotency-Key finds the same job.
func (r *Resources) enqueue(ctx context.Context, job graph.NewJob) (answer JobAnswerJSONResponse, err error) {
	if key := keyOf(ctx); key != "" {
		job.ID = job.Kind + "-" + uuid.NewSHA1(uuid.NameSpaceOID, []byte(key)).String()
	}
	j, err := r.Graph.AddJob(ctx, job, asking(ctx))
	if err != nil {
		return answer, err
	}
	_ = r.Queue.Hand(ctx, graph.DueJob{ID: j.ID, Queue: j.Queue, Attempt: j.Attempt + 1}) // the relay hands it over otherwise
	location := path("jobs", j.ID)
	return JobAnswerJSONResponse{Body: jobOf(j, SightOf(ctx).Fields()), Headers: JobAnswerResponseHeaders{Location: &location}}, nil
}

// jobOf is a job with those of its fields that are shown.
func jobOf(j *graph.Job, shown access.Fields) Job {
	out := Job{
		ID: j.ID, Kind: j.Kind, Queue: j.Queue, Subject: optional(j.Subject), State: string(j.State), CreatedBy: j.CreatedBy,
		CreatedAt: j.CreatedAt, DueAt: moment(j.DueAt), StartedAt: moment(j.StartedAt), ProgressAt: moment(j.ProgressAt),
		FinishedAt: moment(j.FinishedAt), Worker: optional(j.Worker), Attempt: j.Attempt, Step: optional(j.Step), Done: j.Done, Of: j.Of,
		Error: optional(j.Error), ErrorKind: optional(j.ErrorKind),
	}
	if len(j.Result) > 0 && shown.Shows("Job", "result") {
		out.Result = &j.Result
	}
	return out
}

var jobColumns = []Column[*graph.Job]{
	{"id", KindText, func(j **graph.Job) any { return (*j).ID }},
	{"kind", KindText, func(j **graph.Job) any { return (*j).Kind }},
	{"subject", KindText, func(j **graph.Job) any { return (*j).Subject }},
	{"state", KindText, func(j **graph.Job) any { return string((*j).State) }},
	{"created_by", KindText, func(j **graph.Job) any { return (*j).CreatedBy }},
	{"created_at", KindTime, func(j **graph.Job) any { return (*j).CreatedAt }},
	{"started_at", KindTime, func(j **graph.Job) any { return (*j).StartedAt }},
	{"finished_at", KindTime, func(j **graph.Job) any { return (*j).FinishedAt }},
	{"attempt", KindInteger, func(j **graph.Job) any { return (*j).Attempt }},
	{"error", KindText, func(j **graph.Job) any { return (*j).Error }},
}

// ListJobs answers GET /jobs.
func (r *Resources) ListJobs(ctx context.Context, q ListJobsRequestObject) (ListJobsResponseObject, error) {
	p := q.Params
	filter := graph.JobFilter{Kind: value(p.Kind), State: graph.JobState(value(p.State)), Subject: value(p.Subject)}
	list := func(ctx context.Context, s graph.Slice) ([]*graph.Job, string, error) {
		page, err := r.Graph.JobsBefore(ctx, filter, s.After, s.Limit)
		if err != nil || len(page) < s.Limit {
			return page, "", err
		}
		return page, page[len(page)-1].ID, nil
	}
	return answerList(ctx, r, "jobs", slice(nil, p.Limit, p.After), jobColumns, list,
		func(rows []*graph.Job, next string) ListJobsResponseObject {
			return ListJobs200JSONResponse{Items: mapped(rows, func(j **graph.Job) Job { return jobOf(*j, SightOf(ctx).Fields()) }), Next: optional(next)}
		})
}

// GetJob answers GET /jobs/{job}.
func (r *Resources) GetJob(ctx context.Context, q GetJobRequestObject) (GetJobResponseObject, error) {
	j, err := r.Graph.Job(ctx, q.Job)
	if err != nil {
		return nil, err
	}
	return GetJob200JSONResponse(jobOf(j, SightOf(ctx).Fields())), nil
}

// CancelJob answers POST /jobs/{job}/cancel.
func (r *Resources) CancelJob(ctx context.Context, q CancelJobRequestObject) (CancelJobResponseObject, error) {
	j, err := r.Graph.CancelJob(ctx, q.Job, asking(ctx))
	if err != nil {
		return nil, err
	}
	return CancelJob200JSONResponse(jobOf(j, SightOf(ctx).Fields())), nil
}

// RetryJob answers POST /jobs/{job}/retry.
func (r *Resources) RetryJob(ctx context.Context, q RetryJobRequestObject) (RetryJobResponseObject, error) {
	j, err := r.Graph.RetryJob(ctx, q.Job, asking(ctx))
	if err != nil {
		return nil, err
	}
	return RetryJob200JSONResponse(jobOf(j, SightOf(ctx).Fields())), nil
}

// ListSchedules answers GET /schedules.
func (r *Resources) ListSchedules(ctx context.Context, _ ListSchedulesRequestObject) (ListSchedulesResponseObject, error) {
	schedules, err := r.Graph.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	return ListSchedules200JSONResponse{Items: mapped(schedules, func(s *graph.Schedule) Schedule {
		return Schedule{Name: s.Name, Cron: s.Cron, Kind: s.Kind, Next: s.Next, Paused: s.Paused}
	})}, nil
}

// GetJobFile answers GET /jobs/{job}/file.
func (r *Resources) GetJobFile(ctx context.Context, q GetJobFileRequestObject) (GetJobFileResponseObject, error) {
	j, err := r.Graph.Job(ctx, q.Job)
	if err == nil && (j.Kind == jobs.PersonalData || jobs.IsForWhoAsked(j)) { // a person's file is handed out with the person alone
		err = fault.NotFoundf("file", "the job has made no file")
	}
	if err != nil {
		return nil, err
	}
	file, name, err := r.Settlement.FileOf(ctx, j)
	if err != nil {
		return nil, err
	}
	return GetJobFile200ApplicationZipResponse{
		Body: file, ContentLength: file.Size(), Headers: GetJobFile200ResponseHeaders{ContentDisposition: attached(name)},
	}, nil
}

// attached is how a file is handed out that a job has named, by its own id and an ending.
func attached(name string) *string {
	disposition := `attachment; filename="` + name + `"`
	return &disposition
}

// FollowJobs answers GET /job-events.
func (r *Resources) FollowJobs(ctx context.Context, _ FollowJobsRequestObject) (FollowJobsResponseObject, error) {
	return eventsAnswer(func() { r.Events.Serve(ctx.(*gin.Context)) }), nil
}

// eventsAnswer answers with events, for whichever operation has them.
type eventsAnswer func()

// VisitFollowJobsResponse answers GET /job-events.
func (serve eventsAnswer) VisitFollowJobsResponse(http.ResponseWriter) error { serve(); return nil }

// VisitFollowJobResponse answers GET /jobs/{job}/events.
func (serve eventsAnswer) VisitFollowJobResponse(http.ResponseWriter) error { serve(); return nil }

// FollowJob answers GET /jobs/{job}/events.
func (r *Resources) FollowJob(ctx context.Context, q FollowJobRequestObject) (FollowJobResponseObject, error) {
	if _, err := r.Graph.Job(ctx, q.Job); err != nil {
		return nil, err
	}
	return eventsAnswer(func() {
		r.Events.ServeOne(ctx.(*gin.Context), q.Job, func(ctx context.Context) (Event, error) {
			j, err := r.Graph.Job(ctx, q.Job)
			if err != nil {
				return Event{}, err
			}
			return eventOfJob(j, SightOf(ctx).Fields())
		})
	}), nil
}

// eventsLate is how much later than its time a change of a job may be seen: machines' clocks differ, and commits take a while.
const eventsLate = 2 * time.Second

// JobEvents tells what has changed of jobs: the source of the hub.
func JobEvents(store *graph.Store) Source {
	return func(ctx context.Context, since time.Time) (events []Event, next time.Time, err error) {
		next = time.Now().Add(-eventsLate)
		if since.IsZero() {
			since = time.Now().Add(-time.Hour)
		}
		changed, err := store.JobsChanged(ctx, since)
		for _, j := range changed {
			event, err := eventOfJob(j, access.Basic) // all who listen are told the same
			if err != nil {
				return nil, since, err
			}
			events = append(events, event)
		}
		return events, next, err
	}
}

func eventOfJob(j *graph.Job, shown access.Fields) (Event, error) {
	data, err := json.Marshal(jobOf(j, shown))
	return Event{Name: "job", ID: j.ID, Last: j.State != graph.Queued && j.State != graph.Running, Data: data}, err
}

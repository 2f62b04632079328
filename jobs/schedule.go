package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"upline/graph"
	"upline/internal/fault"
)

// Schedule is something that is to be done regularly.
type Schedule struct {
	Name string
	Cron string // five fields, such as "0 2 * * *", in the machine's time zone
	Job  graph.NewJob
}

// Schedules are those of a company: the journal of changes every minute, and at night what nobody waits for.
func Schedules(backupCron string) []Schedule {
	return []Schedule{
		{"journal", backupCron, BackUp(false)},
		{"verify", "30 2 * * *", VerifyLast()},
		{"anchor", "0 3 * * *", AnchorAudit()},
		{"audit", "30 3 * * *", VerifyAudit()},
		{"sweep", "0 4 * * *", Sweep()},
		{"orphans", "40 4 * * *", SweepOrphans()},
	}
}

// RegistrationSchedule does what is due with registrations, by a rule such as "*/5 * * * *".
func RegistrationSchedule(cron string) Schedule {
	return Schedule{"registrations", cron, SweepRegistrations()}
}

// KeepingSchedules look after documents at night: what is checked, by a rule such as "15 1 * * *", with at most so many bytes, so that each has
// its turn within so many days; what is kept for longer, or proposed for deletion; and what uploads have left behind.
func KeepingSchedules(checkCron string, bytes int64, days int) []Schedule {
	return []Schedule{
		{"check_documents", checkCron, CheckDocuments(bytes, days)},
		{"keep_documents", "45 1 * * *", KeepDocuments()},
		{"abort_uploads", "15 4 * * *", AbortUploads()},
	}
}

// scheduler writes the jobs of schedules when it is their time. Any number may run: a schedule moves on in the transaction that
// writes its job, and so fires once.
type scheduler struct {
	graph *graph.Store
	log   *slog.Logger
	who   graph.By
}

// scheduleEvery is how late a schedule may be.
const scheduleEvery = 5 * time.Second

// run puts the schedules down, and fires them until the context ends.
func (s *scheduler) run(ctx context.Context, schedules []Schedule) {
	put := false
	for ctx.Err() == nil {
		err := error(nil)
		if !put {
			err = s.put(ctx, schedules)
			put = err == nil
		}
		if err == nil {
			err = s.round(ctx, schedules)
		}
		if err != nil && ctx.Err() == nil {
			s.log.Warn("schedules are not looked after", "error", err)
		}
		pause(ctx, scheduleEvery)
	}
}

func (s *scheduler) put(ctx context.Context, schedules []Schedule) error {
	for _, schedule := range schedules {
		next, err := nextOf(schedule.Cron, time.Now())
		if err != nil {
			return err
		}
		args, err := json.Marshal(schedule.Job.Args)
		if err != nil {
			return fault.Internalf("schedule", "the arguments of %s cannot be written: %v", schedule.Name, err)
		}
		err = s.graph.PutSchedule(ctx, graph.Schedule{Name: schedule.Name, Cron: schedule.Cron, Kind: schedule.Job.Kind, Args: args, Next: next}, s.who)
		if err != nil {
			return err
		}
	}
	return nil
}

// round fires what is due. Times that went by while nobody was there fire once, not each.
func (s *scheduler) round(ctx context.Context, schedules []Schedule) error {
	kept, err := s.graph.Schedules(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	for _, k := range kept {
		for _, schedule := range schedules {
			if schedule.Name != k.Name || k.Next.After(now) {
				continue
			}
			next, err := nextOf(k.Cron, now)
			if err != nil {
				return err
			}
			job := schedule.Job
			job.ID = k.Name + "@" + k.Next.Format("2006-01-02T15:04:05Z")
			if _, err := s.graph.FireSchedule(ctx, k, next, job, s.who); err != nil {
				return err
			}
		}
	}
	return nil
}

// nextOf is the next time of a rule.
//
// Errors: Invalid when the rule cannot be understood.
func nextOf(rule string, after time.Time) (time.Time, error) {
	schedule, err := cron.ParseStandard(rule)
	if err != nil {
		return time.Time{}, &fault.Error{Kind: fault.Invalid, Op: "schedule", Msg: "the rule " + rule + " cannot be understood: write five fields, such as 0 2 * * *", Err: err}
	}
	return schedule.Next(after).UTC(), nil
}

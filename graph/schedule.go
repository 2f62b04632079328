package graph

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// Schedule is something that is done regularly.
type Schedule struct {
	Name   string
	Cron   string // such as "0 2 * * *", in the time zone of the workers
	Kind   string // of the jobs
	Args   json.RawMessage
	Next   time.Time
	Paused bool // it moves on, and nothing is done
}

// PutSchedule records a schedule. One that is there keeps its next time, unless its rule is another one now; one that is there already
// as it should be is not recorded again.
func (s *Store) PutSchedule(ctx context.Context, schedule Schedule, by By) error {
	kept, err := s.Schedules(ctx)
	if err != nil {
		return err
	}
	var was any
	for i := range kept {
		if kept[i].Name != schedule.Name {
			continue
		}
		if kept[i].told() == schedule.told() {
			return nil
		}
		was = kept[i].told()
	}
	_, err = s.change(chronicle.InBulk(ctx), "put schedule", by, noLocks, func(c *change) error {
		c.About(scheduleKind, schedule.Name, "", was, schedule.told())
		return c.Run(cypher.SchedulePut, map[string]any{
			"name": schedule.Name, "cron": schedule.Cron, "kind": schedule.Kind, "args": string(schedule.Args), "next": schedule.Next,
		}, nil)
	})
	return err
}

// toldSchedule is what an audit entry says of a schedule.
type toldSchedule struct{ Cron, Kind, Args string }

func (s *Schedule) told() toldSchedule { return toldSchedule{s.Cron, s.Kind, string(s.Args)} }

// Schedules returns the schedules, by name.
func (s *Store) Schedules(ctx context.Context) (list []Schedule, err error) {
	err = s.Read(ctx, cypher.SchedulesList, nil, func() { list = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		schedule := Schedule{Name: c.Text("name"), Cron: c.Text("cron"), Kind: c.Text("kind"), Args: json.RawMessage(c.Text("args")), Next: c.Time("next")}
		schedule.Paused, _ = c["paused"].(bool)
		list = append(list, schedule)
		return nil
	})
	return list, err
}

// FireSchedule writes the job of a schedule's time and moves the schedule on, in one transaction: whoever comes first does, and
// all others find it done. It leaves no audit entry: the schedule's own says what is done when, and what the job changes, its entries
// say. So a journal of changes that is written each minute is not a change to be written.
func (s *Store) FireSchedule(ctx context.Context, schedule Schedule, next time.Time, job NewJob, by By) (fired bool, err error) {
	err = s.plainly(ctx, func(c *change) error {
		fired = false
		paused := false
		params := map[string]any{"name": schedule.Name, "from": schedule.Next, "next": next}
		err := c.Run(cypher.ScheduleMove, params, func(record *neo4j.Record) error {
			fired, paused = true, record.Values[0].(bool)
			return nil
		})
		if err != nil || !fired || paused {
			return err
		}
		return c.addJob(job, by)
	})
	return fired && err == nil, err
}

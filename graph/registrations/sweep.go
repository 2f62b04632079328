package registrations

import (
	"context"
	"errors"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// sweptAtOnce is how many of what is due are looked at in one go.
const sweptAtOnce = 500

// Swept is what was done by itself.
type Swept struct {
	Expired int `json:"expired"` // applications that nobody went on with: all of them is deleted
	Placed  int `json:"placed"`  // partners whose sponsors did not choose
	Kept    int `json:"kept"`    // contracts of which less is kept now, or nothing
	Ended   int `json:"ended"`   // contracts whose last day has passed
	Dropped int `json:"dropped"` // what was kept for a while: hashes of links, times of mails, proofs of consents
}

// Sweep does what is due. It can be stopped anywhere, and done again. What fails does not keep the rest from being done; its errors
// come back together.
func (s *Store) Sweep(ctx context.Context) (done Swept, err error) {
	now := s.now()
	for more := true; more; {
		due, readErr := s.allDue(ctx, now)
		if readErr != nil {
			return done, readErr
		}
		for _, id := range due {
			err = errors.Join(err, s.sweep(ctx, id, now, &done))
		}
		more = len(due) == sweptAtOnce && err == nil
	}
	ended, endErr := s.carryOutEnds(ctx, now)
	if done.Ended = ended; err != nil || endErr != nil {
		return done, errors.Join(err, endErr)
	}
	for dropped := 1; dropped > 0; done.Dropped += dropped {
		params := map[string]any{"today": chronicle.Date(s.dayOf(now)), "now": now}
		err = s.Single(ctx, cypher.RegistrationsSweep, params, func(record *neo4j.Record) error {
			dropped = int(record.Values[0].(int64))
			return nil
		})
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// allDue returns the ids of applications that are due.
func (s *Store) allDue(ctx context.Context, now time.Time) (ids []string, err error) {
	err = s.Read(ctx, cypher.ApplicationsDue, map[string]any{"now": now, "limit": sweptAtOnce}, func() { ids = nil }, func(record *neo4j.Record) error {
		ids = append(ids, record.Values[0].(string))
		return nil
	})
	return ids, err
}

// sweep does what is due with an application. One that is gone by now, or has gone on, is none of its business.
func (s *Store) sweep(ctx context.Context, id string, now time.Time, done *Swept) error {
	a, err := s.find(ctx, cypher.ApplicationFind, map[string]any{"id": id})
	if err != nil || a == nil {
		return err
	}
	due, at := a.Due(s.config.Zone)
	switch {
	case due != joining.DueNothing && at.After(now):
		return nil
	case due == joining.DuePlace:
		err = counted(&done.Placed, s.place(ctx, a, nil, bySweep))
	case due == joining.DueExpire:
		err = counted(&done.Expired, s.expire(ctx, id, now))
	default:
		err = counted(&done.Kept, s.keepLess(ctx, a))
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.NotFound || kind == fault.Stale) {
		return nil
	}
	return err
}

// keepLess deletes of an application that became a contract what is kept no longer. With the contract goes what audit entries say of the
// person, before it: whoever is stopped in between begins again.
func (s *Store) keepLess(ctx context.Context, a *application) error {
	for _, kept := range joining.Retention(s.fate(a)) {
		if kept.Data != joining.DataContract || kept.Until > s.today() {
			continue
		}
		held, lease, err := s.Lease(ctx, graph.AuditLease, "registrations")
		if err != nil {
			return err
		}
		defer lease.Release()
		if _, err := s.Erase(held, subjectOf(a.Partner), kept.Ground, bySweep.Recorded()); err != nil {
			return err
		}
	}
	return s.step(ctx, "keep less", a.ID, bySweep.Recorded(), s.retain)
}

// counted counts what has succeeded.
func counted(count *int, err error) error {
	if err == nil {
		*count++
	}
	return err
}

// expire ends an application that nobody went on with, and forgets it.
func (s *Store) expire(ctx context.Context, id string, now time.Time) error {
	return s.step(ctx, "expire application", id, bySweep.Recorded(), func(c *chronicle.Change, a *application) (bool, error) {
		next, err := a.Expire(now)
		if fault.KindOf(err) == fault.Conflict && err != nil {
			return false, nil // it went on meanwhile
		}
		if err != nil {
			return false, err
		}
		a.Process = next
		return false, s.forget(c, a)
	})
}

// carryOutEnds lets the trees know of contracts whose last day has passed.
func (s *Store) carryOutEnds(ctx context.Context, now time.Time) (count int, err error) {
	type ended struct {
		partner string
		joining.End
	}
	var due []ended
	err = s.Read(ctx, cypher.ContractEndsDue, map[string]any{"now": now, "limit": sweptAtOnce}, func() { due = nil }, func(record *neo4j.Record) error {
		v := record.Values
		due = append(due, ended{v[0].(string), joining.End{Kind: joining.EndKind(v[1].(string)), From: chronicle.Day(v[2])}})
		return nil
	})
	for _, one := range due {
		leaveErr := s.leave(ctx, one.partner, one.End, graph.By{Actor: bySweep.Actor, Reason: string(one.Kind), Within: graph.Everybody}, joining.Origin{}, nil)
		if leaveErr == nil {
			count++
		}
		err = errors.Join(err, leaveErr)
	}
	return count, err
}

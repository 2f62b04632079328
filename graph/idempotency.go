package graph

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// An idempotency key lets a client repeat a request without its being carried out twice: the first request takes the key, and
// its answer is kept under it. That changes made under a key are not made twice when a process dies before its answer is kept,
// is not for the key to see to (see Once). Keys are no facts: they have no clock, and nobody follows them.

// KeyTerm is after how long a key that was taken and not answered may be taken over: its process must have died.
const KeyTerm = time.Minute

// KeysKept is how long the answers are kept.
const KeysKept = 7 * 24 * time.Hour

// Answer is what was answered under a key.
type Answer struct {
	Status        int
	Headers, Body string
}

// Key is an idempotency key that was taken.
type Key struct {
	Name  string
	token string // tells who takes a key over from whom it was taken from
}

// TakeKey takes a key for a request, of which the fingerprint tells it from others; or returns what was answered under it. A
// key that has been taken for as long as term without an answer is taken over.
//
// Errors: Invalid when it was taken for another request; Conflict when the request is being answered just now.
func (s *Store) TakeKey(ctx context.Context, name, fingerprint string, term time.Duration) (Key, *Answer, error) {
	key := Key{Name: name, token: uuid.NewString()}
	var answer *Answer
	err := s.Single(ctx, cypher.IdempotencyTake, map[string]any{
		"key": name, "fingerprint": fingerprint, "token": key.token, "milliseconds": term.Milliseconds(),
	}, func(record *neo4j.Record) error {
		answer = nil
		status, answered := record.Values[2].(int64)
		switch {
		case record.Values[1].(string) != fingerprint:
			return fault.Invalidf("key", "the idempotency key was used for another request: take a new key for each new request")
		case answered:
			answer = &Answer{int(status), record.Values[3].(string), record.Values[4].(string)}
		case record.Values[0].(string) != key.token:
			return fault.Conflictf("key", "a request with this idempotency key is being answered: repeat it in a moment")
		}
		return nil
	})
	return key, answer, err
}

// AnswerKey keeps the answer under a key.
//
// Errors: Conflict when somebody else has taken the key over.
func (s *Store) AnswerKey(ctx context.Context, key Key, a Answer) error {
	kept := false
	err := s.Single(ctx, cypher.IdempotencyAnswer, map[string]any{
		"key": key.Name, "token": key.token, "status": a.Status, "headers": a.Headers, "body": a.Body,
	}, func(*neo4j.Record) error {
		kept = true
		return nil
	})
	if err == nil && !kept {
		err = fault.Conflictf("key", "somebody else has taken over the idempotency key")
	}
	return err
}

// ReleaseKey gives a key back that was not answered, so that the request can be repeated.
func (s *Store) ReleaseKey(ctx context.Context, key Key) error {
	return s.Single(ctx, cypher.IdempotencyRelease, map[string]any{"key": key.Name, "token": key.token}, nil)
}

// SweepKeys forgets the keys that were taken before a time, and says how many.
func (s *Store) SweepKeys(ctx context.Context, before time.Time) (swept int, err error) {
	for {
		some := 0
		err := s.Single(ctx, cypher.IdempotencySweep, map[string]any{"before": before}, func(record *neo4j.Record) error {
			some = int(record.Values[0].(int64))
			return nil
		})
		if swept += some; err != nil || some == 0 {
			return swept, err
		}
	}
}

package graph

import (
	"context"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// Table is what a question is answered with. Its values are plain: nothing, truth, numbers (int64, float64), text, lists and
// maps of these.
type Table struct {
	Columns   []string
	Rows      [][]any
	Truncated bool // there are more rows
}

// askTerm is how long a question of analysts may take.
const askTerm = 60 * time.Second

// Ask answers a question of analysts (cypher/analyst), with at most limit rows. Parameters are as JSON gives them.
//
// Errors: NotFound when there is no such question; Invalid when a parameter is missing, unknown or of another type, or when the
// answer takes too long or too much memory; Unavailable when the database does not answer.
func (s *Store) Ask(ctx context.Context, question string, params map[string]any, limit int) (*Table, error) {
	q, found := cypher.QuestionNamed(question)
	if !found {
		var names []string
		for _, q := range cypher.Questions() {
			names = append(names, q.Name)
		}
		return nil, fault.NotFoundf("ask", "there is no question %q; there are: %s", question, strings.Join(names, ", "))
	}
	values, err := readParameters(q, params)
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, q.Text, values, limit, askTerm)
}

// answer runs a text that reads, within a term, up to so many rows.
func (s *Store) answer(ctx context.Context, text string, params map[string]any, limit int, term time.Duration) (*Table, error) {
	if limit < 1 {
		return nil, fault.Invalidf("ask", "at most %d rows were asked for: ask for 1 or more", limit)
	}
	session := s.Driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, FetchSize: min(limit+1, 1000)})
	defer session.Close(context.WithoutCancel(ctx))
	tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(term))
	if err != nil {
		return nil, s.faultOfAsking(err, term, 0)
	}
	defer tx.Close(context.WithoutCancel(ctx))
	result, err := tx.Run(ctx, text, params)
	if err != nil {
		return nil, s.faultOfAsking(err, term, 0)
	}
	columns, err := result.Keys()
	if err != nil {
		return nil, s.faultOfAsking(err, term, 0)
	}
	table := &Table{Columns: columns, Rows: [][]any{}}
	for result.Next(ctx) {
		if len(table.Rows) == limit {
			table.Truncated = true
			return table, nil
		}
		row := make([]any, len(columns))
		for i, value := range result.Record().Values {
			row[i] = plainValue(value)
		}
		table.Rows = append(table.Rows, row)
	}
	if err := result.Err(); err != nil {
		return nil, s.faultOfAsking(err, term, 0)
	}
	return table, nil
}

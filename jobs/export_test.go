package jobs

import (
	"context"
	"testing"

	"upline/graph"
	"upline/graph/registrations"
)

// SetKind adds a kind of job for a test.
func SetKind(t *testing.T, name string, do func(ctx context.Context, j *graph.Job) error) {
	kinds[name] = kind{normal, func(ctx context.Context, _ *Worker, j *graph.Job, _ *Settlement) (any, error) { return nil, do(ctx, j) }}
	t.Cleanup(func() { delete(kinds, name) })
}

// SendLetterAgain does a job that sends a letter.
func (w *Worker) SendLetterAgain(ctx context.Context, id string, what registrations.Letter) error {
	return w.sendLetter(ctx, id, what)
}

// WithoutAddress is what is kept of an error.
var WithoutAddress = withoutAddress

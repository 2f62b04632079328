package main

import (
	"context"

	"upline/commission"
	"upline/internal/bundle"
)

// read reads a bundle behind a progress bar. Errors are those of bundle.Read, or the cause when ctx is done.
func (m *Main) read(ctx context.Context, dir string, o bundle.Options) (*commission.Facts, error) {
	bar := m.progress()
	defer bar.finish()
	o.Progress = func(done, total int64) { bar.show("reading", done, total) }
	facts, err := bundle.Read(dir, o)
	if err == nil {
		err = context.Cause(ctx)
	}
	return facts, err
}

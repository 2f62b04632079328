package jobs

import (
	"context"
	"encoding/hex"
	"time"

	"upline/graph"
	"upline/internal/bundle"
	"upline/internal/period"
)

// Import records a bundle in the graph (see graph.Import).
//
// Errors: fault.Findings when the bundle is at fault by itself; those of graph.Import.
func (s *Settlement) Import(ctx context.Context, dir string, correct bool, by graph.By) (graph.Imported, error) {
	s.progress("reading "+dir, 0, 0)
	content, err := bundle.ReadContent(dir, bundle.Options{
		Workers:  s.workers(),
		Progress: func(done, total int64) { s.progress("reading "+dir, int(done), int(total)) },
	})
	if err != nil {
		return graph.Imported{}, err
	}
	in := &graph.Import{
		Facts: content.Facts, Listed: content.Listed, Correct: correct, Reasons: content.Reasons,
		Progress: func(done, of int) { s.progress("importing", done, of) },
	}
	files := map[string][]byte{}
	for _, file := range content.Plans {
		files[file.Name] = file.Bytes
	}
	var sums [][32]byte
	for _, plan := range content.Facts.Plans {
		version := graph.NewPlanVersion(plan.File, files[plan.File])
		in.Plans = append(in.Plans, version)
		var sum [32]byte
		_, _ = hex.Decode(sum[:], []byte(version.SHA256)) // which NewPlanVersion has made
		sums = append(sums, sum)
	}
	sum := content.Facts.Digest(sums)
	in.Digest = hex.EncodeToString(sum[:])
	return s.Graph.Import(ctx, in, by)
}

// Export writes the company as a bundle: as it was known at a time, zero for now, and up to the end of a day,
// period.Forever for all days. What it writes settles to the same results.
//
// Errors: those of graph.Snapshot and bundle.Write.
func (s *Settlement) Export(ctx context.Context, dir string, asOf period.Day, knownAt time.Time) (*graph.Snapshot, error) {
	at := graph.Watermark{KnownAt: knownAt, Facts: -1}
	if knownAt.IsZero() {
		var err error
		if at, err = s.Graph.Watermark(ctx); err != nil {
			return nil, err
		}
	}
	s.progress("reading the facts", 0, 0)
	snapshot, err := s.Graph.Snapshot(ctx, at)
	if err != nil {
		return nil, err
	}
	if asOf != period.Forever {
		snapshot = snapshot.Until(asOf)
	}
	content := bundle.Content{Facts: snapshot.Facts, Reasons: snapshot.Reasons}
	for _, plan := range snapshot.Plans {
		content.Plans = append(content.Plans, bundle.PlanFile{Name: plan.File, Bytes: []byte(plan.Text)})
	}
	s.progress("writing "+dir, 0, 0)
	return snapshot, bundle.Write(dir, content)
}

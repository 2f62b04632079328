package jobs

import (
	"context"
	"fmt"
	"slices"

	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
)

// Verify computes a run again from what was known when it began, and compares facts, plan versions and every file of the
// evidence, byte by byte, with what was archived. It writes nothing.
//
// Errors: NotFound; Conflict when the run has no evidence yet; Internal when anything differs, and what.
func (s *Settlement) Verify(ctx context.Context, id string) (*graph.Run, error) {
	run, err := s.Graph.Run(ctx, id, graph.Everybody)
	if err != nil {
		return nil, err
	}
	if run.State == graph.Draft || len(run.Evidence) == 0 {
		return nil, fault.Conflictf("verify", "run %s is %s: there is nothing to compare with", id, run.State)
	}
	for _, e := range run.Evidence {
		file, err := fetch(ctx, s.Archive, run, evidence.Name(e.Name)) // which compares the archived bytes with their hash
		if err != nil {
			return nil, err
		}
		file.Close()
	}
	keepNothing := func(context.Context, string, []graph.Evidence) error { return nil }
	again, err := s.computeKind(ctx, run, keepNothing)
	if err != nil {
		return nil, err
	}
	return run, differences(run, again)
}

// differences says what of a run comes out otherwise.
func differences(run *graph.Run, again *graph.Result) error {
	var text []string
	if run.Digest != again.Digest {
		text = append(text, fmt.Sprintf("the facts have SHA-256 %s, and had %s", again.Digest, run.Digest))
	}
	if !slices.Equal(run.Plans, again.Plans) {
		text = append(text, "the plan versions are others")
	}
	for _, was := range run.Evidence {
		if is, ok := again.Find(was.Name); !ok || is != was {
			text = append(text, fmt.Sprintf("%s has SHA-256 %s, and had %s", was.Name, is.SHA256, was.SHA256))
		}
	}
	if len(text) == 0 {
		return nil
	}
	err := fmt.Sprintf("run %s comes out otherwise than when it was computed:", run.ID)
	for _, line := range text {
		err += "\n  " + line
	}
	return fault.Internalf("verify", "%s", err)
}

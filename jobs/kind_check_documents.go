package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"time"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// checkArgs say how much is looked at in a night.
type checkArgs struct {
	Bytes int64 `json:"bytes"` // about as many are read at most
	Days  int   `json:"days"`  // within as many, each document gets its turn, unless the bytes do not allow it
}

// CheckDocuments is the job that reads documents whole, and compares them with their hashes, versions, locks and holds: some drawn at random, so that
// nobody knows which, and those that nobody has looked at for longest. It fails when something is wrong.
func CheckDocuments(bytes int64, days int) graph.NewJob {
	return newJob("check_documents", "", checkArgs{bytes, days})
}

// What a check looks at.
const (
	drawnMost    = 200 // are drawn at random, for at most a quarter of the bytes
	drawnShare   = 4
	checkedAtOne = 100 // are marked as looked at together
	findingsMost = 1000
)

func doCheckDocuments(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[checkArgs](j)
	if err != nil {
		return nil, err
	}
	if args.Bytes <= 0 || args.Days <= 0 {
		return nil, fault.Invalidf("check", "%d bytes and %d days are no measure: write more than 0", args.Bytes, args.Days)
	}
	sum := sha256.Sum256([]byte(j.ID))
	c := &checking{
		Settlement: s, desk: w.Desk, args: args, began: time.Now(),
		check: dms.Check{ID: j.ID, Seed: int64(binary.BigEndian.Uint64(sum[:]) >> 1), Findings: []dms.Finding{}},
	}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	if err := w.Desk.Documents.RecordCheck(ctx, &c.check, j.By()); err != nil {
		return nil, err
	}
	switch {
	case c.check.Problems > 0:
		return c.check, fault.Internalf("check", "%d problems in %d documents, the first of which is: document %s: %s (see GET /document-checks)", c.check.Problems,
			c.check.Documents, c.check.Findings[0].Document, c.check.Findings[0].Text)
	case c.check.Late:
		return c.check, fault.Internalf("check", "document after document waits for longer than %d days to be looked at, the first since %s: raise UPLINE_CHECK_GIB",
			args.Days, c.check.Oldest.Format(time.DateOnly))
	}
	return c.check, nil
}

// checking is a check under way.
type checking struct {
	*Settlement
	desk  *Desk
	args  checkArgs
	began time.Time
	check dms.Check
}

func (c *checking) run(ctx context.Context) error {
	count, err := c.desk.Documents.Count(ctx)
	if err != nil || count == 0 {
		return err
	}
	if err := c.drawn(ctx, count); err != nil {
		return err
	}
	if err := c.due(ctx, int((count+int64(c.args.Days)-1)/int64(c.args.Days))); err != nil {
		return err
	}
	c.check.Oldest, err = c.desk.Documents.LongestUnchecked(ctx)
	c.check.Late = !c.check.Oldest.IsZero() && c.check.Oldest.Before(c.began.AddDate(0, 0, -c.args.Days-1))
	return err
}

// drawn looks at documents that are drawn at random, by the seed.
func (c *checking) drawn(ctx context.Context, count int64) error {
	random := rand.New(rand.NewPCG(uint64(c.check.Seed), uint64(count))) //nolint:gosec // by a seed that is recorded, so that it can be done again
	numbers := make([]int64, min(drawnMost, count))
	for i := range numbers {
		numbers[i] = 1 + random.Int64N(count)
	}
	list, err := c.desk.Documents.Drawn(ctx, numbers)
	if err != nil {
		return err
	}
	_, err = c.look(ctx, list, c.args.Bytes/drawnShare)
	return err
}

// due looks at those documents that nobody has looked at for longest, as many as have their turn.
func (c *checking) due(ctx context.Context, turn int) error {
	for done := 0; done < turn; {
		list, err := c.desk.Documents.Unchecked(ctx, c.began, min(checkedAtOne, turn-done))
		if err != nil || len(list) == 0 {
			return err
		}
		looked, err := c.look(ctx, list, c.args.Bytes)
		if err != nil {
			return err
		}
		if done += looked; looked < len(list) {
			return nil
		}
		c.progress("reading documents", done, turn)
	}
	return nil
}

// look looks at documents until so many bytes are read in all, and returns at how many.
func (c *checking) look(ctx context.Context, list []dms.Holding, bytes int64) (looked int, err error) {
	var ids []string
	for i := range list {
		if c.check.Bytes >= bytes {
			break
		}
		if err := c.one(ctx, &list[i]); err != nil {
			return 0, err
		}
		ids = append(ids, list[i].ID)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	return len(ids), c.desk.Documents.Checked(ctx, ids, time.Now())
}

// one looks at a document. What is wrong with one that somebody changes or deletes meanwhile is looked at again, as it is then.
func (c *checking) one(ctx context.Context, h *dms.Holding) error {
	findings, err := c.findings(ctx, h)
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		again, err := c.desk.Documents.Holding(ctx, h)
		if err != nil || again == nil {
			return err
		}
		if findings, err = c.findings(ctx, again); err != nil {
			return err
		}
	}
	c.check.Documents++
	c.check.Problems += len(findings)
	for _, f := range findings {
		if len(c.check.Findings) < findingsMost {
			c.check.Findings = append(c.check.Findings, f)
		}
	}
	return nil
}

func (c *checking) findings(ctx context.Context, h *dms.Holding) (found []dms.Finding, err error) {
	for _, content := range h.Contents {
		flaws, err := c.desk.Archive.Check(ctx, FolderOf(h.ID), refOf(content), retentionOf(&h.Kept), h.Hold)
		if err != nil {
			return nil, err
		}
		c.check.Contents++
		c.check.Bytes += content.Size
		for _, flaw := range flaws {
			found = append(found, dms.Finding{Document: h.ID, SHA256: content.SHA256, Flaw: string(flaw.Kind), Text: flaw.Text})
		}
	}
	return found, nil
}

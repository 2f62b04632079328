package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"upline/graph/audit"
	"upline/internal/fault"
	"upline/jobs"
)

// auditCommand groups what is done with the memory of who did what.
type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Find whatever was edited, deleted or cut off." example:"upline audit verify"`
	Show   auditShowCommand   `cmd:"" help:"Show who changed or looked at something." example:"upline audit show --kind Order --key o17"`
	Anchor auditAnchorCommand `cmd:"" help:"Fix where the chains end, in the locked bucket." example:"upline audit anchor"`
}

// Help is what audit --help says.
func (auditCommand) Help() string {
	return `Every change leaves entries in one of 16 chains of hashes: who, when, from where, before and after, why. Whoever alters one
alters all behind it; where the chains end is put into the locked bucket daily (by upline work), and there nobody can alter it.`
}

// auditVerifyCommand verifies the audit.
type auditVerifyCommand struct {
	Published []string `placeholder:"FILE" help:"An anchor that was kept elsewhere, as upline audit anchor --json prints it. May be repeated."`
	jsonFlag
}

// Help is what audit verify --help says besides the flags.
func (auditVerifyCommand) Help() string {
	return `Reads all entries, and compares them with each other, with the receipts of all changes, with where the database says that the
chains end, and with the anchors in the object store. What is not as it was written is listed, and the exit status is 1. The
entries since the latest anchor are those that somebody with the whole database could still rewrite: anchors kept elsewhere
(--published) find that, too.`
}

// Run verifies, lists what is found, and fails if anything is.
func (c *auditVerifyCommand) Run(ctx context.Context, m *Main) error {
	published, err := c.heads()
	if err != nil {
		return err
	}
	return m.withAudit(ctx, func(a *jobs.Audit) error {
		out := struct {
			audit.Summary
			Found []audit.Finding `json:"found"`
		}{Found: []audit.Finding{}}
		out.Summary, err = a.Verify(ctx, published, func(f audit.Finding) { out.Found = append(out.Found, f) })
		if err != nil {
			return err
		}
		if c.JSON {
			err = m.printJSON(out)
		} else {
			err = m.print(verifiedText(out.Summary, out.Found))
		}
		if err == nil && out.Findings > 0 {
			err = fault.Internalf("audit", "%s: the audit is not as it was written", counting(int(out.Findings), "finding"))
		}
		return err
	})
}

// heads are those of the anchors that were kept elsewhere.
func (c *auditVerifyCommand) heads() (heads []audit.Head, err error) {
	for _, name := range c.Published {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		anchor, err := audit.ParseAnchor([]byte(strings.TrimSpace(string(content))))
		if err != nil {
			return nil, err
		}
		for _, h := range anchor.Heads {
			if h.No > 0 {
				heads = append(heads, h)
			}
		}
	}
	return heads, nil
}

func verifiedText(s audit.Summary, found []audit.Finding) string {
	var text strings.Builder
	for _, f := range found {
		text.WriteString(plain(f.String()) + "\n")
	}
	fmt.Fprintf(&text, "Verified %s with %s, %d of them erased, and %s\n", entryCount(s.Entries), counting(int(s.Details), "detail"),
		s.Erased, counting(int(s.Receipts), "receipt"))
	if s.Anchors == 0 {
		return text.String() + "There is no anchor yet: upline audit anchor makes one\n"
	}
	fmt.Fprintf(&text, "%s, the latest of %s; %s since\n", counting(int(s.Anchors), "anchor"), shownTime(s.AnchoredAt), entryCount(s.Unanchored))
	return text.String()
}

// entryCount counts entries.
func entryCount(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return counted(int(n)) + " entries"
}

// auditAnchorCommand makes an anchor.
type auditAnchorCommand struct {
	Anew bool `help:"Begin a new series in a bucket that has none."`
	actorFlag
	jsonFlag
}

// Help is what audit anchor --help says besides the flags.
func (auditAnchorCommand) Help() string {
	return `Writes where all chains end at this moment into the object store (S3_BUCKET), locked for ten years, after what has changed is in
the journal. With --json it prints what it has written: keep it where the database's administrator has no say (upline audit
verify --published). Workers make one every night.

When the bucket was lost, or the database was brought back to an earlier time than its anchors know, no anchor follows: name
another bucket, and begin anew there (--anew). Keep what the old one says.`
}

// Run makes an anchor.
func (c *auditAnchorCommand) Run(ctx context.Context, m *Main) error {
	return m.withAudit(ctx, func(a *jobs.Audit) error {
		if c.Anew {
			if err := a.BeginAnchors(ctx, c.by("")); err != nil {
				return err
			}
		}
		anchor, err := a.Anchor(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return m.print(string(anchor.Bytes()) + "\n")
		}
		entries := int64(0)
		for _, h := range anchor.Heads {
			entries += h.No
		}
		return m.print(fmt.Sprintf("Anchor %d, of %s, holds %s: SHA-256 %s\n", anchor.No, shownTime(anchor.At), entryCount(entries), anchor.Ref().Hash))
	})
}

// withAudit runs work with the database and the object store, behind a progress bar.
func (m *Main) withAudit(ctx context.Context, work func(a *jobs.Audit) error) error {
	return m.withSettlement(ctx, workersFlag{}, func(s *jobs.Settlement) error {
		return work(&jobs.Audit{Graph: s.Graph, Archive: s.Archive, Progress: s.Progress})
	})
}

package main

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"upline/graph"
	"upline/internal/period"
	"upline/jobs"
)

// importCommand records a bundle in the database.
type importCommand struct {
	dataFlag
	Correct bool `help:"Record what the bundle says otherwise than the database as corrections."`
	workersFlag
	actorFlag
}

// Help is what import --help says besides the flags.
func (importCommand) Help() string {
	return `Records the bundle's partners, sponsors, placements, statuses, careers, plan versions, orders and cancellations in the
database. What is there already stays as it is: a second import of the same bundle changes nothing, and an import that
was interrupted is finished by a repetition. Newly paid orders and later ends of relationships are taken up; a bundle that
contradicts the database is refused with the contradictions, unless --correct is given. What a run has settled is never
changed.`
}

// Run imports the bundle, and counts.
func (c *importCommand) Run(ctx context.Context, m *Main) error {
	return m.withGraph(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		n, err := s.Import(ctx, c.Data, c.Correct, c.by("imported from "+c.Data))
		if err != nil {
			return err
		}
		return m.print("Imported " + c.Data + ": " + importedText(n) + "\n")
	})
}

func importedText(n graph.Imported) string {
	var parts []string
	for _, part := range []struct {
		count int
		noun  string
	}{
		{n.Partners, "partner"},
		{n.Sponsorships, "sponsorship"},
		{n.Placements, "placement"},
		{n.Statuses, "status change"},
		{n.Careers, "career"},
		{n.Plans, "plan version"},
		{n.Orders, "order"},
		{n.Payments, "payment"},
		{n.Cancellations, "cancellation"},
		{n.Corrected, "change"},
	} {
		if part.count > 0 {
			parts = append(parts, counting(part.count, part.noun))
		}
	}
	if len(parts) == 0 {
		return "everything was there already"
	}
	return strings.Join(parts, ", ")
}

// exportCommand writes the database's facts as a bundle.
type exportCommand struct {
	Out     string      `required:"" placeholder:"DIR" help:"The folder of the bundle: new, empty, or one with an earlier export, which is replaced."`
	AsOf    *period.Day `placeholder:"YYYY-MM-DD" help:"The company as it stood at the end of this day. Default: all days."`
	KnownAt time.Time   `placeholder:"TIME" help:"What was known at this time, such as 2026-03-31T18:00:00Z. Default: now."`
	workersFlag
}

// Help is what export --help says besides the flags.
func (exportCommand) Help() string {
	return `Writes a bundle that settles to the same results as the database. With --known-at, it is what was known at that time: with
the time of a posted run (upline run show), the facts of that run.`
}

// Run exports.
func (c *exportCommand) Run(ctx context.Context, m *Main) error {
	return m.withGraph(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		asOf := period.Forever
		if c.AsOf != nil {
			asOf = *c.AsOf
		}
		snapshot, err := s.Export(ctx, c.Out, asOf, c.KnownAt.UTC())
		if err != nil {
			return err
		}
		return m.print(fmt.Sprintf("Exported %s and %s, as known at %s, into %s\n", counting(len(snapshot.Facts.Partners), "partner"),
			counting(len(snapshot.Facts.Orders), "order"), shownTime(snapshot.KnownAt), c.Out))
	})
}

// shownTime writes a time for a person, exact enough to be given back to --known-at.
func shownTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00") }

func decodeDay(c *kong.DecodeContext, target reflect.Value) error {
	text, err := word(c, "day")
	if err != nil {
		return err
	}
	d, err := period.ParseDay(text)
	if err != nil {
		return err
	}
	target.SetInt(int64(d))
	return nil
}

func decodeTime(c *kong.DecodeContext, target reflect.Value) error {
	text, err := word(c, "time")
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return fmt.Errorf("%q is not a time: write one such as 2026-03-31T18:00:00Z", text)
	}
	target.Set(reflect.ValueOf(t))
	return nil
}

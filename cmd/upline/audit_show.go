package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"upline/graph/audit"
	"upline/jobs"
)

// auditShowCommand shows the entries about a thing.
type auditShowCommand struct {
	Kind  string `required:"" placeholder:"KIND" help:"What it is: Partner, Order, Cancellation, Plan, Run, Job, Import …"`
	Key   string `required:"" placeholder:"KEY" help:"Its id."`
	Limit int    `default:"50" placeholder:"N" help:"The latest so many. Default: 50."`
	actorFlag
}

// Help is what audit show --help says besides the flags.
func (auditShowCommand) Help() string {
	return `Lists what the audit says about a thing, the latest first: when, who, what, why, before and after. To look at it is an entry, too.`
}

// Run lists.
func (c *auditShowCommand) Run(ctx context.Context, m *Main) error {
	return m.withAudit(ctx, func(a *jobs.Audit) error {
		entries, err := a.Show(ctx, c.Kind, c.Key, c.Limit, c.by(""))
		if err != nil {
			return err
		}
		var text strings.Builder
		for i := range entries {
			text.WriteString(shownEntry(&entries[i]))
		}
		return m.print(text.String())
	})
}

// shownEntry is an entry in some lines.
func shownEntry(e *audit.Entry) string {
	text := plain(fmt.Sprintf("%s  %s  %s", shownTime(e.Recorded), e.Actor, e.Operation)) + "\n"
	for i := range e.Details {
		d := &e.Details[i]
		if d.Body == nil {
			text += plain(fmt.Sprintf("  of %s: erased", d.Subject)) + "\n"
			continue
		}
		if d.Body.From != "" {
			text += "  from " + plain(d.Body.From) + "\n"
		}
		if d.Body.Reason != "" {
			text += "  because " + plain(d.Body.Reason) + "\n"
		}
		names := map[string]bool{}
		for _, values := range []map[string]string{d.Body.Before, d.Body.After} {
			for name := range values {
				names[name] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			text += plain(fmt.Sprintf("  %s: %s → %s", name, orNone(d.Body.Before[name]), orNone(d.Body.After[name]))) + "\n"
		}
	}
	return text
}

// orNone is a value, or a sign that there was none.
func orNone(value string) string {
	if value == "" {
		return "–"
	}
	return value
}

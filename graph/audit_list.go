package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"upline/graph/access"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// EntryID is the place of an audit entry as one text, such as 3-17: entry 17 of stripe 3.
func EntryID(at audit.Ref) string { return fmt.Sprintf("%d-%d", at.Stripe, at.No) }

// ParseEntryID reads what EntryID has written.
//
// Errors: NotFound when it has not.
func ParseEntryID(id string) (at audit.Ref, err error) {
	if n, err := fmt.Sscanf(id, "%d-%d", &at.Stripe, &at.No); n != 2 || err != nil || EntryID(at) != id {
		return at, fault.NotFoundf("audit", "there is no entry %.100q: an entry is named such as 3-17", id)
	}
	return at, nil
}

// LookAtAudit records that somebody looks at audit entries: call it before they are shown.
//
// Errors: those of chronicle.Store.Look.
func (s *Store) LookAtAudit(ctx context.Context, f chronicle.EntryFilter, by By) error {
	look := chronicle.Look{Operation: "look at the audit", Kind: f.Kind, Key: f.Key, Subject: f.Subject}
	if look.Kind == "" {
		look.Kind = "Audit"
	}
	_, err := s.Look(ctx, by.Recorded(), look)
	return err
}

// AuditEntries returns audit entries, the latest first, as far as their fields are shown, and where the list goes on. Who looks has said
// so before (see LookAtAudit).
//
// Errors: Invalid when the slice is none; NotFound when it goes on behind an entry that is not there.
func (s *Store) AuditEntries(ctx context.Context, f chronicle.EntryFilter, slice Slice, within Sight) (entries []audit.Entry, next string, err error) {
	place, err := slice.Begin("audit", chronicle.Sorting{Name: "recorded"})
	if err != nil {
		return nil, "", err
	}
	var after audit.Ref
	if id := place.Params()["id"].(string); id != "" {
		if after, err = ParseEntryID(id); err != nil {
			return nil, "", err
		}
	}
	entries, err = s.EntriesListed(ctx, f, after, place.Limit+1)
	if err != nil {
		return nil, "", err
	}
	entries, next = chronicle.CutOff(place, entries, func(e audit.Entry) (key, id any) { return "", EntryID(audit.Ref{Stripe: e.Stripe, No: e.No}) })
	for i := range entries {
		if err := s.showEntry(ctx, within, &entries[i]); err != nil {
			return nil, "", err
		}
	}
	return entries, next, nil
}

// AuditEntry returns an audit entry, as far as its fields are shown, and leaves one itself.
//
// Errors: NotFound.
func (s *Store) AuditEntry(ctx context.Context, at audit.Ref, by By) (*audit.Entry, error) {
	e, err := s.Entry(ctx, at)
	if err != nil {
		return nil, err
	}
	if err := s.LookAtAudit(ctx, chronicle.EntryFilter{Kind: e.Kind, Key: e.Key, Subject: personOf(&e)}, by); err != nil {
		return nil, err
	}
	return &e, s.showEntry(ctx, by.Within, &e)
}

// personOf is the first whose data an entry is; empty: nobody's.
func personOf(e *audit.Entry) string {
	for _, d := range e.Details {
		if d.Subject != "" && d.Subject != e.Actor.String() {
			return d.Subject
		}
	}
	return ""
}

// showEntry leaves out of an entry what is not shown of whom it is about: values, their names, and reasons.
func (s *Store) showEntry(ctx context.Context, within Sight, e *audit.Entry) error {
	if within.all {
		return nil
	}
	company := within.Fields()
	seen := company
	for i := range e.Details {
		d, shown := &e.Details[i], company
		if partner, is := strings.CutPrefix(d.Subject, subjectOf("")); is {
			var err error
			if shown, err = s.fieldsOf(ctx, within, partner, within.today); err != nil {
				return err
			}
			seen &= shown
		}
		if d.Body == nil {
			continue
		}
		for _, values := range []map[string]string{d.Body.Before, d.Body.After} {
			maps.DeleteFunc(values, func(name, _ string) bool { return !shown.Has(access.AuditGroup(e.Kind, name)) })
		}
		if !shown.Has(access.AuditGroup(e.Kind, access.AuditReason)) {
			d.Body.Reason = ""
		}
	}
	e.Fields = slices.DeleteFunc(e.Fields, func(name string) bool { return !seen.Has(access.AuditGroup(e.Kind, name)) })
	return nil
}

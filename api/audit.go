package api

import (
	"context"
	"maps"
	"slices"
	"strings"

	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/jobs"
)

// ListAuditEntries answers GET /audit-entries. That somebody looks is recorded once, however many pages a file has.
func (r *Resources) ListAuditEntries(ctx context.Context, q ListAuditEntriesRequestObject) (ListAuditEntriesResponseObject, error) {
	p := q.Params
	filter := chronicle.EntryFilter{
		Actor: value(p.Actor), Subject: value(p.Subject), Operation: value(p.Operation), Kind: value(p.Kind), Key: value(p.Key),
		From: value(p.From), Until: value(p.Until),
	}
	if err := r.Graph.LookAtAudit(ctx, filter, asking(ctx)); err != nil {
		return nil, err
	}
	list := func(ctx context.Context, s graph.Slice) ([]audit.Entry, string, error) {
		return r.Graph.AuditEntries(ctx, filter, s, SightOf(ctx))
	}
	return answerList(ctx, r, "audit-entries", slice(nil, p.Limit, p.After), auditColumns, list,
		func(rows []audit.Entry, next string) ListAuditEntriesResponseObject {
			return ListAuditEntries200JSONResponse{Items: mapped(rows, auditRow), Next: optional(next)}
		})
}

var auditColumns = []Column[audit.Entry]{
	{"id", KindText, func(e *audit.Entry) any { return entryID(e) }},
	{"recorded", KindTime, func(e *audit.Entry) any { return e.Recorded }},
	{"actor", KindText, func(e *audit.Entry) any { return e.Actor.String() }},
	{"operation", KindText, func(e *audit.Entry) any { return e.Operation }},
	{"kind", KindText, func(e *audit.Entry) any { return e.Kind }},
	{"key", KindText, func(e *audit.Entry) any { return e.Key }},
	{"subjects", KindText, func(e *audit.Entry) any { return strings.Join(subjectsOfEntry(e), " ") }},
	{"fields", KindText, func(e *audit.Entry) any { return strings.Join(e.Fields, " ") }},
	{"reason", KindText, func(e *audit.Entry) any { return reasonOf(e) }},
}

func entryID(e *audit.Entry) string { return graph.EntryID(audit.Ref{Stripe: e.Stripe, No: e.No}) }

func auditRow(e *audit.Entry) AuditRow {
	return AuditRow{
		ID: entryID(e), Recorded: e.Recorded, Actor: e.Actor.String(), Operation: e.Operation, Kind: e.Kind, Key: optional(e.Key),
		Subjects: subjectsOfEntry(e), Fields: append([]string{}, e.Fields...), Reason: optional(reasonOf(e)),
	}
}

// subjectsOfEntry are those whose data an entry has, each once.
func subjectsOfEntry(e *audit.Entry) []string {
	subjects := []string{}
	for _, d := range e.Details {
		if d.Subject != "" && !slices.Contains(subjects, d.Subject) {
			subjects = append(subjects, d.Subject)
		}
	}
	return subjects
}

// reasonOf is why, as somebody typed it; empty: nobody did, or it is erased or not shown.
func reasonOf(e *audit.Entry) string {
	for _, d := range e.Details {
		if d.Body != nil && d.Body.Reason != "" {
			return d.Body.Reason
		}
	}
	return ""
}

// ShowAuditEntry answers GET /audit-entries/{entry}.
func (r *Resources) ShowAuditEntry(ctx context.Context, q ShowAuditEntryRequestObject) (ShowAuditEntryResponseObject, error) {
	at, err := graph.ParseEntryID(q.Entry)
	if err != nil {
		return nil, err
	}
	e, err := r.Graph.AuditEntry(ctx, at, asking(ctx))
	if err != nil {
		return nil, err
	}
	answer := ShowAuditEntry200JSONResponse{
		ID: entryID(e), Recorded: e.Recorded, Actor: e.Actor.String(), Session: optional(e.Session), Receipt: optional(e.Receipt),
		Operation: e.Operation, Kind: e.Kind, Key: optional(e.Key), Fields: append([]string{}, e.Fields...), Details: mapped(e.Details, auditDetail),
	}
	if e.Erasure != nil {
		answer.ErasedPerson, answer.Ground = &e.Erasure.Person, &e.Erasure.Ground
	}
	return answer, nil
}

func auditDetail(d *audit.Detail) AuditDetail {
	detail := AuditDetail{Subject: optional(d.Subject), Erased: d.Body == nil, Changes: []AuditChange{}}
	if d.Body == nil {
		return detail
	}
	detail.From, detail.Reason = optional(d.Body.From), optional(d.Body.Reason)
	names := maps.Clone(d.Body.Before)
	if names == nil {
		names = map[string]string{}
	}
	maps.Copy(names, d.Body.After)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		detail.Changes = append(detail.Changes, AuditChange{Field: name, Before: optional(d.Body.Before[name]), After: optional(d.Body.After[name])})
	}
	return detail
}

// VerifyAudit answers POST /audit-verifications.
func (r *Resources) VerifyAudit(ctx context.Context, _ VerifyAuditRequestObject) (VerifyAuditResponseObject, error) {
	answer, err := r.enqueue(ctx, jobs.VerifyAudit())
	return VerifyAudit202JSONResponse{answer}, err
}

// ShowAuditVerification answers GET /audit-verifications/{job}.
func (r *Resources) ShowAuditVerification(ctx context.Context, q ShowAuditVerificationRequestObject) (ShowAuditVerificationResponseObject, error) {
	j, err := r.Graph.Job(ctx, q.Job)
	if err != nil {
		return nil, err
	}
	verified, err := jobs.AuditVerification(j)
	if err != nil {
		return nil, err
	}
	answer := ShowAuditVerification200JSONResponse{
		Job: j.ID, State: string(j.State), CreatedAt: moment(j.CreatedAt), FinishedAt: moment(j.FinishedAt), Step: optional(j.Step),
		Done: j.Done, Of: j.Of, Error: optional(j.Error),
	}
	if verified != nil {
		s := verified.Summary
		answer.Summary = &AuditSummary{
			Entries: s.Entries, Details: s.Details, Erased: s.Erased, Receipts: s.Receipts, Anchors: s.Anchors, AnchoredAt: moment(s.AnchoredAt),
			Unanchored: s.Unanchored, Findings: s.Findings,
		}
		found := mapped(verified.Found, func(f *audit.Finding) AuditFinding {
			return AuditFinding{
				What: string(f.What), Stripe: f.Stripe, No: f.No, Recorded: moment(f.Recorded), Operation: optional(f.Operation), Text: f.Text,
			}
		})
		answer.Found = &found
	}
	return answer, nil
}

// ListAuditAnchors answers GET /audit-anchors.
func (r *Resources) ListAuditAnchors(ctx context.Context, q ListAuditAnchorsRequestObject) (ListAuditAnchorsResponseObject, error) {
	before, err := position(value(q.Params.After))
	if err != nil {
		return nil, err
	}
	limit := valueOr(q.Params.Limit, rowsOfPage)
	kept := &jobs.Audit{Graph: r.Graph, Archive: r.Settlement.Archive}
	list, err := kept.Anchors(ctx, before, limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(list) > limit {
		list = list[:limit]
		next = cursor(list[limit-1].No)
	}
	return ListAuditAnchors200JSONResponse{Next: optional(next), Items: mapped(list, func(a *jobs.KeptAnchor) AuditAnchor {
		return AuditAnchor{No: a.No, Sha256: string(a.Hash), At: moment(a.At), Entries: a.Entries, Known: a.Known}
	})}, nil
}

// AnchorAudit answers POST /audit-anchors.
func (r *Resources) AnchorAudit(ctx context.Context, _ AnchorAuditRequestObject) (AnchorAuditResponseObject, error) {
	answer, err := r.enqueue(ctx, jobs.AnchorAudit())
	return AnchorAudit202JSONResponse{answer}, err
}

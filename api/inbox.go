package api

import (
	"context"
	"encoding/json"

	"upline/documents/intake"
	"upline/documents/intake/suggestion"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/jobs"
)

// ListInbox answers GET /inbox.
func (r *Resources) ListInbox(ctx context.Context, q ListInboxRequestObject) (ListInboxResponseObject, error) {
	page, next, err := r.Desk.Documents.Documents(ctx, dms.Filter{State: dms.Inbox}, SightOf(ctx), slice(nil, q.Params.Limit, q.Params.After))
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(page))
	for i := range page {
		ids[i] = page[i].ID
	}
	suggested, err := r.Desk.Documents.Suggested(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := ListInbox200JSONResponse{Items: []InboxDocument{}, Next: optional(next)}
	for i := range page {
		item, err := inboxDocument(&page[i], suggested[page[i].ID])
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func inboxDocument(d *dms.Document, suggested string) (InboxDocument, error) {
	out := InboxDocument{
		ID: d.ID, Title: d.Title, Class: d.Class, File: d.File, Type: d.Type, Size: d.Size, Pages: d.Pages, Verdict: d.Verdict, Source: string(d.Source),
		Day: d.Day, Partner: optional(d.About.Partner), Recorded: d.Recorded.UTC(), Version: d.Changed,
		Partners: []Suggestion{}, Classes: []Suggestion{}, Findings: []FileFinding{},
	}
	if suggested == "" {
		return out, nil
	}
	var s jobs.Suggested
	if err := json.Unmarshal([]byte(suggested), &s); err != nil {
		return out, fault.Internalf("inbox", "what is suggested of document %s cannot be read: %v", d.ID, err)
	}
	out.Read, out.Sure, out.Sheets, out.Problem = s.Problem == "", s.Sure, optional(s.Sheets), optional(s.Problem)
	out.Partners, out.Classes, out.Findings = mapped(s.Partners, suggestionOf), mapped(s.Classes, suggestionOf), findings(s.Findings)
	return out, nil
}

func suggestionOf(s *suggestion.Suggestion) Suggestion {
	return Suggestion{Value: s.Value, Name: optional(s.Name), Points: s.Points, Reasons: mapped(s.Reasons, func(r *suggestion.Reason) SuggestionReason {
		return SuggestionReason{Code: r.Code, Found: intake.Shown(r.Found), Points: r.Points}
	})}
}

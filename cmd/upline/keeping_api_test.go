package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/period"
	"upline/jobs"
)

// A document whose time is over is listed with its law, held, released and deleted, by who may, and gone then; others learn nothing.
func TestDocumentsAreHeldAndDeletedByTheAPI(t *testing.T) {
	withReached(t, func(r *reached) {
		m := &Main{Stdout: io.Discard, Stderr: io.Discard}
		by := graph.By{Actor: "user:u", Within: graph.Everybody}
		must(t, m.withStores(t.Context(), func(s stores) error {
			desk, err := m.desk(s.graph, s.archive, nil, "")
			if err != nil {
				return err
			}
			ref, err := s.archive.Put(t.Context(), jobs.FolderOf("d1"), strings.NewReader("a letter"), 8, documents.Retention{})
			if err != nil {
				return err
			}
			_, err = desk.Documents.Record(t.Context(), []dms.NewDocument{{
				ID: "d1", Description: dms.Description{Class: "correspondence", Title: "A letter", Day: r.today, About: dms.About{Partner: "below"}},
				Content: dms.Content{SHA256: ref.SHA256, Size: ref.Size, Type: "text/plain"}, State: dms.Filed, Source: dms.Uploaded,
				Kept: dms.Kept{Through: period.DayOf(time.Now(), time.UTC) - 1},
			}}, by)
			if err == nil {
				_, err = desk.Documents.Propose(t.Context(), period.DayOf(time.Now(), time.UTC), 10, by)
			}
			return err
		}))
		all := access.Scope{All: true}
		profile := func(permissions ...access.Permission) *access.Profile {
			p := &access.Profile{ID: "desk", Fields: access.AllFields}
			for _, permission := range permissions {
				p.Permissions = append(p.Permissions, access.Grant{Permission: permission, Scope: all})
			}
			return p
		}
		keeper, reader := profile("documents:read", "documents:hold", "documents:delete", "documents:check"), profile("documents:read")
		want := func(answer *httptest.ResponseRecorder, status int, says string) {
			t.Helper()
			if answer.Code != status || !strings.Contains(answer.Body.String(), says) {
				t.Errorf("%d: %s; want %d that says %q", answer.Code, answer.Body, status, says)
			}
		}
		want(r.as(keeper, "GET", "/document-deletions", ""), http.StatusOK, "AO § 147")
		want(r.as(keeper, "GET", "/document-checks", ""), http.StatusOK, `"items":[]`)
		want(r.as(reader, "GET", "/document-deletions", ""), http.StatusNotFound, "")
		want(r.as(reader, "GET", "/document-checks", ""), http.StatusNotFound, "")
		want(r.as(reader, "POST", "/documents/d1/hold", `{"reason": "a lawsuit"}`), http.StatusForbidden, "documents:hold")
		want(r.as(reader, "DELETE", "/documents/d1?reason=over", ""), http.StatusForbidden, "documents:delete")
		want(r.as(keeper, "POST", "/documents/d2/hold", `{"reason": "a lawsuit"}`), http.StatusNotFound, "")
		want(r.as(keeper, "POST", "/documents/d1/hold", `{"reason": "a lawsuit"}`), http.StatusNoContent, "")
		want(r.as(keeper, "DELETE", "/documents/d1?reason=over", ""), http.StatusConflict, "held")
		want(r.as(keeper, "DELETE", "/documents/d1/hold", ""), http.StatusUnprocessableEntity, "reason")
		want(r.as(keeper, "DELETE", "/documents/d1/hold?reason=settled", ""), http.StatusNoContent, "")
		want(r.as(keeper, "DELETE", "/documents/d1?reason=over", ""), http.StatusNoContent, "")
		want(r.as(keeper, "GET", "/document-deletions", ""), http.StatusOK, `"items":[]`)
		want(r.as(keeper, "GET", "/documents/d1", ""), http.StatusOK, `"state":"deleted"`)
	})
}

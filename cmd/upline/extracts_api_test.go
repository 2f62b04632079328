package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"upline/api"
	"upline/graph/access"
	"upline/internal/period"
)

// asOther asks as another user of a profile than as does.
func (r *reached) asOther(p *access.Profile, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	user := access.User{ID: "v", Partner: "own", Profiles: []access.Holding{{Profile: *p, Days: access.Days{From: 0, To: period.Forever}}}}
	recorder := httptest.NewRecorder()
	r.handler.ServeHTTP(recorder, request.WithContext(api.WithCaller(request.Context(), "user:v", api.Caller{User: user, SecondFactorAt: time.Now()})))
	return recorder
}

// wants compares an answer, and returns the id of the job that it is, if any.
func wants(t *testing.T, answer *httptest.ResponseRecorder, status int, says string) string {
	t.Helper()
	if answer.Code != status || !strings.Contains(answer.Body.String(), says) {
		t.Errorf("%d: %s; want %d that says %q", answer.Code, answer.Body, status, says)
	}
	var job struct{ ID string }
	_ = json.Unmarshal(answer.Body.Bytes(), &job)
	return job.ID
}

// An extract of the books is made of whom the caller may see the earnings in each of its months, and shown with that partner alone.
func TestExtractsByTheAPI(t *testing.T) {
	withReached(t, func(r *reached) {
		all, own := access.Scope{All: true}, access.Scope{Own: true}
		profile := func(extracts, earnings access.Scope) *access.Profile {
			return &access.Profile{ID: "desk", Fields: access.AllFields, Permissions: []access.Grant{
				{Permission: "extracts:make", Scope: extracts}, {Permission: access.ReadEarnings, Scope: earnings}, {Permission: "jobs:read", Scope: all},
			}}
		}
		const span = `{"from": "2026-01-05", "through": "2026-02-03", "language": "de"}`
		partner, partly, desk := profile(own, own), profile(all, own), profile(all, all)
		job := wants(t, r.as(partner, "POST", "/partners/own/extracts", span), http.StatusAccepted, `"subject":"partner:own"`)
		wants(t, r.as(partner, "GET", "/partners/own/extracts/"+job, ""), http.StatusOK, job)
		wants(t, r.as(partner, "POST", "/partners/below/extracts", span), http.StatusNotFound, "there is no partner below")
		wants(t, r.as(partly, "POST", "/partners/below/extracts", span), http.StatusNotFound, "there is no partner below") // not the earnings
		wants(t, r.as(partly, "GET", "/partners/below/extracts/"+job, ""), http.StatusNotFound, "there is no partner below")
		wants(t, r.as(desk, "GET", "/partners/below/extracts/"+job, ""), http.StatusNotFound, "there is no job")
		wants(t, r.as(desk, "POST", "/partners/below/extracts", span), http.StatusAccepted, `"kind":"extract"`)
		wants(t, r.as(desk, "POST", "/partners/nobody/extracts", span), http.StatusNotFound, "there is no partner nobody")
		wants(t, r.as(desk, "POST", "/partners/own/extracts", `{"from": "2026-02-03", "through": "2026-01-05"}`), http.StatusUnprocessableEntity, "through")
		wants(t, r.as(desk, "POST", "/partners/own/extracts", `{"from": "1900-02-03", "through": "2026-01-05"}`), http.StatusUnprocessableEntity, "more than 40 years")
	})
}

// Exports for auditors and packages of documents are shown and handed out to whoever asked for them: not as any job's file, and to nobody
// else who may the same.
func TestFilesAreForWhoAsked(t *testing.T) {
	withReached(t, func(r *reached) {
		all, own := access.Scope{All: true}, access.Scope{Own: true}
		p := &access.Profile{ID: "desk", Fields: access.AllFields, Permissions: []access.Grant{
			{Permission: "auditor:export", Scope: all}, {Permission: "documents:read", Scope: own}, {Permission: "jobs:fetch", Scope: all}, {Permission: "jobs:read", Scope: all},
		}}
		for path, body := range map[string]string{
			"/auditor-exports": `{"from": "2026-01-01", "through": "2026-12-31"}`, "/document-packages": `{"class": "statement"}`,
		} {
			job := wants(t, r.as(p, "POST", path, body), http.StatusAccepted, `"state":"queued"`)
			wants(t, r.as(p, "GET", path+"/"+job, ""), http.StatusOK, job)
			wants(t, r.asOther(p, "GET", path+"/"+job, ""), http.StatusNotFound, "there is no job")
			wants(t, r.asOther(p, "GET", path+"/"+job+"/file", ""), http.StatusNotFound, "there is no job")
			wants(t, r.as(p, "GET", "/jobs/"+job+"/file", ""), http.StatusNotFound, "has made no file")
			wants(t, r.as(p, "GET", path+"/"+job+"/file", ""), http.StatusNotFound, "has made no file")
		}
		wants(t, r.as(p, "POST", "/document-packages", `{"partner": "above"}`), http.StatusNotFound, "there is no partner above")
		wants(t, r.as(p, "POST", "/document-packages", `{"documents": ["statement-x"]}`), http.StatusNotFound, "there is no document statement-x")
		wants(t, r.as(p, "POST", "/document-packages", `{"text": "---"}`), http.StatusUnprocessableEntity, "no word to search for")
		nothing := &access.Profile{ID: "nothing", Fields: access.Basic}
		wants(t, r.as(nothing, "POST", "/auditor-exports", `{"from": "2026-01-01", "through": "2026-12-31"}`), http.StatusForbidden, "auditor:export")
	})
}

// The documentation of procedures is shown as the configuration is, in both languages, and archived by a job.
func TestProceduresByTheAPI(t *testing.T) {
	withReached(t, func(r *reached) {
		p := &access.Profile{ID: "desk", Fields: access.Basic, Permissions: []access.Grant{
			{Permission: "procedures:read", Scope: access.Scope{All: true}}, {Permission: "procedures:archive", Scope: access.Scope{All: true}},
		}}
		wants(t, r.as(p, "GET", "/procedures?language=de", ""), http.StatusOK, "## 4 Betriebsdokumentation")
		shown := r.as(p, "GET", "/procedures", "").Body.String()
		for _, want := range []string{"locks can be set", `"archived":""`, `"version":1`, "NEO4J_PASSWORD | secret, set", "auditor:export"} {
			if !strings.Contains(shown, want) {
				t.Errorf("it does not say %s", want)
			}
		}
		wants(t, r.as(p, "POST", "/procedures", `{"language": "de"}`), http.StatusAccepted, `"kind":"procedures"`)
		nothing := &access.Profile{ID: "nothing", Fields: access.Basic}
		wants(t, r.as(nothing, "GET", "/procedures", ""), http.StatusNotFound, "nothing here for you")
	})
}

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

// as asks as a user of a profile, whose partner is own.
func (r *reached) as(p *access.Profile, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	user := access.User{ID: "u", Partner: "own", Profiles: []access.Holding{{Profile: *p, Days: access.Days{From: 0, To: period.Forever}}}}
	recorder := httptest.NewRecorder()
	r.handler.ServeHTTP(recorder, request.WithContext(api.WithCaller(request.Context(), "user:u", api.Caller{User: user, SecondFactorAt: time.Now()})))
	return recorder
}

// The file of a person is handed out with that person alone: not as the file of a job, not with somebody else, and to nobody who may not
// see each group of fields that is in it.
func TestAPersonsFileIsHandedOutWithThePersonAlone(t *testing.T) {
	withReached(t, func(r *reached) {
		all, own := access.Scope{All: true}, access.Scope{Own: true}
		groups := []access.Permission{access.ReadContactData, access.ReadBirthData, access.ReadTaxData, access.ReadEarnings}
		profile := func(bank access.Scope) *access.Profile {
			p := &access.Profile{ID: "desk", Fields: access.AllFields, Permissions: []access.Grant{
				{Permission: "personal_data:export", Scope: all}, {Permission: "jobs:fetch", Scope: all}, {Permission: access.ReadBankData, Scope: bank},
			}}
			for _, permission := range groups {
				p.Permissions = append(p.Permissions, access.Grant{Permission: permission, Scope: all})
			}
			return p
		}
		whole, partly := profile(all), profile(own)
		want := func(answer *httptest.ResponseRecorder, status int, says string) {
			t.Helper()
			if answer.Code != status || !strings.Contains(answer.Body.String(), says) {
				t.Errorf("%d: %s; want %d that says %q", answer.Code, answer.Body, status, says)
			}
		}
		want(r.as(partly, "POST", "/partners/below/personal-data", "{}"), http.StatusNotFound, "there is no partner below")
		want(r.as(partly, "POST", "/partners/own/personal-data", "{}"), http.StatusAccepted, `"personal_data"`)
		made := r.as(whole, "POST", "/partners/below/personal-data", `{"language": "de"}`)
		want(made, http.StatusAccepted, `"subject":"partner:below"`)
		var job struct{ ID string }
		must(t, json.Unmarshal(made.Body.Bytes(), &job))
		want(r.as(whole, "GET", "/partners/below/personal-data/"+job.ID, ""), http.StatusOK, job.ID)
		want(r.as(whole, "GET", "/partners/above/personal-data/"+job.ID, ""), http.StatusNotFound, "there is no job")
		want(r.as(whole, "GET", "/partners/above/personal-data/"+job.ID+"/file", ""), http.StatusNotFound, "there is no job")
		want(r.as(partly, "GET", "/partners/below/personal-data/"+job.ID+"/file", ""), http.StatusNotFound, "there is no partner below")
		want(r.as(whole, "GET", "/partners/below/personal-data/"+job.ID+"/file", ""), http.StatusNotFound, "has made no file")
		want(r.as(whole, "GET", "/jobs/"+job.ID+"/file", ""), http.StatusNotFound, "has made no file")
	})
}

// What is kept is listed with its law; nobody lets the own department look after more partners.
func TestErasureAndAssignmentsByTheAPI(t *testing.T) {
	withReached(t, func(r *reached) {
		all := access.Scope{All: true}
		p := &access.Profile{ID: "desk", Fields: access.AllFields, Permissions: []access.Grant{
			{Permission: "personal_data:erase", Scope: all}, {Permission: "partners:assign", Scope: all}, {Permission: "partners:history", Scope: all},
		}}
		kept := r.as(p, "GET", "/partners/below/erasure", "")
		if text := kept.Body.String(); kept.Code != http.StatusOK || !strings.Contains(text, `"class":"person"`) || !strings.Contains(text, "§ 147 AO") || strings.Contains(text, `"erased":true`) {
			t.Errorf("%d: %s", kept.Code, text)
		}
		if made := r.as(p, "POST", "/partners/below/erasure", `{"ground": "request 1"}`); made.Code != http.StatusAccepted {
			t.Errorf("%d: %s", made.Code, made.Body)
		}
		for _, c := range []struct{ body, want string }{
			{`{"market": "CH", "from": "2026-03-01", "below": "own", "preview": true}`, `{"changed":2,"partners":2}`},
			{`{"market": "CH", "from": "2026-03-01", "partners": ["own", "own"]}`, `{"changed":1,"partners":1}`},
			{`{"market": "CH", "from": "2026-03-01"}`, "name either partners"},
			{`{"department": "missing", "from": "2026-03-01", "partners": ["own"]}`, "is not there"},
			{`{"department": "south", "market": "CH", "from": "2026-03-01", "partners": ["own"]}`, "either a market or a department"},
			{`{"department": "south", "from": "2026-03-01", "partners": ["own"], "reason": "asked"}`, `{"changed":1,"partners":1}`},
		} {
			if answer := r.as(p, "POST", "/partner-assignments", c.body); !strings.Contains(answer.Body.String(), c.want) {
				t.Errorf("%s: %d %s, want %q", c.body, answer.Code, answer.Body, c.want)
			}
		}
		if history := r.as(p, "GET", "/partners/own/history", ""); !strings.Contains(history.Body.String(), `"departments":[{"from":"2026-03-01"`) {
			t.Errorf("the history is %s", history.Body)
		}
	})
}

package jobs_test

import (
	"context"
	"strings"
	"testing"

	"upline/documents/procedures"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/jobs"
)

// The documentation of procedures says what is really set up, is archived once, and again when something has changed.
func TestProceduresAreArchivedWhenTheyChange(t *testing.T) {
	around := &jobs.Procedures{
		Release: "upline test", Settings: []procedures.Setting{{Name: "S3_BUCKET", Value: "upline"}},
		Profiles: func(context.Context) ([]access.Profile, error) { return access.ReadyMade(), nil },
	}
	s, d := alpina(t, func(w *jobs.Worker) { w.Procedures = around })
	first := result[jobs.ProceduresResult](t, done(t, s, jobs.KeepProcedures("de")))
	if !first.Changed || first.Version != 1 || len(first.SHA256) != 64 {
		t.Fatalf("%+v", first)
	}
	again := result[jobs.ProceduresResult](t, done(t, s, jobs.KeepProcedures("de")))
	if again.Changed || again.Document != first.Document || again.SHA256 != first.SHA256 {
		t.Errorf("nothing has changed: %+v", again)
	}
	if english := result[jobs.ProceduresResult](t, done(t, s, jobs.KeepProcedures("en"))); !english.Changed || english.Version != 1 {
		t.Errorf("in English: %+v", english)
	}
	around.Settings[0].Value = "another"
	second := result[jobs.ProceduresResult](t, done(t, s, jobs.KeepProcedures("de")))
	around.Settings[0].Value = "upline"
	third := result[jobs.ProceduresResult](t, done(t, s, jobs.KeepProcedures("de"))) // back to what the first said
	if !second.Changed || second.Version != 2 || !third.Changed || third.Version != 3 || third.SHA256 != first.SHA256 {
		t.Errorf("%+v, %+v", second, third)
	}
	document, _, err := d.Documents.Document(t.Context(), third.Document, graph.Everybody)
	if err != nil || document.Class != "evidence" || document.Lock != dms.Compliance || document.Number != "VD-DE-3" {
		t.Errorf("%+v, %v", document, err)
	}
	w, err := around.Write(t.Context(), s, d, "en")
	if err != nil {
		t.Fatal(err)
	}
	migrations, err := s.Graph.Migrations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{"versions are kept; locks can be set", "UPLINE_FOUR_EYES", "auditor:export", "plans/2026-03.yaml", "G" /* the range of credit notes */, "AO § 147 (1) no. 1"}
	for _, m := range migrations {
		wanted = append(wanted, "| "+m.Name+" | "+m.Applied.UTC().Format("2006-01-02 15:04:05"))
	}
	for _, want := range wanted {
		if !strings.Contains(w.Markdown, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if _, err := around.Write(t.Context(), s, d, "fr"); fault.KindOf(err) != fault.Invalid || err == nil {
		t.Error(err)
	}
}

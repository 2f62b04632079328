package jobs_test

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/xml"
	"io"
	"math/big"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"upline/documents/gdpdu"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/graph/dms"
	"upline/graph/registrations"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/jobs"
)

// unpacked are the files of an archive that a job has made.
func unpacked(t *testing.T, s *jobs.Settlement, j *graph.Job) map[string]string {
	t.Helper()
	file, _, err := s.FileOf(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if keep := os.Getenv("UPLINE_ZIP_OUT"); keep != "" {
		content, _ := io.ReadAll(io.NewSectionReader(file, 0, file.Size()))
		_ = os.WriteFile(keep+"/"+t.Name()+".zip", content, 0o600)
	}
	archive, err := zip.NewReader(file, file.Size())
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := files[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		files[f.Name] = string(content)
	}
	return files
}

// handed is what index.xml says.
type handed struct {
	Media struct {
		Table []struct {
			URL, Name      string
			VariableLength struct {
				VariablePrimaryKey, VariableColumn []struct {
					Name    string
					Numeric *struct{ Accuracy string }
					Date    *struct{ Format string }
				}
				ForeignKey []struct {
					Name       string
					References string
					Alias      struct{ From, To string }
				}
			}
		}
	}
}

// read reads the tables of an export as index.xml describes them: by name of the table, then by row, then by name of the column.
func read(t *testing.T, files map[string]string) map[string][]map[string]string {
	t.Helper()
	var index handed
	if err := xml.Unmarshal([]byte(files[gdpdu.IndexFile]), &index); err != nil {
		t.Fatal(err)
	}
	if files[gdpdu.DTDFile] != string(gdpdu.DTD) {
		t.Error("the DTD is not beside index.xml")
	}
	tables := map[string][]map[string]string{}
	for _, table := range index.Media.Table {
		reader := csv.NewReader(strings.NewReader(files[table.URL]))
		reader.Comma = ';'
		rows, err := reader.ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatalf("%s: %v", table.URL, err)
		}
		tables[table.Name] = []map[string]string{}
		columns := slices.Concat(table.VariableLength.VariablePrimaryKey, table.VariableLength.VariableColumn)
		keys := map[string]bool{}
		for _, row := range rows[1:] {
			named, key := map[string]string{}, ""
			for i, column := range columns {
				if rows[0][i] != column.Name {
					t.Fatalf("column %d of %s is %s, and described as %s", i, table.URL, rows[0][i], column.Name)
				}
				named[column.Name] = row[i]
				if i < len(table.VariableLength.VariablePrimaryKey) {
					key += row[i] + "\x00"
				}
			}
			if keys[key] {
				t.Errorf("%s has the key %q twice", table.URL, key)
			}
			keys[key] = true
			tables[table.Name] = append(tables[table.Name], named)
		}
	}
	for _, table := range index.Media.Table { // what a row names is there
		for _, f := range table.VariableLength.ForeignKey {
			key := f.Alias.To
			if key == "" {
				key = f.Name
			}
			there := map[string]bool{"": true}
			for _, row := range tables[f.References] {
				there[row[key]] = true
			}
			for _, row := range tables[table.Name] {
				if !there[row[f.Name]] {
					t.Errorf("%s.%s is %s, which is not in %s", table.Name, f.Name, row[f.Name], f.References)
				}
			}
		}
	}
	return tables
}

// comma reads a number as it stands in the files.
func comma(t *testing.T, text string) *big.Rat {
	t.Helper()
	return number(t, strings.ReplaceAll(text, ",", "."))
}

// An auditor gets tables that are what index.xml says, whose keys lead from one to the other, whose lines add up to the statements, and the
// documents beside them, each with the hash that its table names.
func TestExportForAuditor(t *testing.T) {
	s, _ := alpina(t, nil)
	for _, month := range []string{"2026-01", "2026-02", "2026-03"} {
		run, err := s.Find(t.Context(), graph.Settlement, settletest.Period(t, month))
		if err != nil {
			t.Fatal(err)
		}
		written(t, s, done(t, s, jobs.WriteDocuments(run.ID)))
	}
	if _, err := (&jobs.Audit{Graph: s.Graph, Archive: s.Archive}).Anchor(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := done(t, s, jobs.ExportForAuditor(dayOf(t, "2026-01-01"), dayOf(t, "2999-12-31"), true, true))
	files := unpacked(t, s, j)
	tables := read(t, files)
	if _, missing := files["MISSING.txt"]; missing {
		t.Error(files["MISSING.txt"])
	}
	sums := map[string]*big.Rat{}
	for _, line := range tables["Lines"] {
		key := line["run"] + " " + line["beneficiary"]
		if sums[key] == nil {
			sums[key] = new(big.Rat)
		}
		sums[key].Add(sums[key], comma(t, line["amount"]))
	}
	for _, row := range tables["Statements"] {
		want := new(big.Rat)
		for _, name := range []string{"earnings", "reversals", "reserve", "release"} {
			want.Add(want, comma(t, row[name]))
		}
		got := sums[row["run"]+" "+row["partner"]]
		if got == nil {
			got = new(big.Rat)
		}
		if got.Cmp(want) != 0 {
			t.Errorf("the lines of %s in %s add up to %v, want %v", row["partner"], row["run"], got, want)
		}
	}
	for _, row := range tables["Documents"] {
		sum := sha256.Sum256([]byte(files[row["path"]]))
		if hex.EncodeToString(sum[:]) != row["sha256"] {
			t.Errorf("%s is not what its hash says", row["path"])
		}
	}
	for _, row := range tables["Plans"] {
		sum := sha256.Sum256([]byte(files[row["path"]]))
		if hex.EncodeToString(sum[:]) != row["sha256"] {
			t.Errorf("%s is not what its hash says", row["path"])
		}
	}
	for _, name := range []string{"Partners", "Orders", "Cancellations", "Plans", "Runs", "Lines", "Statements", "CreditNotes", "Documents", "AuditAnchors"} {
		if len(tables[name]) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	i := slices.IndexFunc(tables["Partners"], func(row map[string]string) bool { return row["id"] == "anna" })
	if anna := tables["Partners"][i]; anna["vat_id"] != "DE123456789" || anna["city"] != "Berlin" {
		t.Errorf("anna is %v", anna)
	}
	// Whoever may not see addresses and taxes has none of them; a span without documents has their table alone.
	files = unpacked(t, s, done(t, s, jobs.ExportForAuditor(dayOf(t, "2026-02-01"), dayOf(t, "2026-02-28"), false, false)))
	for name := range files {
		if strings.HasPrefix(name, "documents/") {
			t.Errorf("%s is packed", name)
		}
	}
	if strings.Contains(files["partners.csv"], "Berlin") || strings.Contains(files["partners.csv"], "DE123456789") {
		t.Error("addresses or taxes are in partners.csv")
	}
	if strings.Contains(files["runs.csv"], "2026-01") || !strings.Contains(files["runs.csv"], "2026-02") {
		t.Errorf("runs: %s", files["runs.csv"])
	}
}

// An export that is stopped in the midst of its archive leaves nothing, and is whole when it is begun again.
func TestExportsForAuditorsBeginAgain(t *testing.T) {
	var first atomic.Bool
	within := make(chan struct{})
	s, _ := alpina(t, func(w *jobs.Worker) {
		persons := w.Desk.Persons
		w.Desk.Persons = func(ctx context.Context, partners []string) (map[string][]registrations.Dated, error) {
			if first.CompareAndSwap(false, true) { // index.xml is written, and the table of partners begun
				close(within)
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return persons(ctx, partners)
		}
	})
	j := add(t, s, jobs.ExportForAuditor(dayOf(t, "2026-01-01"), dayOf(t, "2026-12-31"), true, true))
	<-within
	if _, err := s.Graph.CancelJob(t.Context(), j.ID, tester); err != nil {
		t.Fatal(err)
	}
	if ended := await(t, s, j); ended.State != graph.Cancelled || len(ended.Result) > 0 {
		t.Fatalf("%s, %s", ended.State, ended.Result)
	}
	tables := read(t, unpacked(t, s, done(t, s, jobs.ExportForAuditor(dayOf(t, "2026-01-01"), dayOf(t, "2026-12-31"), true, true))))
	if len(tables["Lines"]) == 0 || len(tables["Partners"]) == 0 {
		t.Error("the second one is not whole")
	}
}

// A package has what its user may see when it is made, whatever the selection says, under names that no other file has.
func TestPackages(t *testing.T) {
	own := access.Scope{Own: true} // statements show earnings
	grants := []access.Grant{{Permission: jobs.ReadDocuments, Scope: own}, {Permission: "earnings:read", Scope: own}}
	s, _ := alpina(t, func(w *jobs.Worker) {
		w.Sight = func(_ context.Context, user string, permission access.Permission) (graph.Sight, error) {
			profile := access.Profile{ID: "reader", Fields: access.Basic | access.Earnings | access.Tax, Permissions: grants}
			u := access.User{ID: user, Partner: "anna", Profiles: []access.Holding{{Profile: profile, Days: access.Days{To: period.Forever}}}}
			day := dayOf(t, "2026-11-27")
			return graph.SightOf(access.Decide(u, permission, day), day, false), nil
		}
	})
	run, err := s.Find(t.Context(), graph.Settlement, settletest.Period(t, "2026-03"))
	if err != nil {
		t.Fatal(err)
	}
	written(t, s, done(t, s, jobs.WriteDocuments(run.ID)))
	mine := unpacked(t, s, done(t, s, jobs.PackDocuments(jobs.Selection{}, "17")))
	whole := unpacked(t, s, done(t, s, jobs.PackDocuments(jobs.Selection{Filter: dms.Filter{Class: "statement"}}, "")))
	if len(mine) < 2 || len(whole) <= len(mine) {
		t.Fatalf("%d files of one's own, %d of all", len(mine), len(whole))
	}
	for name := range mine {
		if name != "documents.csv" && !strings.Contains(name, "anna") && !strings.Contains(name, "credit-note") {
			t.Errorf("%s is packed for anna", name)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(whole["documents.csv"])).ReadAll()
	if err != nil || len(rows) != len(whole) {
		t.Fatalf("%d rows for %d files, %v", len(rows), len(whole), err)
	}
	for _, row := range rows[1:] {
		sum := sha256.Sum256([]byte(whole[row[0]]))
		if hex.EncodeToString(sum[:]) != row[11] || row[12] != "" {
			t.Errorf("%v", row)
		}
	}
	other := "statement-" + run.ID + "-gerda"
	for _, selection := range []jobs.Selection{{Documents: []string{other}}, {Filter: dms.Filter{Partner: "gerda"}}} {
		if ended := await(t, s, add(t, s, jobs.PackDocuments(selection, "17"))); ended.State != graph.Failed {
			t.Errorf("%+v: %s", selection, ended.State)
		}
	}
	looked, err := s.Graph.EntriesListed(t.Context(), chronicle.EntryFilter{Operation: "pack document", Kind: "Document", Key: other}, audit.Ref{}, 10)
	if err != nil || len(looked) == 0 {
		t.Errorf("nobody looked at %s: %v", other, err)
	}
}

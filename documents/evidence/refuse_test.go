package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"upline/commission"
	"upline/documents/columns"
	"upline/documents/evidence"
	"upline/internal/bundletest"
	"upline/internal/fault"
)

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// richest returns the evidence of the first run of a vector that has everything.
func richest(t testing.TB) (of files) {
	for _, v := range bundletest.Vectors(t) {
		if v.Name == "33-random-01" {
			settle(t, v.Input, v.From, v.From, func(run *commission.Run) { of = write(t, run, 1) })
		}
	}
	return of
}

// another writes a file with another head.
func another(t *testing.T, head map[string]string) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := columns.NewWriter(&file, columns.Table{Columns: []columns.Column{{Name: "partner", Type: columns.Text}}, Head: head})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// Files that are no evidence, or not the one that is asked for, are refused, and the error says why.
func TestOtherFilesAreRefused(t *testing.T) {
	with := func(key, value string) []byte {
		head := map[string]string{
			"upline.file": "carries", "upline.version": "1", "upline.period": "2026-01", "upline.scale": "2", "upline.currency": "EUR",
		}
		head[key] = value
		return another(t, head)
	}
	whole := richest(t).data
	for _, c := range []struct {
		name string
		file []byte
		kind fault.Kind
		text string
	}{
		{"nothing", nil, fault.Internal, "the file is damaged"},
		{"text", []byte("partner,left,right\n"), fault.Invalid, "this is no Parquet file"},
		{"others' Parquet", another(t, nil), fault.Invalid, "this file is no evidence of a run"},
		{"a later format", with("upline.version", "2"), fault.Invalid, `format version "2", and this program reads version 1`},
		{"another file", whole[evidence.Standings], fault.Invalid, "this file holds standings, not carries"},
		{"other columns", with("upline.version", "1"), fault.Internal, "its columns are not those that it should have"},
		{"no period", with("upline.period", "soon"), fault.Internal, `its period is "soon"`},
		{"no scale", with("upline.scale", "5"), fault.Internal, `its scale is "5"`},
	} {
		_, err := readAny(evidence.Carries, c.file)
		if err == nil || fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, want one of kind %v that says %q", c.name, err, c.kind, c.text)
		}
	}
}

// What the reader's caller says ends reading, and comes back as it is.
func TestCallersEndReading(t *testing.T) {
	file, enough := richest(t).data[evidence.Lines], errors.New("enough")
	err := evidence.ReadLines(bytes.NewReader(file), int64(len(file)), func([]evidence.Line) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("%v", err)
	}
}

// Whatever a file holds, reading it ends with rows or with an error that says so, and does not panic.
func FuzzRead(f *testing.F) {
	for name, data := range richest(f).data {
		f.Add(string(name), data)
		f.Add(string(name), data[:len(data)-1])
	}
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		_, err := readAny(evidence.Name(name), file)
		if err != nil && fault.KindOf(err) != fault.Internal && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
		if evidence.Name(name) == evidence.Lines {
			wanted := map[string]bool{"o1": true}
			_ = evidence.ReadLinesOf(bytes.NewReader(file), int64(len(file)), wanted, func([]evidence.Line) error { return nil })
		}
	})
}

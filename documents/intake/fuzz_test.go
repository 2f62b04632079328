package intake_test

import (
	"bytes"
	"context"
	"testing"

	"upline/documents/intake"
)

// FuzzInspect: whatever the bytes, there is a verdict; and the same one again.
func FuzzInspect(f *testing.F) {
	for _, raw := range [][]byte{
		pdfOf(), pdfOf(packedObject(javaScript)), pngOf(noise(3, 3)), jpegOf(noise(9, 9)), tiffOf(2, 3, 3), webpOf(), wordOf(),
		zipOf(member{"a", "a"}), []byte(mailText), []byte(ciiText), []byte("a;b\n1;2\n"), wide("<a/>"), encrypted(), polyglot(pdfOf()),
	} {
		f.Add(raw)
	}
	i := intake.Inspector{Folder: f.TempDir(), Limits: intake.Limits{Unpacked: 1 << 20}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var reports [2]intake.Report
		for n := range reports {
			var err error
			if reports[n], err = i.Inspect(context.Background(), intake.File{Name: "a", Body: bytes.NewReader(raw), Size: int64(len(raw))}); err != nil {
				t.Fatal(err)
			}
		}
		first, second := reports[0], reports[1]
		if first.Verdict != second.Verdict || first.Type != second.Type || len(first.Findings) != len(second.Findings) {
			t.Fatalf("%+v, then %+v", first, second)
		}
		if first.Verdict == intake.Refused && first.Err() == nil || first.Verdict != intake.Refused && first.Type == "application/octet-stream" {
			t.Fatalf("%+v", first)
		}
	})
}

// FuzzName: whatever the name, it is safe.
func FuzzName(f *testing.F) {
	for _, name := range []string{"a.pdf", "../../x", "CON", "\u202etxt.exe", "\xff\x00"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name := intake.Name(raw)
		if name == "" || len(name) > 201 || intake.Name(name) != name || intake.Shown(name) == "" {
			t.Fatalf("%q becomes %q, and then %q", raw, name, intake.Name(name))
		}
	})
}

package planfile

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// FuzzRead holds Read to what must be true of any file: it comes back, soon, and finds no more than there is.
func FuzzRead(f *testing.F) {
	for _, plan := range vectorPlans(f) {
		f.Add(plan)
	}
	for _, c := range refusals(f) {
		f.Add([]byte(c.plan))
	}
	f.Add(fullPlan(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		tooLong := time.AfterFunc(10*time.Second, func() { panic(fmt.Sprintf("no end: %q", content)) })
		file := Read("plans/fuzz.yaml", content)
		tooLong.Stop()
		lines := bytes.Count(content, []byte("\n")) + 1
		for _, finding := range file.Findings {
			if finding.Line < 1 || finding.Line > lines {
				t.Errorf("line %d of %d: %s", finding.Line, lines, finding.Msg)
			}
			if finding.File != file.Name || finding.Msg == "" || bytes.ContainsAny([]byte(finding.Msg), "\n\r") {
				t.Errorf("not a finding of one line: %q", finding)
			}
		}
		if most := len(content) + 8; len(file.Findings) > most {
			t.Errorf("%d findings in %d bytes", len(file.Findings), len(content))
		}
		if !file.Readable() && len(file.Findings) != 1 {
			t.Errorf("not readable: %d findings", len(file.Findings))
		}
		if found := Compare([]*File{file, file}); len(file.Findings) == 0 && len(found) != 1 {
			t.Errorf("compared with itself, only valid_from is there twice: %v", found)
		}
	})
}

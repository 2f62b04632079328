package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/graph/audit"
	"upline/internal/storetest"
)

// The audit of a settled company is verified, anchored, exported and erased by commands; what was altered is told, and the exit status
// says so.
func TestAuditByCommands(t *testing.T) {
	freshStores(t)
	done(t, "import", "--data", written(t, three))
	done(t, "run", "settle", "--from", "2026-01", "--through", "2026-02", "--by", "anna")
	if text := done(t, "audit", "verify"); !strings.Contains(text, "Verified ") || !strings.Contains(text, "no anchor yet") {
		t.Errorf("verify says %q", text)
	}
	if text := done(t, "audit", "anchor"); !strings.HasPrefix(text, "Anchor 1, of ") {
		t.Errorf("anchor says %q", text)
	}
	published := filepath.Join(t.TempDir(), "anchor.json")
	if err := os.WriteFile(published, []byte(done(t, "audit", "anchor", "--json")), 0o600); err != nil {
		t.Fatal(err)
	}
	if text := done(t, "audit", "verify", "--published", published); !strings.Contains(text, "2 anchors, the latest of ") || !strings.Contains(text, "; 0 entries since") {
		t.Errorf("verify says %q", text)
	}
	folder := filepath.Join(t.TempDir(), "anna")
	done(t, "person", "export", "--person", "shell:anna", "--out", folder)
	if text, err := os.ReadFile(filepath.Join(folder, "audit.json")); err != nil || !strings.Contains(string(text), `"what": "approve run"`) || !strings.Contains(string(text), `"who": "you"`) {
		t.Errorf("export says %q, %v", text, err)
	}
	var runs []struct{ ID string }
	if err := json.Unmarshal([]byte(done(t, "run", "show", "--period", "2026-01", "--json")), &runs); err != nil || len(runs) != 1 {
		t.Fatalf("%v, %v", runs, err)
	}
	if text := done(t, "audit", "show", "--kind", "Run", "--key", runs[0].ID, "--by", "user:17"); !strings.Contains(text, "  shell:anna  approve run\n") ||
		!strings.Contains(text, "user:17  look at the audit\n") || !strings.Contains(text, `  state: "computed" → "approved"`) {
		t.Errorf("show says %q", text)
	}
	if text := refused(t, exitInvalid, "person", "erase", "--person", "partner:nobody", "--ground", "request 1"); !strings.Contains(text, "there is no partner nobody") {
		t.Errorf("erase says %q", text)
	}
	if text := done(t, "person", "kept", "--person", "shell:anna"); !strings.Contains(text, "erased on request") {
		t.Errorf("kept says %q", text)
	}
	if text := done(t, "person", "erase", "--person", "user:17", "--ground", "request 1"); !strings.HasPrefix(text, "Erased user:17, and what 0 entries said") {
		t.Errorf("erase says %q", text)
	}
	done(t, "audit", "verify")

	storetest.Run(t, `MATCH (e:AuditEntry {operation: 'approve run'}) WITH e LIMIT 1 SET e.text = replace(e.text, '4:anna', '4:bert')`)
	c := again(t, nil, "audit", "verify", "--json")
	var out struct {
		audit.Summary
		Found []audit.Finding
	}
	if err := json.Unmarshal([]byte(c.stdout), &out); err != nil || c.status != exitFailed || len(out.Found) == 0 || int(out.Findings) != len(out.Found) {
		t.Fatalf("exit status %d, %v: %s%s", c.status, err, c.stdout, c.stderr)
	}
	text := again(t, nil, "audit", "verify")
	if want := fmt.Sprintf("stripe %d, entry %d", out.Found[0].Stripe, out.Found[0].No); !strings.Contains(text.stdout, want) || !strings.Contains(text.stderr, "not as it was written") {
		t.Errorf("verify says %s%s", text.stdout, text.stderr)
	}
}

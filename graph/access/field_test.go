package access_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
)

func TestMaskingLeavesOut(t *testing.T) {
	order := func() map[string]any {
		return map[string]any{"id": "O1", "partner": "anna", "points": "12.5", "cv": "10", "secret": "what nobody put into a group"}
	}
	for _, c := range []struct {
		fields access.Fields
		want   string
	}{
		{0, ""},
		{access.Basic, "id partner"},
		{access.Sales, "cv points"},
		{access.Basic | access.Sales | access.Notes, "cv id partner points"},
		{access.Basic | access.Contact | access.Birth | access.Bank | access.Tax | access.Earnings, "id partner"},
	} {
		masked := order()
		c.fields.Mask("Order", masked)
		if got := strings.Join(slices.Sorted(maps.Keys(masked)), " "); got != c.want {
			t.Errorf("%v shows %q, want %q", c.fields.Names(), got, c.want)
		}
		for field, value := range masked {
			if value != order()[field] {
				t.Errorf("%s became %v", field, value)
			}
		}
	}
	unknown := map[string]any{"id": "1"}
	access.Fields(1<<16-1).Mask("Nowhere", unknown)
	if len(unknown) > 0 {
		t.Error("fields of an unknown schema are shown")
	}
}

// What says nothing about a person needs no group.
func TestPlainFieldsAreShownToEverybody(t *testing.T) {
	if none := access.Fields(0); !none.Shows("Run", "state") || none.Shows("Run", "payout") || none.Shows("Run", "reason") || !none.Shows("PartnerPage", "next") {
		t.Error("the fields of a run, or of a page")
	}
}

func TestFieldsComeBackFromTheirNames(t *testing.T) {
	for f := range access.Fields(256) {
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var got access.Fields
		if err := json.Unmarshal(text, &got); err != nil || got != f {
			t.Fatalf("%s comes back as %v, %v", text, got, err)
		}
		if len(f.About()) != len(f.Names()) {
			t.Fatalf("%s: %d explanations", text, len(f.About()))
		}
	}
	for text, want := range map[string]string{
		`["basic", "iban"]`:  `there is no group of fields "iban"`,
		`["basic", "basic"]`: "there twice",
		`"basic"`:            "a list of groups",
	} {
		var f access.Fields
		if err := json.Unmarshal([]byte(text), &f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

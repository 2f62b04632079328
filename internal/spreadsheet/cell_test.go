package spreadsheet_test

import (
	"testing"

	"upline/internal/spreadsheet"
)

// What a spreadsheet would take for a formula is none.
func TestNoTextIsAFormula(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-1": "'-1", "plain": "plain", "": ""} {
		if got := spreadsheet.Neutral(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

package naive

import (
	"reflect"
	"testing"
)

// Scalars keep the text of the file: a number that went through a float would lose its zeros or gain digits, and ids that
// look like numbers, truths or nothing would change.
func TestScalarsStayText(t *testing.T) {
	got := readYAML("a: 17.10 # a comment\nb: {007: 0.1, \"0.10\": 1e3, yes: ~}\nc:\n  - 2026-01-01\n  - {d: 'x, y'}\n")
	want := mapping{
		"a": "17.10",
		"b": mapping{"007": "0.1", "0.10": "1e3", "yes": "~"},
		"c": []any{"2026-01-01", mapping{"d": "x, y"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

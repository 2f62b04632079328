package money_test

import (
	"encoding/json"
	"testing"

	"upline/internal/money"
)

func TestNumbersAreTextsInJSON(t *testing.T) {
	type both struct {
		Points money.Value `json:"points"`
		Share  money.Share `json:"share"`
	}
	const text = `{"points":"120.5","share":"0.333333"}`
	var b both
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	if b.Points != 1_205_000 || b.Share != 333_333 {
		t.Errorf("read %v", b)
	}
	if again, err := json.Marshal(b); err != nil || string(again) != text {
		t.Errorf("%s, %v, want %s", again, err, text)
	}
	for _, bad := range []string{`{"points":"1.00001"}`, `{"points":"1e3"}`, `{"points":120.5}`, `{"share":"0.3333333"}`, `{"share":""}`} {
		if err := json.Unmarshal([]byte(bad), &b); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

package period_test

import (
	"encoding/json"
	"testing"

	"upline/internal/period"
)

func TestDaysAndPeriodsAreTextsInJSON(t *testing.T) {
	type both struct {
		Day    period.Day    `json:"day"`
		Period period.Period `json:"period"`
	}
	const text = `{"day":"2024-02-29","period":"2024-02"}`
	var b both
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(b); err != nil || string(again) != text {
		t.Errorf("%s, %v, want %s", again, err, text)
	}
	for _, bad := range []string{`{"day":"2023-02-29"}`, `{"day":""}`, `{"period":"2024-13"}`, `{"day":7}`} {
		if err := json.Unmarshal([]byte(bad), &b); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

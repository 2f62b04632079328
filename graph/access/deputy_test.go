package access_test

import (
	"fmt"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/internal/period"
)

// A deputy has the permissions of the absent one as that one has them (own is the absent one's partner), one step far.
func TestDeputiesHaveWhatTheAbsentOneHas(t *testing.T) {
	chief := access.User{ID: "chief", Profiles: []access.Holding{ready("management")}}
	absent := access.User{
		ID: "ben", Partner: "ben", Profiles: []access.Holding{ready("partner")},
		StandsInFor: []access.Absence{{For: chief, Days: always}},
	}
	deputy := access.User{ID: "anna", Partner: "anna", StandsInFor: []access.Absence{{For: absent, Days: always}}}
	d := access.Decide(deputy, access.ReadBankData, today)
	if shown(t, d, access.Subject{Partner: "ben"}, today) == "–" || shown(t, d, access.Subject{Partner: "anna"}, today) != "–" {
		t.Errorf("the deputy sees %+v", d.Reach)
	}
	if d := access.Decide(deputy, "runs:approve", today); d.Allowed {
		t.Errorf("a deputy of a deputy: %+v", d)
	}
	if d := access.Decide(absent, "runs:approve", today); !d.Allowed {
		t.Errorf("the deputy: %+v", d)
	}
	absent.Locked = true
	deputy.StandsInFor[0].For = absent
	if d := access.Decide(deputy, access.ReadBankData, today); d.Allowed {
		t.Errorf("of a locked account: %+v", d)
	}
}

func TestStandInsThatAreNotSound(t *testing.T) {
	for want, s := range map[string]access.StandIn{
		"":                      {Deputy: "ben", For: "anna", Days: on(stepDay, stepDay+14)},
		"names two users":       {Deputy: "ben", Days: on(stepDay)},
		"their own deputy":      {Deputy: "anna", For: "anna", Days: on(stepDay)},
		"before the first one":  {Deputy: "ben", For: "anna", Days: access.Days{From: stepDay, To: stepDay}},
		fmt.Sprint(stepDay - 1): {Deputy: "ben", For: "anna", Days: on(stepDay-1, stepDay)},
		"for 366 days at most":  {Deputy: "ben", For: "anna", Days: access.Days{From: stepDay, To: period.Forever}},
		"appoint anew when it":  {Deputy: "ben", For: "anna", Days: on(stepDay, stepDay+366)},
	} {
		if err := s.Check(stepDay); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", s, err, want)
		}
	}
}

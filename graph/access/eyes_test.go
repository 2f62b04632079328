package access_test

import (
	"strings"
	"testing"

	"upline/graph/access"
	"upline/internal/period"
)

const (
	deedDay = period.Day(20_000)
	stepDay = deedDay + 10
)

func on(days ...period.Day) access.Days { return access.Days{From: days[0], To: days[len(days)-1] + 1} }

func TestFourEyes(t *testing.T) {
	computed := []access.Part{{User: "anna", Deed: access.RunComputed, Day: deedDay}}
	bank := []access.Part{{User: "anna", Deed: access.BankDataChanged, Day: deedDay}, {User: "ben", Deed: access.PayoutPrepared, Day: deedDay}}
	forAnna := func(deputy string, days ...period.Day) []access.StandIn {
		return []access.StandIn{{Deputy: deputy, For: "anna", Days: on(days...)}}
	}
	for _, c := range []struct {
		name  string
		step  access.Step
		user  string
		parts []access.Part
		in    []access.StandIn
		want  string // empty: may; else what the sentence says
	}{
		{"somebody else approves", access.ApproveRun, "ben", computed, nil, ""},
		{"the same one", access.ApproveRun, "anna", computed, nil, "anna had the run computed (2024-10-04)"},
		{"who changed it", access.ApproveRun, "ben", append(computed, access.Part{User: "ben", Deed: access.RunChanged, Day: deedDay}), nil, "ben changed the run"},
		{"her deputy today", access.ApproveRun, "ben", computed, forAnna("ben", stepDay), "ben stands in for anna"},
		{"her deputy then", access.ApproveRun, "ben", computed, forAnna("ben", deedDay), "ben stands in for anna"},
		{"her deputy in between", access.ApproveRun, "ben", computed, forAnna("ben", deedDay+1, stepDay-1), ""},
		{"whom she stands in for", access.ApproveRun, "cleo", computed, []access.StandIn{{Deputy: "anna", For: "cleo", Days: on(deedDay)}}, "anna stands in for cleo"},
		{
			"two deputies of the same one, one after the other", access.ApproveRun, "ben", computed,
			[]access.StandIn{{Deputy: "anna", For: "cleo", Days: on(deedDay)}, {Deputy: "ben", For: "cleo", Days: on(stepDay)}},
			"both stand in for cleo",
		},
		{
			"the deputy of a deputy is not hers", access.ApproveRun, "cleo", computed,
			[]access.StandIn{{Deputy: "cleo", For: "ben", Days: on(stepDay)}, {Deputy: "ben", For: "anna", Days: on(stepDay)}},
			"",
		},
		{"a payout after bank data", access.ReleasePayout, "anna", bank, nil, "anna changed bank data"},
		{"a payout of one's own", access.ReleasePayout, "ben", bank, nil, "ben prepared the payout"},
		{"a payout by a third", access.ReleasePayout, "cleo", bank, nil, ""},
		{"computing bars from no payout", access.ReleasePayout, "anna", computed, nil, ""},
		{"rights for oneself", access.GiveRights, "anna", []access.Part{{User: "anna", Deed: access.RightsReceived, Day: stepDay}}, nil, "anna is to get the rights"},
		{"nobody", access.ApproveRun, "", nil, nil, "no such step"},
		{"an unknown step", "post run", "ben", nil, nil, "no such step"},
	} {
		v := access.MayStep(c.step, c.user, stepDay, c.parts, c.in)
		if v.May != (c.want == "") || len(v.Whys) == 0 || !strings.Contains(v.Whys[0].EN, c.want) || v.Whys[0].DE == "" || v.Whys[0].DE == v.Whys[0].EN {
			t.Errorf("%s: %+v, want %q", c.name, v, c.want)
		}
	}
}

// All ways in which three users can stand in for each other, then, today, or both: a step passes just when nobody could be
// meant by both who did the deed and who does the step.
func TestFourEyesOfAllPairs(t *testing.T) {
	users := []string{"anna", "ben", "cleo"}
	type pair struct{ deputy, of string }
	var pairs []pair
	for _, deputy := range users {
		for _, of := range users {
			if deputy != of {
				pairs = append(pairs, pair{deputy, of})
			}
		}
	}
	when := [][]period.Day{nil, {deedDay}, {stepDay}, {deedDay, stepDay}, {deedDay + 1, stepDay - 1}}
	ways, passed := 0, 0
	for way := range pow(len(when), len(pairs)) {
		var standIns []access.StandIn
		means := map[pair]bool{{"anna", "anna"}: true, {"ben", "ben"}: true, {"cleo", "cleo"}: true}
		for i, p := range pairs {
			choice := way / pow(len(when), i) % len(when)
			if choice > 0 {
				standIns = append(standIns, access.StandIn{Deputy: p.deputy, For: p.of, Days: on(when[choice]...)})
			}
			means[p] = choice > 0 && choice < 4
		}
		for _, did := range users {
			for _, does := range users {
				want := true
				for _, one := range users {
					if means[pair{did, one}] && means[pair{does, one}] {
						want = false
					}
				}
				v := access.MayStep(access.ApproveRun, does, stepDay, []access.Part{{User: did, Deed: access.RunComputed, Day: deedDay}}, standIns)
				if v.May != want {
					t.Fatalf("%s computed, %s approves, %v: %v, want %v", did, does, standIns, v, want)
				}
				if ways++; v.May {
					passed++
				}
			}
		}
	}
	if passed == 0 || passed == ways {
		t.Errorf("%d of %d pass", passed, ways)
	}
}

func pow(base, exponent int) int {
	n := 1
	for range exponent {
		n *= base
	}
	return n
}

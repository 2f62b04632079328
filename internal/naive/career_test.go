package naive

import "testing"

// demotion {after: 2}, paid as achieved.
// a: January director (pv 200), at once. February starter: one month below is not enough. March leader (pv 100): starter
// and leader are both below director, so down to the higher, leader. April starter: the leader of March is not below
// leader. May starter: the second in a row, down to starter.
// b was leader in 2025: January starter, only one run has recorded b; February the second, so down to starter.
// c joins in February and is listed as leader in careers.csv from February on: those days do not count.
func TestDemotionAfter(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "a,A,2025-01-01,\nb,B,2025-01-01,\nc,C,2026-02-01,\n",
		"careers.csv":  "partner,rank,from,to\nb,leader,2025-06-01,\nc,leader,2026-02-01,\n",
		"orders.csv":   ordersHeader + "o1,a,own,2026-01-05,2026-01-05,200,0\no2,a,own,2026-03-05,2026-03-05,100,0\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
career: {demotion: {after: 2}}
ranks: [{id: starter}, {id: leader, when: {pv: 100}}, {id: director, when: {pv: 200}}]
bonuses: []
`,
	}, "2026-01", "2026-05")
	expectRows(t, results, "ranks.csv",
		"2026-01,a,200,200,200,true,director,director,director",
		"2026-01,b,0,0,0,true,starter,leader,starter",
		"2026-02,a,0,0,0,true,starter,director,starter",
		"2026-02,b,0,0,0,true,starter,starter,starter",
		"2026-02,c,0,0,0,true,starter,starter,starter",
		"2026-03,a,100,100,100,true,leader,leader,leader",
		"2026-03,b,0,0,0,true,starter,starter,starter",
		"2026-03,c,0,0,0,true,starter,starter,starter",
		"2026-04,a,0,0,0,true,starter,leader,starter",
		"2026-04,b,0,0,0,true,starter,starter,starter",
		"2026-04,c,0,0,0,true,starter,starter,starter",
		"2026-05,a,0,0,0,true,starter,starter,starter",
		"2026-05,b,0,0,0,true,starter,starter,starter",
		"2026-05,c,0,0,0,true,starter,starter,starter")
}

// a is suspended at the end of January: the lowest rank is achieved, in spite of pv 150, and the career rank stays. With
// paid_as career a still leads the group of s, so that r is generation 1, but gets no fix.
func TestSuspendedLeader(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "r,R,2025-01-01,\na,A,2025-01-01,r\ns,S,2025-01-01,a\n",
		"careers.csv":  "partner,rank,from,to\na,leader,2025-06-01,\nr,leader,2025-06-01,\n",
		"status.csv":   "partner,status,from,to\na,suspended,2026-01-15,2026-02-01\n",
		"orders.csv":   ordersHeader + "o1,s,own,2026-01-05,2026-01-05,0,100\no2,a,own,2026-01-05,2026-01-05,150,0\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
career: {demotion: never, paid_as: career}
ranks: [{id: starter}, {id: leader, when: {pv: 100}}]
bonuses:
  - {id: gen, type: generation, rank: leader, generations: [5]}
  - {id: fix, type: fixed, amount_by_rank: {leader: 7}, needs_active: false}
`,
	}, "2026-01", "2026-01")
	expectRows(t, results, "ranks.csv",
		"2026-01,a,150,150,150,false,starter,leader,leader",
		"2026-01,r,0,150,150,true,starter,leader,leader",
		"2026-01,s,0,0,0,true,starter,starter,starter")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,fix,,,r,,,,7.00,2026-01",
		"2026-01,earning,gen,o1,s,r,1,100,5,5.00,2026-01")
}

// a, leader from February on by careers.csv: days after the first settled period do not count, so the rank of February is
// the first time. b was leader in 2025, lost it, and gets only what is above. c skips leader: both amounts. There is no
// amount for the lowest rank, since everyone has held it.
func TestRankAdvance(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "a,A,2025-01-01,\nb,B,2025-01-01,\nc,C,2025-01-01,\n",
		"careers.csv":  "partner,rank,from,to\na,leader,2026-02-01,\nb,leader,2025-02-01,2025-03-01\n",
		"orders.csv": ordersHeader + "o1,a,own,2026-02-05,2026-02-05,100,0\no2,b,own,2026-02-05,2026-02-05,200,0\n" +
			"o3,c,own,2026-02-05,2026-02-05,200,0\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
ranks: [{id: starter}, {id: leader, when: {pv: 100}}, {id: director, when: {pv: 200}}]
bonuses: [{id: adv, type: rank_advance, amounts: {starter: 1, leader: 20, director: 5.005}}]
`,
	}, "2026-01", "2026-02")
	expectRows(t, results, "lines.csv",
		"2026-02,earning,adv,,,a,,,,20.00,2026-02",
		"2026-02,earning,adv,,,b,,,,5.01,2026-02",
		"2026-02,earning,adv,,,c,,,,5.01,2026-02",
		"2026-02,earning,adv,,,c,,,,20.00,2026-02")
}

// breakaway_rank leader: pgv of r is its own 10, plus the pgv of a and c, who are below leader; b is a leader, but below
// a, so a's pgv leaves b out: 20 + nothing. c: 30.
func TestBreakaway(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "r,R,2025-01-01,\na,A,2025-01-01,r\nb,B,2025-01-01,a\nc,C,2025-01-01,r\n",
		"orders.csv": ordersHeader + "o1,r,own,2026-01-05,2026-01-05,10,0\no2,a,own,2026-01-05,2026-01-05,20,0\n" +
			"o3,b,own,2026-01-05,2026-01-05,100,0\no4,c,own,2026-01-05,2026-01-05,30,0\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
breakaway_rank: leader
ranks: [{id: starter}, {id: leader, when: {pv: 100}}]
bonuses: []
`,
	}, "2026-01", "2026-01")
	expectRows(t, results, "ranks.csv",
		"2026-01,a,20,120,20,true,starter,starter,starter",
		"2026-01,b,100,100,100,true,leader,leader,leader",
		"2026-01,c,30,30,30,true,starter,starter,starter",
		"2026-01,r,10,160,60,true,starter,starter,starter")
}

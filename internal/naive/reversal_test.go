package naive

import "testing"

// liability {months: 3, pro_rata}, orders of 31 January, a line of 9.00 each. The months end on 28 February, 31 March and
// 30 April, each counted from 31 January itself.
// c1, 27 February: no full month, 3/3: 9.00. c2, 28 February: one, 2/3: 6.00. c3, 30 March: still one: 6.00.
// c4, 31 March: two, 1/3: 3.00. c5, 29 April: two: 3.00, of half the order: 1.50. c6, 30 April: 0.
func TestLiabilityAtMonthsEnd(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "s,S,2025-01-01,\n",
		"orders.csv": ordersHeader + "o1,s,own,2026-01-31,2026-01-31,0,90\no2,s,own,2026-01-31,2026-01-31,0,90\n" +
			"o3,s,own,2026-01-31,2026-01-31,0,90\no4,s,own,2026-01-31,2026-01-31,0,90\n" +
			"o5,s,own,2026-01-31,2026-01-31,0,90\no6,s,own,2026-01-31,2026-01-31,0,90\n",
		"cancellations.csv": cancellationsHeader + "c1,o1,2026-02-27,\nc2,o2,2026-02-28,\nc3,o3,2026-03-30,\n" +
			"c4,o4,2026-03-31,\nc5,o5,2026-04-29,0.5\nc6,o6,2026-04-30,\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
ranks: [{id: one}]
liability: {months: 3, pro_rata: true}
bonuses: [{id: ret, type: retail, percent: 10}]
`,
	}, "2026-01", "2026-04")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,ret,o1,s,s,0,90,10,9.00,2026-01",
		"2026-01,earning,ret,o2,s,s,0,90,10,9.00,2026-01",
		"2026-01,earning,ret,o3,s,s,0,90,10,9.00,2026-01",
		"2026-01,earning,ret,o4,s,s,0,90,10,9.00,2026-01",
		"2026-01,earning,ret,o5,s,s,0,90,10,9.00,2026-01",
		"2026-01,earning,ret,o6,s,s,0,90,10,9.00,2026-01",
		"2026-02,reversal,ret,o1,s,s,0,,,-9.00,2026-01",
		"2026-02,reversal,ret,o2,s,s,0,,,-6.00,2026-01",
		"2026-03,reversal,ret,o3,s,s,0,,,-6.00,2026-01",
		"2026-03,reversal,ret,o4,s,s,0,,,-3.00,2026-01",
		"2026-04,reversal,ret,o5,s,s,0,,,-1.50,2026-01")
}

// A line of 100.00, a reserve of 12.5 %: 12.50, due back on 30 April, rounding down.
// c1, February, a third: reverses 33.33, gives back 4.166625 = 4.16. c2, April, the same: 33.33 and 4.16, before the rest,
// 4.18, is given back in the same run. c3, May: nothing is held any more; reverses 33.3334 = 33.33 of the 33.34 left.
func TestReleaseAfterPartialCancellations(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "s,S,2025-01-01,\n",
		"orders.csv":   ordersHeader + "o1,s,own,2026-01-30,2026-01-30,0,1000\n",
		"cancellations.csv": cancellationsHeader + "c3,o1,2026-05-10,0.333334\nc1,o1,2026-02-10,0.333333\n" +
			"c2,o1,2026-04-02,0.333333\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
rounding: down
ranks: [{id: one}]
reserve: {percent: 12.5, months: 3}
bonuses: [{id: ret, type: retail, percent: 10}]
`,
	}, "2026-01", "2026-05")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,ret,o1,s,s,0,1000,10,100.00,2026-01",
		"2026-01,reserve,ret,o1,s,s,0,,,-12.50,2026-01",
		"2026-02,release,ret,o1,s,s,0,,,4.16,2026-01",
		"2026-02,reversal,ret,o1,s,s,0,,,-33.33,2026-01",
		"2026-04,release,ret,o1,s,s,0,,,4.16,2026-01",
		"2026-04,release,ret,o1,s,s,0,,,4.18,2026-01",
		"2026-04,reversal,ret,o1,s,s,0,,,-33.33,2026-01",
		"2026-05,reversal,ret,o1,s,s,0,,,-33.33,2026-01")
	expectRows(t, results, "statements.csv",
		"2026-01,s,0.00,100.00,0.00,-12.50,0.00,87.50,87.50,0.00",
		"2026-02,s,0.00,0.00,-33.33,0.00,4.16,-29.17,0.00,-29.17",
		"2026-03,s,-29.17,0.00,0.00,0.00,0.00,-29.17,0.00,-29.17",
		"2026-04,s,-29.17,0.00,-33.33,0.00,8.34,-54.16,0.00,-54.16",
		"2026-05,s,-54.16,0.00,-33.33,0.00,0.00,-87.49,0.00,-87.49")
}

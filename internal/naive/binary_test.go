package naive

import "testing"

const binaryTree = "ranks: [{id: one}]\ntrees: [{id: bin, kind: binary}]\n"

// January: 100 left, 100 right: 10.00, nothing carried. February: the 100 left are cancelled: left -100, no match, and
// -100 is carried on (max cuts from above only). March: L = -100 + 180 = 80, R = 30: 30 matched, L 50 left over, cut to 40.
func TestNegativeCarry(t *testing.T) {
	results := settle(t, Files{
		"partners.csv":   partnersHeader + "p,P,2025-01-01,\nl,L,2025-01-01,p\nr,R,2025-01-01,p\n",
		"placements.csv": placementsHeader + "bin,p,,0,2025-01-01,\nbin,l,p,0,2025-01-01,\nbin,r,p,1,2025-01-01,\n",
		"orders.csv": ordersHeader + "o1,l,own,2026-01-05,2026-01-05,0,100\no2,r,own,2026-01-05,2026-01-05,0,100\n" +
			"o3,l,own,2026-03-05,2026-03-05,0,180\no4,r,own,2026-03-05,2026-03-05,0,30\n",
		"cancellations.csv": cancellationsHeader + "c1,o1,2026-02-10,\n",
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\n" + binaryTree +
			"bonuses: [{id: b, type: binary, tree: bin, percent: 10, volume: cv, carry: {max: 40}}]\n",
	}, "2026-01", "2026-03")
	expectRows(t, results, "binary.csv",
		"2026-01,b,p,0,100,0,100,100,10.00,0,0",
		"2026-02,b,p,0,-100,0,0,0,0.00,-100,0",
		"2026-03,b,p,-100,180,0,30,30,3.00,40,0")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,b,,,p,,100,10,10.00,2026-01",
		"2026-03,earning,b,,,p,,30,10,3.00,2026-03")
}

// The bonus is not in the version of February, and p is not in the tree in March: the 100 of January wait for April.
func TestCarryIsKept(t *testing.T) {
	version := func(from, bonuses string) string {
		return "plan: p\nvalid_from: " + from + "\ncurrency: EUR\n" + binaryTree + "bonuses: " + bonuses + "\n"
	}
	const binary = "[{id: b, type: binary, tree: bin, percent: 10, volume: points}]"
	results := settle(t, Files{
		"partners.csv": partnersHeader + "p,P,2025-01-01,\nl,L,2025-01-01,p\n",
		"placements.csv": placementsHeader +
			"bin,p,,0,2025-01-01,2026-03-15\nbin,p,,0,2026-04-01,\nbin,l,p,0,2025-01-01,\n",
		"orders.csv":    ordersHeader + "o1,l,own,2026-01-05,2026-01-05,100,0\no2,l,own,2026-02-05,2026-02-05,7,0\n",
		"plans/v1.yaml": version("2025-01-01", binary),
		"plans/v2.yaml": version("2026-02-01", "[]"),
		"plans/v3.yaml": version("2026-03-01", binary),
	}, "2026-01", "2026-04")
	expectRows(t, results, "binary.csv",
		"2026-01,b,p,0,100,0,0,0,0.00,100,0",
		"2026-04,b,p,100,0,0,0,0,0.00,100,0")
}

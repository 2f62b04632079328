package naive

import "testing"

// matrixPlan pays 10 % and 5 % along a matrix.
func matrixPlan(width string) string {
	return `
plan: p
valid_from: 2025-01-01
currency: EUR
ranks: [{id: one}]
trees: [{id: m, kind: matrix, width: ` + width + `, auto: breadth_first}]
bonuses: [{id: m, type: unilevel, tree: m, levels: [10, 5]}]
`
}

// k is listed for slot 0 of r, but only from March on. r becomes a root.
// a, of January: r's slot 0 counts as taken, so slot 1. b, of January: both slots of r are taken, and the search goes down
// to a, but not to k, who is not there yet: slot 0 of a. c, of March: k is there now, left of a: slot 0 of k.
func TestSlotTakenLater(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader +
			"r,R,2025-01-01,\nk,K,2025-01-02,r\na,A,2025-01-10,r\nb,B,2025-01-11,r\nc,C,2025-03-02,r\n",
		"placements.csv": placementsHeader + "m,k,r,0,2025-03-01,\n",
		"orders.csv": ordersHeader + "oa,a,own,2026-01-05,2026-01-05,0,100\n" +
			"ob,b,own,2026-01-05,2026-01-05,0,100\noc,c,own,2026-01-05,2026-01-05,0,100\n",
		"plans/p.yaml": matrixPlan("2"),
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,oa,a,r,1,100,10,10.00,2026-01",
		"2026-01,earning,m,ob,b,a,1,100,10,10.00,2026-01",
		"2026-01,earning,m,ob,b,r,2,100,5,5.00,2026-01",
		"2026-01,earning,m,oc,c,k,1,100,10,10.00,2026-01",
		"2026-01,earning,m,oc,c,r,2,100,5,5.00,2026-01")
}

// k has left the tree before x joins under k, so r, the next sponsor above, replaces k: slot 0 of r is free again.
// n's only row ends when n joins: it counts nowhere, but n is listed and so never placed; y, under n, goes to r's slot 1.
func TestSponsorNotInTree(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader +
			"r,R,2025-01-01,\nk,K,2025-01-02,r\nn,N,2025-01-03,k\nx,X,2025-03-01,k\ny,Y,2025-03-02,n\n",
		"placements.csv": placementsHeader + "m,k,r,0,2025-01-02,2025-02-01\nm,n,r,1,2025-01-01,2025-01-03\n",
		"orders.csv": ordersHeader + "on,n,own,2026-01-05,2026-01-05,0,100\n" +
			"ox,x,own,2026-01-05,2026-01-05,0,100\noy,y,own,2026-01-05,2026-01-05,0,100\n",
		"plans/p.yaml": matrixPlan("2"),
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,ox,x,r,1,100,10,10.00,2026-01",
		"2026-01,earning,m,oy,y,r,1,100,10,10.00,2026-01")
}

// Both slots of s are taken later, so x, whom s sponsors, is placed below the next sponsor above: r's slot 1.
func TestSearchStartsAgainAbove(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader +
			"r,R,2025-01-01,\ns,S,2025-01-02,r\nk,K,2025-01-03,s\nl,L,2025-01-03,s\nx,X,2025-01-04,s\n",
		"placements.csv": placementsHeader + "m,k,s,0,2025-06-01,\nm,l,s,1,2025-06-01,\n",
		"orders.csv":     ordersHeader + "ox,x,own,2026-01-05,2026-01-05,0,100\nok,k,own,2026-01-05,2026-01-05,0,100\n",
		"plans/p.yaml":   matrixPlan("2"),
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,ok,k,r,2,100,5,5.00,2026-01",
		"2026-01,earning,m,ok,k,s,1,100,10,10.00,2026-01",
		"2026-01,earning,m,ox,x,r,1,100,10,10.00,2026-01")
}

// A matrix of width 1 is a chain: r, then a. z and y join on one day; y has the smaller id, but z is less deep in the sponsor
// tree and comes first: r, a, z, y. The slot of y is taken later, by q, so w, whom y sponsors, finds no free slot below y,
// nor below z or r, and becomes a root.
func TestWidthOne(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "r,R,2025-01-01,\na,A,2025-01-02,r\nz,Z,2025-01-03,r\ny,Y,2025-01-03,z\n" +
			"q,Q,2025-01-04,y\nw,W,2025-01-05,y\n",
		"placements.csv": placementsHeader + "m,q,y,0,2025-06-01,\n",
		"orders.csv": ordersHeader + "oq,q,own,2026-01-05,2026-01-05,0,100\now,w,own,2026-01-05,2026-01-05,0,100\n" +
			"oy,y,own,2026-01-05,2026-01-05,0,100\noz,z,own,2026-01-05,2026-01-05,0,100\n",
		"plans/p.yaml": matrixPlan("1"),
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,oq,q,y,1,100,10,10.00,2026-01",
		"2026-01,earning,m,oq,q,z,2,100,5,5.00,2026-01",
		"2026-01,earning,m,oy,y,a,2,100,5,5.00,2026-01",
		"2026-01,earning,m,oy,y,z,1,100,10,10.00,2026-01",
		"2026-01,earning,m,oz,z,a,1,100,10,10.00,2026-01",
		"2026-01,earning,m,oz,z,r,2,100,5,5.00,2026-01")
}

// Rows from before joining. k's counts from March on, when k joins: in February b finds r's slot 0 taken later, does not go
// down to k, and becomes a root. l's ends before l joins: it takes no slot, so that c gets slot 0 of q.
func TestRowsBeforeJoining(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "r,R,2025-01-01,\nb,B,2025-02-01,r\nk,K,2025-03-01,\n" +
			"q,Q,2025-01-01,\nc,C,2025-01-15,q\nl,L,2025-03-01,\n",
		"placements.csv": placementsHeader + "m,k,r,0,2025-01-02,\nm,l,q,0,2025-01-02,2025-02-01\n",
		"orders.csv": ordersHeader + "ob,b,own,2026-01-05,2026-01-05,0,100\noc,c,own,2026-01-05,2026-01-05,0,100\n" +
			"ok,k,own,2026-01-05,2026-01-05,0,100\nol,l,own,2026-01-05,2026-01-05,0,100\n",
		"plans/p.yaml": matrixPlan("1"),
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,oc,c,q,1,100,10,10.00,2026-01",
		"2026-01,earning,m,ok,k,r,1,100,10,10.00,2026-01")
}

// k's place ends in February: in January k stands between x and r; in February x, whose parent is not in the tree, is a
// root, and k, who is not in it, neither gets nor passes on.
func TestParentLeavesTree(t *testing.T) {
	results := settle(t, Files{
		"partners.csv":   partnersHeader + "r,R,2025-01-01,\nk,K,2025-01-02,r\nx,X,2025-01-03,k\n",
		"placements.csv": placementsHeader + "m,k,r,0,2025-01-02,2026-02-10\n",
		"orders.csv": ordersHeader + "o1,x,own,2026-01-05,2026-01-05,0,100\no2,x,own,2026-02-05,2026-02-05,0,100\n" +
			"o3,k,own,2026-02-05,2026-02-05,0,100\n",
		"plans/p.yaml": matrixPlan("2"),
	}, "2026-01", "2026-02")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,m,o1,x,k,1,100,10,10.00,2026-01",
		"2026-01,earning,m,o1,x,r,2,100,5,5.00,2026-01")
}

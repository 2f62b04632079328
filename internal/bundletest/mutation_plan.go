package bundletest

// planA and planB are the plan versions of the sound bundle.
const (
	planA = "plans/a.yaml"
	planB = "plans/b.yaml"
)

// versionFaults are faults of plan files as a whole, and between versions.
var versionFaults = []edit{
	{name: "plan that is not YAML", file: planA, new: "more: [1, {2\n", open: true},
	{name: "plan that is a list", file: planB, old: soundFiles[planB], new: "- plan\n- test\n", open: true},
	{name: "empty plan", file: planB, old: soundFiles[planB], new: "# nothing\n", open: true},
	{name: "two documents", file: planA, new: "---\nplan: test\n", open: true},
	{name: "two versions from one day on", file: planB, old: "valid_from: 2026-02-01", new: "valid_from: 2026-01-01"},
	{name: "period without a version", file: planA, old: "valid_from: 2026-01-01", new: "valid_from: 2026-02-02", inFile: "plans"},
	{name: "no plan version at all", file: planA, without: planB, inFile: "plans", open: true},
	{name: "another name", file: planB, old: "plan: test", new: "plan: rest"},
	{name: "another currency", file: planB, old: "currency: EUR", new: "currency: CHF"},
	{name: "another scale", file: planB, old: "currency: EUR\n", new: "currency: EUR\nscale: 3\n", line: "scale: 3"},
	{name: "a rank less", file: planB, old: "  - {id: director, when: {gv: 5000}}\n", new: "", line: "ranks:", word: "ranks"},
	{
		name: "ranks in another order", file: planB,
		old:  "{id: leader, when: {gv: 900}}\n  - {id: director, when: {gv: 5000}}",
		new:  "{id: director, when: {gv: 900}}\n  - {id: leader, when: {gv: 5000}}",
		line: "ranks:", word: "ranks",
	},
	{name: "a tree less", file: planB, old: "  - {id: m3, kind: matrix, width: 3}\n", new: "", line: "trees:", word: "trees"},
	{
		name: "bonus of another type", file: planB,
		old:  "{id: gift, type: fixed, amount_by_rank: {director: 1}}",
		new:  "{id: uni, type: fixed, amount_by_rank: {director: 1}}",
		word: "uni",
	},
}

// sectionFaults are faults of a version's sections but ranks and bonuses.
var sectionFaults = []edit{
	{name: "unknown section", file: planA, new: "bonusses: []\n", word: "bonusses"},
	{name: "no plan", file: planA, old: "plan: test\n", new: "", line: "valid_from: 2026-01-01", word: "plan"},
	{name: "no valid_from", file: planA, old: "valid_from: 2026-01-01\n", new: "", line: "plan: test", word: "valid_from"},
	{name: "no currency", file: planA, old: "currency: EUR\n", new: "", line: "plan: test", word: "currency"},
	{name: "no ranks", file: planB, old: "ranks:", new: "rangs:", line: "plan: test", word: "ranks"},
	{name: "no bonuses", file: planB, old: "bonuses:", new: "boni:", line: "plan: test", word: "bonuses"},
	{name: "currency twice", file: planA, new: "currency: EUR\n", word: "currency"},
	{name: "minimum twice", file: planA, old: "{minimum: 25}", new: "{minimum: 25, minimum: 25}", word: "minimum"},
	{name: "valid_from on no day", file: planA, old: "2026-01-01", new: "2026-13-01", word: "2026-13-01"},
	{name: "empty currency", file: planA, old: "currency: EUR", new: `currency: ""`},
	{name: "scale of 5", file: planA, old: "scale: 2", new: "scale: 5", word: "scale"},
	{name: "negative scale", file: planA, old: "scale: 2", new: "scale: -1", word: "scale"},
	{name: "scale that is not whole", file: planA, old: "scale: 2", new: "scale: 1.5", word: "1.5"},
	{name: "unknown rounding", file: planA, old: "half_up", new: "upwards", word: "upwards"},
	{name: "active without pv", file: planA, old: "active: {pv: 50}", new: "active: {}", word: "pv"},
	{name: "active by gv", file: planA, old: "active: {pv: 50}", new: "active: {pv: 50, gv: 60}", word: "gv"},
	{name: "active as a number", file: planA, old: "active: {pv: 50}", new: "active: 50", word: "active"},
	{name: "active by 5 places", file: planA, old: "pv: 50", new: "pv: 50.00001", word: "50.00001"},
	{name: "unknown demotion", file: planA, old: "{after: 2}", new: "sometimes", word: "sometimes"},
	{name: "demotion after 0", file: planA, old: "{after: 2}", new: "{after: 0}", word: "after"},
	{name: "demotion after what", file: planA, old: "{after: 2}", new: "{after: 2, or: 3}", word: "or"},
	{name: "unknown paid_as", file: planA, old: "paid_as: career", new: "paid_as: best", word: "best"},
	{name: "unknown key in career", file: planA, old: "paid_as: career", new: "paid_as: career, since: 1", word: "since"},
	{name: "unknown breakaway_rank", file: planA, old: "breakaway_rank: leader", new: "breakaway_rank: emperor", word: "emperor"},
	{name: "tree called sponsor", file: planA, old: "{id: m3, kind: matrix", new: "{id: sponsor, kind: matrix", word: "sponsor"},
	{name: "tree twice", file: planA, old: "{id: m3, kind: matrix", new: "{id: bin, kind: matrix", word: "duplicate"},
	{name: "tree of unknown kind", file: planA, old: "kind: matrix", new: "kind: round", word: "round"},
	{name: "unknown auto", file: planA, old: "breadth_first", new: "depth_first", word: "depth_first"},
	{name: "width of a binary tree", file: planA, old: "kind: binary", new: "kind: binary, width: 2", word: "width"},
	{name: "width of 0", file: planA, old: "width: 3", new: "width: 0", word: "width"},
	{name: "width that is not whole", file: planA, old: "width: 3", new: "width: 2.5", word: "2.5"},
	{name: "matrix without width", file: planA, old: ", width: 3", new: "", line: "{id: m3", word: "width"},
	{name: "unknown key in a tree", file: planA, old: "width: 3", new: "width: 3, depth: 9", word: "depth"},
	{name: "liability of 0 months", file: planA, old: "months: 6", new: "months: 0", word: "months"},
	{name: "liability of 1201 months", file: planA, old: "months: 6", new: "months: 1201", word: "1201"},
	{name: "liability without months", file: planA, old: "months: 6, ", new: "", line: "liability:", word: "months"},
	{name: "pro_rata maybe", file: planA, old: "pro_rata: true", new: "pro_rata: maybe", word: "maybe"},
	{name: "reserve without percent", file: planA, old: "percent: 9, ", new: "", line: "reserve:", word: "percent"},
	{name: "reserve of months that are not whole", file: planA, old: "months: 5", new: "months: 5.5", word: "5.5"},
	{name: "negative reserve", file: planA, old: "percent: 9", new: "percent: -9", word: "negative"},
	{name: "payout without minimum", file: planA, old: "{minimum: 25}", new: "{}", line: "payout:", word: "minimum"},
	{name: "minimum of 5 places", file: planA, old: "minimum: 25", new: "minimum: 25.12345", word: "25.12345"},
}

// rankFaults are faults of ranks and their conditions.
var rankFaults = []edit{
	{name: "rank twice", file: planA, old: "- id: director", new: "- id: leader", line: "  - id: leader\n    when:\n", word: "duplicate"},
	{name: "conditions of the first rank", file: planA, old: "{id: starter}", new: "{id: starter, when: {pv: 1}}", word: "when"},
	{name: "rank without conditions", file: planB, old: "{id: leader, when: {gv: 900}}", new: "{id: leader}", word: "when"},
	{name: "rank with no condition", file: planB, old: "{id: leader, when: {gv: 900}}", new: "{id: leader, when: {}}"},
	{name: "max_leg_share without gv", file: planA, old: "gv: 1000, max_leg_share", new: "max_leg_share", word: "max_leg_share"},
	{name: "unknown condition", file: planA, old: "directs: 1", new: "indirects: 1", word: "indirects"},
	{name: "unknown key of a rank", file: planB, old: "{id: leader,", new: "{id: leader, name: Leader,", word: "name"},
	{name: "negative directs", file: planA, old: "directs: 1", new: "directs: -1", word: "directs"},
	{name: "condition that is no number", file: planA, old: "pgv: 500", new: "pgv: much", word: "much"},
	{name: "condition of 5 places", file: planA, old: "pgv: 500", new: "pgv: 500.00001", word: "500.00001"},
	{name: "legs of an unknown rank", file: planA, old: "{rank: leader, count: 2}", new: "{rank: emperor, count: 2}", word: "emperor"},
	{name: "legs without a count", file: planA, old: "{rank: leader, count: 2}", new: "{rank: leader}", word: "count"},
	{name: "legs, 0 of them", file: planA, old: "{rank: leader, count: 2}", new: "{rank: leader, count: 0}", word: "count"},
	{name: "unknown key in legs", file: planA, old: "{rank: leader, count: 2}", new: "{rank: leader, count: 2, below: 3}", word: "below"},
	{name: "max_leg_share of 7 places", file: planA, old: "max_leg_share: 60", new: "max_leg_share: 60.0000001", word: "60.0000001"},
}

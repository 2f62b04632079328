package bundletest

// historyFaults are faults of what each row may say by itself: overlaps, cycles, slots, and who was there on that day.
var historyFaults = []edit{
	{name: "sponsorships overlap", file: "sponsorships.csv", new: "d,r,2026-02-09,2026-02-10\n", word: "overlap"},
	{name: "sponsorships begin one day", file: "sponsorships.csv", new: "d,r,2026-02-10,2026-02-11\n", word: "overlap"},
	{name: "sponsorships overlap on joining", file: "sponsorships.csv", new: "d,r,2025-01-01,2026-01-21\n", word: "overlap"},
	{name: "placements overlap", file: "placements.csv", new: "bin,b,a,1,2026-02-01,\n", word: "overlap"},
	{name: "statuses overlap", file: "status.csv", new: "c,terminated,2026-02-14,\n", word: "overlap"},
	{name: "careers overlap", file: "careers.csv", new: "r,leader,2025-12-31,\n", word: "overlap"},

	{name: "sponsorship ends as it begins", file: "sponsorships.csv", new: "c,b,2026-01-10,2026-01-10\n"},
	{name: "sponsorship ends before it begins", file: "sponsorships.csv", new: "c,b,2026-02-10,2026-02-09\n"},
	{name: "placement ends as it begins", file: "placements.csv", new: "m3,b,r,0,2026-02-01,2026-02-01\n"},
	{name: "status ends as it begins", file: "status.csv", new: "a,suspended,2026-02-01,2026-02-01\n"},
	{name: "career ends before it begins", file: "careers.csv", new: "a,leader,2026-02-01,2025-02-01\n"},

	{name: "sponsor joins later", file: "partners.csv", old: "b,Ben,2026-01-05,a", new: "b,Ben,2026-01-05,d", word: "joined"},
	{name: "sponsor joins later in sponsorships.csv", file: "sponsorships.csv", new: "b,d,2026-01-05,2026-01-25\n", word: "joined"},
	{name: "sponsor joins later than the partner, whatever from is", file: "sponsorships.csv", new: "b,d,2025-01-05,2026-01-25\n", word: "joined"},
	{name: "parent joins later", file: "placements.csv", new: "m3,b,d,0,2026-01-05,\n", word: "joined"},

	{name: "a sponsor of oneself", file: "partners.csv", old: "c,Cleo,2026-01-10,b", new: "c,Cleo,2026-01-10,c", word: "cycle"},
	{name: "sponsors of each other from one day on", file: "partners.csv", old: "r,Root,2026-01-01,", new: "r,Root,2026-01-01,a", line: "a,\"Anna", word: "cycle"},
	{name: "sponsor cycle by a move", file: "sponsorships.csv", new: "a,r,2026-01-01,2026-02-15\na,c,2026-02-15,\n", line: "a,c,2026-02-15", word: "cycle"},
	{name: "sponsor cycle for a day", file: "sponsorships.csv", new: "a,c,2026-02-15,2026-02-16\na,r,2026-01-01,2026-02-15\n", line: "a,c,2026-02-15", word: "cycle"},
	{name: "a parent of oneself", file: "placements.csv", old: "m3,a,r,2,2026-01-01,", new: "m3,a,a,2,2026-01-01,", word: "cycle"},
	{
		name: "placement cycle", file: "placements.csv",
		old:  "bin,r,,0,2026-01-01,",
		new:  "bin,r,,0,2026-01-01,2026-02-01\nbin,r,b,0,2026-02-01,",
		line: "bin,r,b", word: "cycle",
	},
	{
		name: "placement cycle through automatic placement", file: "placements.csv",
		old:  "bin,r,,0,2026-01-01,",
		new:  "bin,r,,0,2026-01-01,2026-02-01\nbin,r,c,0,2026-02-01,",
		line: "bin,r,c", word: "cycle",
	},

	{name: "override before joining", file: "overrides.csv", new: "c,leader,2026-01-09,Kulanz\n", word: "joined"},
	{name: "two overrides on one day", file: "overrides.csv", new: "c,leader,2026-02-10,Kulanz\na,starter,2026-02-10,again\n", line: "a,starter", word: "another"},

	{name: "slot taken", file: "placements.csv", new: "bin,c,r,1,2026-02-01,\n", word: "slot"},
	{name: "slot taken for a day", file: "placements.csv", new: "m3,b,r,2,2026-02-01,2026-02-02\n", word: "slot"},
	{name: "slot taken on joining", file: "placements.csv", new: "m3,b,r,2,2025-06-01,2026-01-06\n", word: "slot"},
	{name: "slot outside a binary tree", file: "placements.csv", new: "bin,c,r,2,2026-02-01,\n", word: "slot"},
	{name: "slot outside a matrix", file: "placements.csv", new: "m3,b,r,3,2026-02-01,\n", word: "slot"},
	{name: "slot of a root", file: "placements.csv", new: "m3,b,,1,2026-02-01,\n", word: "slot"},
}

// orderFaults are orders and cancellations that could not be.
var orderFaults = []edit{
	{name: "paid before placed", file: "orders.csv", old: "o2,b,\"own\nuse\",2026-01-06,2026-01-10", new: "o2,b,\"own\nuse\",2026-01-06,2026-01-05"},
	{name: "placed before joining", file: "orders.csv", new: "o5,b,own,2026-01-04,2026-01-08,1,1\n", word: "joined"},
	{
		name: "placed before the first plan version", file: planA,
		old:    "valid_from: 2026-01-01",
		new:    "valid_from: 2026-01-06",
		inFile: "orders.csv", line: "o1,a", word: "2026-01-05",
	},
	{name: "cancelled before placed", file: "cancellations.csv", old: "k1,o1,2026-01-20", new: "k1,o1,2026-01-04"},
	{name: "shares over 1", file: "cancellations.csv", new: "k3,o1,2026-02-01,0.500001\n", word: "share"},
	{name: "shares over 1, the later row cancelled earlier", file: "cancellations.csv", new: "k3,o1,2026-01-05,\n", word: "share"},
	{name: "shares over 1 by an empty one", file: "cancellations.csv", old: "k1,o1,2026-01-20,0.5\n", new: "k1,o2,2026-01-20,0.000001\n", line: "k2,o2", word: "share"},
}

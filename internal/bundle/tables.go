package bundle

import (
	"io"
	"strings"
)

// tableFile is a row of the table in plan-language §2.
type tableFile struct {
	name     string
	required bool
	columns  []string
	read     func(*reading, *table)
	write    func(*tableWriter, *Content)
}

var tableFiles = []tableFile{
	{
		"partners.csv", true,
		[]string{"id", "name", "joined", "sponsor"},
		func(r *reading, t *table) { r.partners = readPartners(t, r.options.Workers) },
		writePartners,
	},
	{
		"sponsorships.csv", false,
		[]string{"partner", "sponsor", "from", "to"},
		func(r *reading, t *table) { r.sponsorships = readSponsorships(t) },
		writeSponsorships,
	},
	{
		"placements.csv", false,
		[]string{"tree", "partner", "parent", "slot", "from", "to"},
		func(r *reading, t *table) { r.placements = readPlacements(t, r.plans) },
		writePlacements,
	},
	{
		"status.csv", false,
		[]string{"partner", "status", "from", "to"},
		func(r *reading, t *table) { r.statuses = readStatuses(t) },
		writeStatuses,
	},
	{
		"careers.csv", false,
		[]string{"partner", "rank", "from", "to"},
		func(r *reading, t *table) { r.careers = readCareers(t, r.plans) },
		writeCareers,
	},
	{
		"overrides.csv", false,
		[]string{"partner", "rank", "on", "reason"},
		func(r *reading, t *table) { r.overrides = readOverrides(t, r.plans) },
		writeOverrides,
	},
	{
		"orders.csv", true,
		[]string{"id", "partner", "kind", "placed_on", "paid_on", "points", "cv"},
		func(r *reading, t *table) { r.orders = readOrders(t, r.plans, r.options.Workers) },
		writeOrders,
	},
	{
		"cancellations.csv", false,
		[]string{"id", "order", "cancelled_on", "share"},
		func(r *reading, t *table) { r.cancellations = readCancellations(t) },
		writeCancellations,
	},
}

// fileRank is a file's place in the table, by which findings are sorted: plans come last.
func fileRank(name string) int {
	for i, f := range tableFiles {
		if f.name == name {
			return i
		}
	}
	return len(tableFiles)
}

// header is the line that names the columns.
func (f *tableFile) header() string { return strings.Join(f.columns, ",") }

// absent is a file that is not there: without records, and complete unless it must be there.
func (f *tableFile) absent(r *report) *table {
	if f.required {
		r.addf(1, "the file is missing: it must be there, with the header %s", f.header())
		return &table{report: r}
	}
	return openTable(strings.NewReader(f.header()+"\n"), 0, r, f.columns...)
}

// open is a file that is there.
func (f *tableFile) open(source io.Reader, size int64, r *report) *table {
	return openTable(source, size, r, f.columns...)
}

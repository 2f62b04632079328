package bundle

import (
	"io"

	"upline/internal/money"
	"upline/internal/period"
)

// OrderRow is a row of an orders.csv that comes by itself, without a bundle around it.
type OrderRow struct {
	ID, Partner, Kind string
	PlacedOn          period.Day
	PaidOn            period.Day // period.Forever: not paid
	Points, CV        money.Value
	Line              int // the physical line, from 1
}

// OrdersFile is the name of the file in findings.
const OrdersFile = "orders.csv"

// ReadOrders reads an orders.csv that comes by itself. Partners and plans are for others to look at.
//
// Errors: fault.Findings, up to 50; those of the reader.
func ReadOrders(source io.Reader, size int64) ([]OrderRow, error) {
	r := newReport(OrdersFile)
	t := openTable(source, size, r, tableFiles[fileRank(OrdersFile)].columns...)
	var rows []OrderRow
	first := map[string]int32{} // by id: its line
	for t.next() {
		if t.broken {
			continue
		}
		row := OrderRow{ID: t.id(), Partner: t.id(), Kind: t.text(), PlacedOn: t.day(), Line: int(t.line)}
		row.PaidOn = t.paidOn(row.PlacedOn)
		row.Points, row.CV = t.value(), t.value()
		if line, doubled := first[row.ID]; doubled && row.ID != faultyID {
			t.addf(t.line, "id %s is a duplicate: line %d has it too", quoted(row.ID), line)
		}
		first[row.ID] = t.line
		rows = append(rows, row)
	}
	switch {
	case t.err != nil:
		return nil, t.err
	case !r.sound():
		r.cut()
		return nil, r.list
	}
	return rows, nil
}

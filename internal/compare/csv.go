package compare

import (
	"encoding/csv"
	"io"
)

// differencesHeader names the columns of differences.csv: the paid-as rank at the end of the last period under A and
// B, and the earnings and reversals of all periods, which show as many places as the plans' scale.
var differencesHeader = []string{"partner", "name", "rank_a", "rank_b", "earnings_a", "earnings_b", "difference"}

// writeDifferences writes differences.csv: the partners with figures, by id, quoted as RFC 4180 asks. It returns the
// error of w.
func (c *Comparison) writeDifferences(w io.Writer) error {
	table := csv.NewWriter(w)
	if err := table.Write(differencesHeader); err != nil {
		return err
	}
	row := make([]string, 0, len(differencesHeader))
	for p := range c.Figures() {
		row = append(row[:0], p.ID, p.Name, p.RankA, p.RankB,
			p.Earnings.A.Format(c.Scale), p.Earnings.B.Format(c.Scale), p.Earnings.Difference().Format(c.Scale))
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

package evidence

import (
	"io"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// Statement is a row of the statements: a partner's account in a run.
type Statement struct {
	Partner string
	commission.Statement
}

// statementAmounts names the columns behind the partner's, in the order of the fields.
var statementAmounts = []string{"opening", "earnings", "reversals", "reserve", "release", "balance", "payout", "closing"}

func statementColumns(scale int) []columns.Column {
	list := []columns.Column{{Name: "partner", Type: columns.Text}}
	for _, name := range statementAmounts {
		list = append(list, columns.Column{Name: name, Type: columns.Decimal64, Scale: scale, Packed: true})
	}
	return list
}

// writeStatements writes the statements.
func writeStatements(w io.Writer, h Head, run *commission.Run, workers int) error {
	f := run.Facts()
	next := commission.PartnerNo(0)
	catalogues := []*catalogue{partnerCatalogue(f)}
	return press(w, h.table(Statements, 1, statementColumns(h.Scale)), workers, catalogues, nil, func(g *grid) int {
		return fillPartners(g, 0, &next, len(f.Partners), func(row int, p commission.PartnerNo) bool {
			s, ok := run.Statement(p)
			if !ok {
				return false
			}
			g.setText(0, row, int32(p))
			for i, amount := range [...]money.Amount{
				s.Opening, s.Earnings, s.Reversals, s.Reserve, s.Release, s.Balance, s.Payout, s.Closing,
			} {
				g.numbers[1+i][row] = int64(amount)
			}
			return true
		})
	})
}

// ReadStatements hands the statements to each, some at a time, in the order of the ids. Errors are those of ReadStandings.
func ReadStatements(in io.ReaderAt, size int64, each func(rows []Statement) error) error {
	return readRows(in, size, Statements, statementColumns, each, func(p *page, row int) Statement {
		amount := func(i int) money.Amount { return money.Amount(p.values[1+i].Numbers[row]) }
		return Statement{p.text(0, row), commission.Statement{
			Opening: amount(0), Earnings: amount(1), Reversals: amount(2), Reserve: amount(3), Release: amount(4),
			Balance: amount(5), Payout: amount(6), Closing: amount(7),
		}}
	})
}

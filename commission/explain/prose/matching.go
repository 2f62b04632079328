package prose

import (
	"fmt"

	"upline/commission/explain"
)

// matching writes what each source gave: some with the whole walk, the others in a table.
func (p *page) matching(walks []explain.Walk) {
	rows := [][]string{{"source", "level", "gives"}}
	for i := range walks {
		w := &walks[i]
		if w.Folded {
			for j := range w.Steps {
				s := &w.Steps[j]
				rows = append(rows, []string{person(w.Source.Person), fmt.Sprint(s.Level), p.paid(s, p.amount(w.Source.Base))})
			}
			continue
		}
		p.text.WriteByte('\n')
		p.source(w.Source)
		p.steps(4, w, p.amount(w.Source.Base))
	}
	if len(rows) > 1 {
		p.text.WriteByte('\n')
		p.wrap(4, "%s more; --all shows the whole walk of each:", counted(len(rows)-1, "source", "sources"))
		p.table(6, "lr", rows)
	}
}

// source says what is matched: the earnings of a partner, less what was taken back.
func (p *page) source(s *explain.Source) {
	p.line(4, "Base: what %s earned in this run (explain --partner %s tells how)", person(s.Person), s.ID)
	var rows [][]string
	for _, sum := range s.Sums {
		row := []string{"by " + sum.Bonus, p.amount(sum.Earnings)}
		if sum.Reversals.Sign() != 0 {
			row = append(row, "taken back "+p.amount(sum.Reversals))
		}
		rows = append(rows, row)
	}
	p.table(6, "lr", append(rows, []string{"base", p.amount(s.Base)}))
}

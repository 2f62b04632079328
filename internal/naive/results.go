package naive

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// results writes the four files of plan-language §9.
func (s *settlement) results() map[string]string {
	var lines, ranks, binary, statements strings.Builder
	lines.WriteString("period,kind,bonus,order,source,beneficiary,level,base,percent,amount,condition_period\n")
	ranks.WriteString("period,partner,pv,gv,pgv,active,achieved,career,paid_as\n")
	binary.WriteString("period,bonus,partner,carried_left,left,carried_right,right,matched,amount,carry_left,carry_right\n")
	statements.WriteString("period,partner,opening,earnings,reversals,reserve,release,balance,payout,closing\n")
	for _, r := range s.runs {
		r.writeLines(&lines)
		r.writeRanks(&ranks)
		r.writeBinary(&binary)
		r.writeStatementRows(&statements)
	}
	return map[string]string{
		"lines.csv":      lines.String(),
		"ranks.csv":      ranks.String(),
		"binary.csv":     binary.String(),
		"statements.csv": statements.String(),
	}
}

// writeLines sorts by "period, kind, bonus, order, source, beneficiary, level, amount (text; level and amount as
// numbers)" (plan-language §9).
func (r *run) writeLines(file *strings.Builder) {
	slices.SortFunc(r.lines, func(x, y line) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.bonus, y.bonus), cmp.Compare(x.order, y.order),
			cmp.Compare(x.source, y.source), cmp.Compare(x.beneficiary, y.beneficiary), cmp.Compare(x.level, y.level),
			x.amount.Cmp(y.amount))
	})
	for _, l := range r.lines {
		level := ""
		if l.level != noLevel {
			level = strconv.Itoa(l.level)
		}
		writeRow(file, string(r.period), l.kind, l.bonus, l.order, l.source, l.beneficiary, level,
			plainOrEmpty(l.base), plainOrEmpty(l.percent), r.money(l.amount), string(l.conditionPeriod))
	}
}

// writeRanks lists "everyone in the sponsor tree on end(P)" (plan-language §9).
func (r *run) writeRanks(file *strings.Builder) {
	for _, id := range slices.Sorted(maps.Keys(r.standings)) {
		now := r.standings[id]
		writeRow(file, string(r.period), id, plain(now.pv), plain(now.gv), plain(now.pgv), strconv.FormatBool(now.active),
			r.plan.ranks[now.achieved].id, r.plan.ranks[now.career].id, r.plan.ranks[now.paidAs].id)
	}
}

func (r *run) writeBinary(file *strings.Builder) {
	slices.SortFunc(r.binaryRows, func(x, y binaryRow) int {
		return cmp.Or(cmp.Compare(x.bonus, y.bonus), cmp.Compare(x.partner, y.partner))
	})
	for _, row := range r.binaryRows {
		writeRow(file, string(r.period), row.bonus, row.partner, plain(row.carried.left), plain(row.volume.left),
			plain(row.carried.right), plain(row.volume.right), plain(row.matched), r.money(row.amount),
			plain(row.carry.left), plain(row.carry.right))
	}
}

func (r *run) writeStatementRows(file *strings.Builder) {
	for _, s := range r.statements {
		writeRow(file, string(r.period), s.partner, r.money(s.opening), r.money(s.earnings), r.money(s.reversals),
			r.money(s.reserve), r.money(s.release), r.money(s.balance), r.money(s.payout), r.money(s.closing))
	}
}

// money: "amounts, which show scale places" (plan-language §9). They are rounded already.
func (r *run) money(amount *big.Rat) string { return amount.FloatString(r.plan.scale) }

func plainOrEmpty(x *big.Rat) string {
	if x == nil {
		return ""
	}
	return plain(x)
}

// writeRow: "Fields are quoted only when they hold a comma, quote or line break; lines end with LF" (plan-language §9).
// encoding/csv would quote a leading space too.
func writeRow(file *strings.Builder, fields ...string) {
	for i, field := range fields {
		if strings.ContainsAny(field, ",\"\r\n") {
			fields[i] = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
	}
	file.WriteString(strings.Join(fields, ",") + "\n")
}

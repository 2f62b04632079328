package results

import (
	"strconv"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// format writes rows of one run: what stands in them besides ids, which runs have by number and evidence has as texts.
type format struct {
	period string
	scale  int // decimal places of amounts
}

// volumes appends volumes, plain, each behind a comma.
func (f *format) volumes(dst []byte, volumes ...money.Volume) []byte {
	for _, v := range volumes {
		dst = v.AppendTo(append(dst, ','))
	}
	return dst
}

// amounts appends amounts with all their places, each behind a comma.
func (f *format) amounts(dst []byte, amounts ...money.Amount) []byte {
	for _, a := range amounts {
		dst = money.AppendFixed(append(dst, ','), int64(a), f.scale)
	}
	return dst
}

// standing appends what stands behind the partner in ranks.csv. Ranks are quoted where they must be.
func (f *format) standing(dst []byte, pv, gv, pgv money.Volume, active bool, ranks ...string) []byte {
	dst = strconv.AppendBool(append(f.volumes(dst, pv, gv, pgv), ','), active)
	for _, rank := range ranks {
		dst = append(append(dst, ','), rank...)
	}
	return append(dst, '\n')
}

// binary appends what stands behind the partner in binary.csv.
func (f *format) binary(dst []byte, b *commission.BinaryRow) []byte {
	dst = f.volumes(dst, b.CarriedLeft, b.Left, b.CarriedRight, b.Right, b.Matched)
	return append(f.volumes(f.amounts(dst, b.Amount), b.CarryLeft, b.CarryRight), '\n')
}

// statement appends what stands behind the partner in statements.csv.
func (f *format) statement(dst []byte, s *commission.Statement) []byte {
	return append(f.amounts(dst, s.Opening, s.Earnings, s.Reversals, s.Reserve, s.Release, s.Balance, s.Payout, s.Closing), '\n')
}

// lineFormat appends what stands behind the beneficiary in lines.csv. Neighbouring lines have nearly all of it in common, so
// it keeps the texts of the one before.
type lineFormat struct {
	format
	base, condition []byte // behind their commas; of the line before
	lastBase        money.Volume
	lastCondition   period.Period
}

func (f *lineFormat) line(dst []byte, level int32, hasBase bool, base money.Volume, percent money.Percent, amount money.Amount, condition period.Period) []byte {
	dst = append(dst, ',')
	if level != commission.NoLevel {
		dst = strconv.AppendInt(dst, int64(level), 10)
	}
	if hasBase {
		if len(f.base) == 0 || base != f.lastBase {
			f.base, f.lastBase = base.AppendTo(append(f.base[:0], ',')), base
		}
		dst = money.AppendPlain(append(append(dst, f.base...), ','), int64(percent), money.PercentPlaces)
	} else {
		dst = append(dst, ",,"...)
	}
	if len(f.condition) == 0 || condition != f.lastCondition {
		f.condition, f.lastCondition = append(append(f.condition[:0], ','), condition.String()...), condition
	}
	return append(append(f.amounts(dst, amount), f.condition...), '\n')
}

package explain

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
)

// Binary is a partner's part of a binary bonus.
type Binary struct {
	Volume   string           `json:"volume"` // points or cv
	Left     Leg              `json:"left"`
	Right    Leg              `json:"right"`
	Matched  decimal.Decimal  `json:"matched"`             // by the weaker leg
	Earning  Calculation      `json:"earning"`             // before the cap
	Cap      *Money           `json:"cap,omitempty"`       // nil: none
	CarryMax *decimal.Decimal `json:"carry_max,omitempty"` // nil: none
	Flushed  bool             `json:"flushed"`             // not eligible, and so nothing is carried on
}

// Leg is one side of a partner in a binary tree.
type Leg struct {
	Child   *Person         `json:"child,omitempty"` // who stands in the slot; nil: nobody
	Carried decimal.Decimal `json:"carried"`         // from the run before
	Period  decimal.Decimal `json:"of_the_period"`   // of the child and everyone below
	Have    decimal.Decimal `json:"have"`            // the sum
	Rest    decimal.Decimal `json:"rest"`            // less what is matched
	Carry   decimal.Decimal `json:"carry"`           // carried on
}

// explainBinary explains how two legs were matched.
func (q *inquiry) explainBinary(out *PeriodBonus, b *commission.Bonus, rule *commission.Binary) {
	in := forest{rule.Tree, q.period.End()}
	recorded := q.binaryRow(b.ID)
	if _, ok := q.parent(in, q.asked); !ok {
		out.Eligible, out.Why = false, fmt.Sprintf("not in tree %s on %s; what was carried on before stays", q.treeName(rule.Tree), in.day)
		return
	}
	legs := q.legs(in, rule.Volume)
	legs[0].Carried, legs[1].Carried = volumeOf(recorded.CarriedLeft), volumeOf(recorded.CarriedRight)
	bin := &Binary{Volume: "points", Flushed: !out.Eligible && rule.FlushInactive}
	if rule.Volume == commission.CV {
		bin.Volume = "cv"
	}
	for i := range legs {
		legs[i].Have = legs[i].Carried.Add(legs[i].Period)
	}
	if out.Eligible {
		bin.Matched = decimal.Max(decimal.Zero, decimal.Min(legs[0].Have, legs[1].Have))
	}
	for i := range legs {
		q.carryOn(&legs[i], bin, rule)
	}
	bin.Left, bin.Right = legs[0], legs[1]
	if rule.CarryMax != nil {
		most := valueOf(*rule.CarryMax)
		bin.CarryMax = &most
	}
	amount := q.matchLegs(bin, rule)
	if out.Eligible && amount.Sign() == 0 {
		out.Why = "the weaker leg has nothing to match"
	}
	out.Binary = bin
	q.pay(out, amount, &bin.Earning)
	q.checkBinary(bin, amount, recorded)
}

// matchLegs pays the matched volume, at most the cap, and rounds once.
func (q *inquiry) matchLegs(bin *Binary, rule *commission.Binary) Money {
	bin.Earning = calculate(q.plan.Money, bin.Matched, percentOf(rule.Percent))
	if rule.Cap == nil {
		return bin.Earning.Amount
	}
	most := listed(q.plan.Money, *rule.Cap)
	bin.Cap = &most
	exact := decimal.Min(bin.Matched.Mul(percentOf(rule.Percent)).Shift(-2), valueOf(*rule.Cap))
	return round(q.plan.Money, exact, decimal.NewFromInt(1))
}

// carryOn finds what is carried on of a leg.
func (q *inquiry) carryOn(leg *Leg, bin *Binary, rule *commission.Binary) {
	leg.Rest = leg.Have.Sub(bin.Matched)
	leg.Carry = leg.Rest
	if bin.Flushed {
		leg.Carry = decimal.Zero
	}
	if rule.CarryMax != nil {
		leg.Carry = decimal.Min(leg.Carry, valueOf(*rule.CarryMax))
	}
}

// legs sums the volume of the period below each of the asked partner's two slots.
func (q *inquiry) legs(in forest, kind commission.VolumeKind) (legs [2]Leg) {
	below := q.children(in)
	for _, child := range below[q.asked] {
		place, _ := q.facts.Placements[in.tree].At(child, in.day)
		leg := &legs[place.Slot]
		person := q.person(child)
		leg.Child = &person
		visit(below, child, func(p commission.PartnerNo) {
			for _, order := range q.ordersOf(p) {
				for _, m := range q.entriesOf(order, q.period) {
					if kind == commission.CV {
						leg.Period = leg.Period.Add(q.cv(m))
					} else {
						leg.Period = leg.Period.Add(q.points(m))
					}
				}
			}
		})
	}
	return legs
}

// binaryRow returns the asked partner's row of a binary bonus; zeros where there is none.
func (q *inquiry) binaryRow(bonus string) commission.BinaryRow {
	for _, table := range q.run.Binaries() {
		if q.bonuses[table.Bonus] == bonus {
			row, _ := table.Row(q.asked)
			return row
		}
	}
	return commission.BinaryRow{}
}

// checkBinary compares the legs with the row of the run.
func (q *inquiry) checkBinary(bin *Binary, amount Money, row commission.BinaryRow) {
	for _, volume := range []struct {
		name string
		run  money.Volume
		own  decimal.Decimal
	}{
		{"left", row.Left, bin.Left.Period},
		{"right", row.Right, bin.Right.Period},
		{"matched", row.Matched, bin.Matched},
		{"carry_left", row.CarryLeft, bin.Left.Carry},
		{"carry_right", row.CarryRight, bin.Right.Carry},
	} {
		if !volumeOf(volume.run).Equal(volume.own) {
			q.doubt("the binary row has %s %s, and it is %s", volume.name, volume.run, volume.own)
		}
	}
	if !q.amount(row.Amount).sameAs(amount) {
		q.doubt("the binary row has amount %s, and it is %s", q.amount(row.Amount), amount)
	}
}

package commission

import (
	"slices"

	"upline/internal/money"
	"upline/internal/period"
)

// Kind says what a line does. The order is that of their names, in which results are sorted.
type Kind uint8

const (
	// KindEarning gives commission.
	KindEarning Kind = iota
	// KindRelease gives back what was withheld.
	KindRelease
	// KindReserve withholds a part of an earning.
	KindReserve
	// KindReversal takes back commission of a cancelled order.
	KindReversal

	kinds = 4
)

var kindNames = [...]string{"earning", "release", "reserve", "reversal"}

func (k Kind) String() string { return kindNames[k] }

// ParseKind returns the kind of a name; ok is false for an unknown one.
func ParseKind(name string) (kind Kind, ok bool) {
	i := slices.Index(kindNames[:], name)
	return Kind(max(i, 0)), i >= 0
}

// BonusNo is a position in Facts.Bonuses(): all bonus ids of all plan versions, sorted.
type BonusNo int32

// Bonuses returns the ids of the bonuses of all plan versions, sorted; a BonusNo is a position in it.
func (f *Facts) Bonuses() []string {
	var ids []string
	for _, plan := range f.Plans {
		for i := range plan.Bonuses {
			ids = append(ids, plan.Bonuses[i].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// NoLevel stands where a line has no level.
const NoLevel int32 = -1

// Line is who got how much, and for what (plan-language §9, lines.csv).
type Line struct {
	Kind        Kind
	Bonus       BonusNo
	Order       OrderNo   // NoOrder for period bonuses
	Source      PartnerNo // NoPartner for period bonuses other than matching
	Beneficiary PartnerNo
	Level       int32 // NoLevel where it means nothing
	HasBase     bool  // whether Base and Percent mean anything
	Base        money.Volume
	Percent     money.Percent
	Amount      money.Amount
	Condition   period.Period // C(o) for lines of order bonuses, else the run's period
}

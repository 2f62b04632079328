package evidence

import (
	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
	"upline/internal/period"
)

// Line is a row of the lines: who got how much, and for what.
type Line struct {
	Kind        commission.Kind
	Bonus       string
	Order       string // empty for period bonuses
	Source      string // empty for period bonuses other than matching
	Beneficiary string
	Level       int32 // commission.NoLevel where it means nothing
	HasBase     bool  // whether Base and Percent mean anything
	Base        money.Volume
	Percent     money.Percent
	Amount      money.Amount
	Condition   period.Period // C(o) for lines of order bonuses, else the run's period
}

// Columns of the lines.
const (
	lineKind = iota
	lineBonus
	lineOrder
	lineSource
	lineBeneficiary
	lineLevel
	lineBase
	linePercent
	lineAmount
	lineCondition
)

// linesSorted is how many first columns the lines are sorted by; the base, which comes before the amount, is not of them.
const linesSorted = 6

func lineColumns(scale int) []columns.Column {
	return []columns.Column{
		lineKind:        {Name: "kind", Type: columns.Text},
		lineBonus:       {Name: "bonus", Type: columns.Text},
		lineOrder:       {Name: "order", Type: columns.Text, Optional: true},
		lineSource:      {Name: "source", Type: columns.Text, Optional: true},
		lineBeneficiary: {Name: "beneficiary", Type: columns.Text},
		lineLevel:       {Name: "level", Type: columns.Int32, Optional: true},
		lineBase:        {Name: "base", Type: columns.Decimal128, Scale: money.VolumePlaces, Optional: true},
		linePercent:     {Name: "percent", Type: columns.Decimal64, Scale: money.PercentPlaces, Optional: true},
		lineAmount:      {Name: "amount", Type: columns.Decimal64, Scale: scale, Packed: true},
		lineCondition:   {Name: "condition_period", Type: columns.Text},
	}
}

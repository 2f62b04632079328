package compare

import (
	"path/filepath"

	"upline/internal/money"
)

// percentPlaces is how many decimal places a percentage shows.
const percentPlaces = 2

// objects makes the objects of compare --json.
type objects struct{ *Comparison }

// NewObject returns a comparison for a program. Out is the folder that was written, if one was.
func NewObject(c *Comparison, out string) Object {
	w := objects{c}
	object := Object{
		A: w.plans(c.A), B: w.plans(c.B), Currency: c.Currency, From: c.From.String(), Through: c.Through.String(),
		Partners: c.Partners, Orders: c.Orders, Total: w.totals(&c.Total),
		Winners: w.effect(c.Winners), Losers: w.effect(c.Losers), Unchanged: c.Unchanged,
		Most: each(c.Most, w.partner), Least: each(c.Least, w.partner),
		Distribution: each(c.Buckets, w.bucket), Ranks: each(c.Ranks, w.rank), Deciles: each(c.Deciles, w.decile),
		Concentration: each(c.Concentration, w.concentration),
	}
	for i := range c.Periods {
		totals := w.totals(&c.Periods[i].Totals)
		totals.Period = c.Periods[i].Period.String()
		object.Periods = append(object.Periods, totals)
	}
	if out != "" {
		object.Out = filepath.Clean(out)
	}
	return object
}

// each makes an object of each item; a list without items is [], not null.
func each[T, O any](items []T, object func(*T) O) []O {
	objects := make([]O, len(items))
	for i := range items {
		objects[i] = object(&items[i])
	}
	return objects
}

// amount writes an amount with all its places, as the results do.
func (w objects) amount(a money.Amount) string { return a.Format(w.Scale) }

func (w objects) amounts(a Amounts) amountsObject {
	return amountsObject{sidesObject[string]{w.amount(a.A), w.amount(a.B)}, w.amount(a.Difference())}
}

func (w objects) counts(c Counts) sidesObject[int] {
	return sidesObject[int](c)
}

func (w objects) plans(set PlanSet) plansObject {
	return plansObject{set.Name, each(set.Versions, func(v *Version) versionObject {
		return versionObject{v.File, v.ValidFrom.String()}
	})}
}

func (w objects) totals(t *Totals) TotalsObject {
	object := TotalsObject{Commission: w.amounts(t.Commission), CV: t.CV.String(), Bonuses: each(t.Bonuses, w.bonus)}
	if ratio, ok := t.PayoutRatio(w.Scale); ok {
		object.Ratio = &sidesObject[string]{ratio.A.StringFixed(percentPlaces), ratio.B.StringFixed(percentPlaces)}
	}
	return object
}

func (w objects) bonus(b *Bonus) bonusObject {
	return bonusObject{b.ID, b.InA, b.InB, w.amounts(b.Commission), each(b.Kinds, func(k *KindTotal) kindObject {
		return kindObject{k.Kind.String(), w.counts(k.Lines), w.amounts(k.Amounts)}
	})}
}

func (w objects) partner(p *Partner) partnerObject {
	return partnerObject{p.ID, p.Name, sidesObject[string]{p.RankA, p.RankB}, w.amounts(p.Earnings)}
}

func (w objects) effect(e Effect) effectObject {
	return effectObject{e.Partners, w.amount(e.Amount)}
}

func (w objects) bucket(b *Bucket) bucketObject {
	return bucketObject{w.amount(b.Above), w.amount(b.UpTo), w.effect(b.Losers), w.effect(b.Winners)}
}

func (w objects) rank(r *Rank) rankObject {
	return rankObject{r.ID, w.counts(r.Partners), w.amounts(r.Earnings), w.amounts(r.Average())}
}

func (w objects) decile(d *Decile) decileObject {
	return decileObject{d.Partners, w.amounts(d.Earnings), w.amounts(d.Average())}
}

func (w objects) concentration(c *Concentration) concentrationObject {
	top := func(t Top) topObject {
		object := topObject{Earners: t.Earners}
		if share, ok := t.Share(); ok {
			text := share.StringFixed(percentPlaces)
			object.Share = &text
		}
		return object
	}
	return concentrationObject{c.Percent, top(c.A), top(c.B)}
}

package commission

import "upline/internal/money"

// payee is somebody whom a walk pays: what a line needs, but for the base.
type payee struct {
	node        int32
	beneficiary PartnerNo
	level       int32
	percent     money.Percent
}

// walk is an order bonus made ready for one scene. It finds who is paid for the orders of a seller, and does not
// care which orders: so it is asked once for each seller.
type walk interface {
	// payees appends whom the orders of the member at node seller pay.
	payees(seller int32, to []payee) []payee
}

// newWalk prepares a bonus; it returns nil for a period bonus.
func newWalk(b *Bonus, sc *scene) walk {
	switch rule := b.Rule.(type) {
	case *Retail:
		return &retailWalk{sc, rule, b.eligibility()}
	case *Unilevel:
		return newLevels(sc, b.eligibility(), rule.Levels, rule.Depth, rule.Compression)
	case *Differential:
		return newDifferentialWalk(sc, b.eligibility(), rule)
	case *Generation:
		return newGenerationWalk(sc, b.eligibility(), rule)
	default:
		return nil
	}
}

// treeOf returns the tree that a bonus walks.
func (b *Bonus) treeOf() TreeNo {
	switch rule := b.Rule.(type) {
	case *Unilevel:
		return rule.Tree
	case *Binary:
		return rule.Tree
	default:
		return SponsorTree
	}
}

// IsOrderBonus reports whether a bonus pays for orders, and not once a period.
func (b *Bonus) IsOrderBonus() bool {
	switch b.Rule.(type) {
	case *Retail, *Unilevel, *Differential, *Generation:
		return true
	default:
		return false
	}
}

// pay appends the member at node v, unless the percentage is 0, which makes no line.
func (sc *scene) pay(to []payee, v, level int32, percent money.Percent) []payee {
	if percent == 0 {
		return to
	}
	return append(to, payee{v, sc.partner[v], level, percent})
}

// retailWalk pays the credited partner.
type retailWalk struct {
	*scene
	rule *Retail
	who  eligibility
}

func (w *retailWalk) payees(seller int32, to []payee) []payee {
	m := w.member[seller]
	if !w.who.admits(m) {
		return to
	}
	return w.pay(to, seller, 0, w.rule.Percent[m.rank])
}

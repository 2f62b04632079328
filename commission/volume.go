package commission

import "upline/internal/money"

// volume is what orders and cancellations of a period move for one partner (plan-language §5).
type volume struct {
	points, cv money.Volume
}

// of returns the volume that a binary bonus counts.
func (v *volume) of(kind VolumeKind) money.Volume {
	if kind == CV {
		return v.cv
	}
	return v.points
}

// Sales is what the orders and cancellations of a run come to.
type Sales struct {
	Orders        int          // first settled in this run
	Late          int          // of these, placed in an earlier period
	Cancellations int          // handled in this run
	Points, CV    money.Volume // cv(P), and the same in points (plan-language §5)
}

// sumVolumes credits the due orders, and debits the due cancellations of orders that earlier runs settled.
func (s *settlement) sumVolumes() {
	s.volumes = make([]volume, len(s.facts.Partners))
	for _, d := range s.due {
		order := &s.facts.Orders[d.order]
		own := &s.volumes[order.Partner]
		points, cv := order.Points.Volume(), order.CV.Volume()
		if d.left != money.Whole {
			points, cv = order.Points.Times(d.left), order.CV.Times(d.left)
		}
		own.points = own.points.Plus(points)
		own.cv = own.cv.Plus(cv)
		s.sales.Points, s.sales.CV = s.sales.Points.Plus(points), s.sales.CV.Plus(cv)
		if order.PlacedOn < s.period.Start() {
			s.sales.Late++
		}
	}
	for _, r := range s.reversals {
		order := &s.facts.Orders[r.Order]
		own := &s.volumes[order.Partner]
		points, cv := order.Points.Times(r.Share), order.CV.Times(r.Share)
		own.points, own.cv = own.points.Minus(points), own.cv.Minus(cv)
		s.sales.Points, s.sales.CV = s.sales.Points.Minus(points), s.sales.CV.Minus(cv)
	}
	s.sales.Orders, s.sales.Cancellations = len(s.due), len(s.cancellations)
}

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
		s.companyCV = s.companyCV.Plus(cv)
	}
	for _, r := range s.reversals {
		order := &s.facts.Orders[r.Order]
		own := &s.volumes[order.Partner]
		cv := order.CV.Times(r.Share)
		own.points = own.points.Minus(order.Points.Times(r.Share))
		own.cv = own.cv.Minus(cv)
		s.companyCV = s.companyCV.Minus(cv)
	}
}

package naive

// checkOrders: ids, days, volumes; "paid_on before placed_on", "an order with no plan version in force on placed_on" and
// "an order placed before its partner joined" are refused (plan-language §2).
func (v *validator) checkOrders() {
	s := v.sheet(ordersFile, false, "id", "partner", "kind", "placed_on", "paid_on", "points", "cv")
	if s == nil {
		return
	}
	v.ordersKnown = s.whole
	defer func() {
		for _, id := range s.lostIDs("id") {
			if _, found := v.orders[id]; !found {
				v.orders[id] = ""
			}
		}
	}()
	for _, r := range s.rows {
		placedOn, paidOn := v.day(s, r, "placed_on", false), v.day(s, r, "paid_on", true)
		v.checkOrderID(s, r, placedOn)
		partner := v.partner(s, r, "partner")
		v.volume(s, r, "points")
		v.volume(s, r, "cv")
		if placedOn == "" {
			continue
		}
		if paidOn != "" && paidOn < placedOn {
			v.report(s.file, r.line, string(paidOn))
		}
		if !v.isPlanned(placedOn) {
			v.report(s.file, r.line, string(placedOn))
		}
		if partner != nil && partner.joined != "" && placedOn < partner.joined {
			v.report(s.file, r.line, "joined", string(placedOn))
		}
	}
}

// checkOrderID: of orders with one id the first counts.
func (v *validator) checkOrderID(s *sheet, r record, placedOn day) {
	id := r.field("id")
	_, found := v.orders[id]
	switch {
	case !isID(id):
		v.report(s.file, r.line, "id")
	case found:
		v.report(s.file, r.line, "duplicate", id)
	default:
		v.orders[id] = placedOn
	}
}

// checkCancellations: "the shares of one order sum to at most 1": refused is "every row with which the sum so far exceeds
// 1" (plan-language §2).
func (v *validator) checkCancellations() {
	s := v.sheet(cancellationsFile, true, "id", "order", "cancelled_on", "share")
	if s == nil {
		return
	}
	ids, cancelled := map[string]bool{}, sums{}
	for _, r := range s.rows {
		switch id := r.field("id"); {
		case !isID(id):
			v.report(s.file, r.line, "id")
		case ids[id]:
			v.report(s.file, r.line, "duplicate", id)
		default:
			ids[id] = true
		}
		order, cancelledOn := r.field("order"), v.day(s, r, "cancelled_on", false)
		placedOn, found := v.orders[order]
		if !isID(order) || v.ordersKnown && !found {
			v.report(s.file, r.line, orName(order, "order"))
		}
		if cancelledOn != "" && placedOn != "" && cancelledOn < placedOn {
			v.report(s.file, r.line, string(cancelledOn))
		}
		v.addShare(s, r, cancelled, found || !v.ordersKnown)
	}
}

// addShare counts every share but one that is at fault itself, or is of no order.
func (v *validator) addShare(s *sheet, r record, cancelled sums, isOfOrder bool) {
	share, order := v.share(s, r), r.field("order")
	if share == nil || !isOfOrder || !isID(order) {
		return
	}
	cancelled.add(order, share)
	if cancelled.of(order).Cmp(whole(1)) > 0 {
		v.report(s.file, r.line, "share", order)
	}
}

package naive

import "strconv"

// checkOverrides: who, what, when and why. Refused are an override before its partner joined, two of one partner on one day
// (the later line, naming the first of the day) and one without a reason: an extension of plan-language §2.
func (v *validator) checkOverrides() {
	s := v.sheet(overridesFile, true, "partner", "rank", "on", "reason")
	if s == nil {
		return
	}
	type key struct {
		partner string
		on      day
	}
	first := map[key]int{} // its line
	for _, r := range s.rows {
		partner, on := v.partner(s, r, "partner"), v.day(s, r, "on", false)
		v.checkRank(s, r)
		if r.field("reason") == "" {
			v.report(s.file, r.line, "reason")
		}
		if on == "" {
			continue
		}
		if partner != nil && partner.joined != "" && on < partner.joined {
			v.report(s.file, r.line, "joined", string(on))
		}
		id := r.field("partner")
		if !isID(id) || v.partnersKnown && partner == nil {
			continue
		}
		if line, again := first[key{id, on}]; again {
			v.report(s.file, r.line, "override", strconv.Itoa(line))
		} else {
			first[key{id, on}] = r.line
		}
	}
}

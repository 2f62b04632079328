package naive

import (
	"slices"
	"strconv"
)

// A relation is a row of sponsorships.csv or placements.csv, or the sponsor in partners.csv.
type relation struct {
	file, tree      string
	line            int
	partner, parent string
	slot            int
	slotIsSound     bool
	interval             // from the later of `from` and `joined`
	counts          bool // its days and its tree are known, and there are some days
	overlapped      bool // it overlaps an earlier row, so nobody knows which of them holds
}

// checkPartners: ids and days; "a row with a valid id makes the id known even if its other fields are wrong"
// (plan-language §2). Of rows with one id the first counts.
func (v *validator) checkPartners() {
	s := v.sheet(partnersFile, false, "id", "name", "joined", "sponsor")
	if s == nil {
		return
	}
	v.partnersKnown = s.whole
	for _, r := range s.rows {
		id, joined := r.field("id"), v.day(s, r, "joined", false)
		switch {
		case !isID(id):
			v.report(s.file, r.line, "id")
		case v.members[id] != nil:
			v.report(s.file, r.line, "duplicate", id)
		default:
			v.members[id] = &member{id: id, sponsor: r.field("sponsor"), joined: joined, line: r.line}
		}
	}
	for _, id := range s.lostIDs("id") {
		if v.members[id] == nil {
			v.members[id] = &member{id: id}
		}
	}
	for _, r := range s.rows {
		if r.field("sponsor") != "" {
			v.partner(s, r, "sponsor")
		}
	}
}

// checkSponsorships: "the whole sponsor history of each partner it lists; intervals of a partner do not overlap"
// (plan-language §2).
func (v *validator) checkSponsorships() {
	s := v.sheet(sponsorshipsFile, true, "partner", "sponsor", "from", "to")
	if s == nil {
		return
	}
	v.listingKnown = s.whole
	for _, id := range s.lostIDs("partner") {
		if v.members[id] != nil {
			v.members[id].listed = true
		}
	}
	for _, r := range s.rows {
		partner := v.partner(s, r, "partner")
		if partner != nil {
			partner.listed = true
		}
		if r.field("sponsor") != "" {
			v.partner(s, r, "sponsor")
		}
		row := v.relation(s, r, partner)
		row.parent = r.field("sponsor")
		v.checkJoined(row)
		v.sponsorRows = append(v.sponsorRows, row)
	}
	v.checkRelationOverlaps(v.sponsorRows)
}

// relation reads partner and days: "a row counts from the later of from and joined; that is the day the relationship
// starts, for every check […]. A row that ends by joined counts nowhere" (plan-language §2).
func (v *validator) relation(s *sheet, r record, partner *member) *relation {
	days, sound := v.interval(s, r)
	row := &relation{file: s.file, line: r.line, partner: r.field("partner"), interval: days}
	if sound && partner != nil && partner.joined != "" {
		row.from = max(row.from, partner.joined)
		row.counts = row.to == "" || row.from < row.to
	}
	return row
}

// checkSponsors: the sponsorship of partners.csv "runs from joined, for ever, unless sponsorships.csv lists the partner"
// (plan-language §2).
func (v *validator) checkSponsors() {
	if !v.listingKnown {
		return
	}
	for _, m := range v.members {
		if m.listed || m.sponsor == "" || m.joined == "" {
			continue
		}
		row := &relation{file: partnersFile, line: m.line, partner: m.id, parent: m.sponsor, interval: interval{from: m.joined}, counts: true}
		v.checkJoined(row)
		v.defaultRows = append(v.defaultRows, row)
	}
}

// checkJoined: "a sponsor or parent who has not joined by the day the relationship starts" (plan-language §2).
func (v *validator) checkJoined(row *relation) {
	parent := v.members[row.parent]
	if row.counts && parent != nil && parent.joined != "" && row.from < parent.joined {
		v.report(row.file, row.line, "joined", row.parent)
	}
}

// checkPlacements: "positions in placement trees; slot counts from 0 […]; parent empty: a root (slot 0)"
// (plan-language §2).
func (v *validator) checkPlacements() {
	s := v.sheet(placementsFile, true, "tree", "partner", "parent", "slot", "from", "to")
	if s == nil {
		return
	}
	for _, r := range s.rows {
		partner := v.partner(s, r, "partner")
		if r.field("parent") != "" {
			v.partner(s, r, "parent")
		}
		row := v.relation(s, r, partner)
		row.tree, row.parent = r.field("tree"), r.field("parent")
		kind, known := v.placementTree(s, r)
		row.counts = row.counts && known
		v.checkSlot(s, r, row, kind)
		v.checkJoined(row)
		v.placementRows = append(v.placementRows, row)
	}
	v.checkRelationOverlaps(v.placementRows)
	v.checkTakenSlots()
}

// placementTree is the row's tree; nil when it is not known what trees there are. It is not known when it is at fault.
func (v *validator) placementTree(s *sheet, r record) (kind *treeKind, known bool) {
	id := r.field("tree")
	treesAreKnown, kinds := v.knownTrees()
	for _, kind := range kinds {
		if treesAreKnown && kind.id == id {
			return &kind, true
		}
	}
	if treesAreKnown || !isID(id) {
		v.report(s.file, r.line, orName(id, "tree"))
		return nil, false
	}
	return nil, true
}

// checkSlot: "slots and counts are whole" (plan-language §1); "slot outside the tree's width" is refused.
func (v *validator) checkSlot(s *sheet, r record, row *relation, kind *treeKind) {
	text := r.field("slot")
	if !isNumber(text, 0) || isNegative(text) {
		v.report(s.file, r.line, "slot")
		return
	}
	slot, err := strconv.Atoi(text)
	outside := row.parent == "" && slot != 0 || row.parent != "" && kind != nil && kind.width > 0 && slot >= kind.width
	if err != nil || outside {
		v.report(s.file, r.line, "slot")
		return
	}
	row.slot, row.slotIsSound = slot, true
}

// overlaps: there is a day in both.
func (i interval) overlaps(other interval) bool {
	return (other.to == "" || i.from < other.to) && (i.to == "" || other.from < i.to)
}

// checkRelationOverlaps: "overlaps (one finding a row, naming the first row it overlaps) […] name the later line"
// (plan-language §2).
func (v *validator) checkRelationOverlaps(rows []*relation) {
	for i, row := range rows {
		for _, earlier := range rows[:i] {
			same := earlier.tree == row.tree && earlier.partner == row.partner
			if same && row.counts && earlier.counts && row.overlaps(earlier.interval) {
				v.report(row.file, row.line, "overlap", strconv.Itoa(earlier.line))
				row.overlapped = true
				break
			}
		}
	}
}

// checkTakenSlots: "two partners in one slot" (plan-language §2). Roots "do not share" their slot 0, and one partner twice
// is an overlap.
func (v *validator) checkTakenSlots() {
	for i, row := range v.placementRows {
		for _, earlier := range v.placementRows[:i] {
			same := earlier.tree == row.tree && earlier.parent == row.parent && earlier.slot == row.slot && row.parent != ""
			sound := row.slotIsSound && earlier.slotIsSound && row.counts && earlier.counts
			if same && sound && v.members[row.parent] != nil && earlier.partner != row.partner && row.overlaps(earlier.interval) {
				v.report(row.file, row.line, "slot", earlier.partner)
				break
			}
		}
	}
}

// checkStandings checks status.csv and careers.csv: who, what, and that a partner's intervals do not overlap.
func (v *validator) checkStandings() {
	if s := v.sheet(statusFile, true, "partner", "status", "from", "to"); s != nil {
		for _, r := range s.rows {
			if status := r.field("status"); status != "active" && status != "suspended" && status != "terminated" {
				v.report(s.file, r.line, orName(status, "status"))
			}
		}
		v.checkHistories(s)
	}
	if s := v.sheet(careersFile, true, "partner", "rank", "from", "to"); s != nil {
		for _, r := range s.rows {
			v.checkRank(s, r)
		}
		v.checkHistories(s)
	}
}

// checkRank: "unknown ranks" are refused (plan-language §2).
func (v *validator) checkRank(s *sheet, r record) {
	rank := r.field("rank")
	if known, ranks := v.knownRanks(); known && !slices.Contains(ranks, rank) || !known && !isID(rank) {
		v.report(s.file, r.line, orName(rank, "rank"))
	}
}

func (v *validator) checkHistories(s *sheet) {
	var rows []*relation
	for _, r := range s.rows {
		v.partner(s, r, "partner")
		days, sound := v.interval(s, r)
		known := !v.partnersKnown || v.members[r.field("partner")] != nil
		rows = append(rows, &relation{file: s.file, line: r.line, partner: r.field("partner"), interval: days, counts: sound && known})
	}
	v.checkRelationOverlaps(rows)
}

package bundletest_test

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// scalar is the text of a number as the file has it; decoded as a string it would go through a float.
type scalar string

func (s *scalar) UnmarshalYAML(source []byte) error {
	*s = scalar(strings.TrimSpace(string(source)))
	return nil
}

// planFile is a plan version as plan-language §3 and §6 write it.
type planFile struct {
	Plan      string `yaml:"plan"`
	ValidFrom string `yaml:"valid_from"`
	Currency  string `yaml:"currency"`
	Scale     scalar `yaml:"scale"`
	Rounding  string `yaml:"rounding"`
	Active    *struct {
		PV scalar `yaml:"pv"`
	} `yaml:"active"`
	Career struct {
		Demotion any    `yaml:"demotion"`
		PaidAs   string `yaml:"paid_as"`
	} `yaml:"career"`
	BreakawayRank string      `yaml:"breakaway_rank"`
	Ranks         []rankFile  `yaml:"ranks"`
	Trees         []treeFile  `yaml:"trees"`
	Bonuses       []bonusFile `yaml:"bonuses"`
	Liability     *struct {
		Months  scalar `yaml:"months"`
		ProRata string `yaml:"pro_rata"`
	} `yaml:"liability"`
	Reserve *struct {
		Percent scalar `yaml:"percent"`
		Months  scalar `yaml:"months"`
	} `yaml:"reserve"`
	Payout *struct {
		Minimum scalar `yaml:"minimum"`
	} `yaml:"payout"`
}

type rankFile struct {
	ID   string `yaml:"id"`
	When *struct {
		PV          scalar `yaml:"pv"`
		GV          scalar `yaml:"gv"`
		PGV         scalar `yaml:"pgv"`
		MaxLegShare scalar `yaml:"max_leg_share"`
		Directs     scalar `yaml:"directs"`
		Legs        []struct {
			Rank  string `yaml:"rank"`
			Count scalar `yaml:"count"`
		} `yaml:"legs"`
	} `yaml:"when"`
}

type treeFile struct {
	ID    string `yaml:"id"`
	Kind  string `yaml:"kind"`
	Width scalar `yaml:"width"`
	Auto  string `yaml:"auto"`
}

type bonusFile struct {
	ID            string            `yaml:"id"`
	Type          string            `yaml:"type"`
	Tree          string            `yaml:"tree"`
	Percent       scalar            `yaml:"percent"`
	PercentByRank map[string]scalar `yaml:"percent_by_rank"`
	Volume        string            `yaml:"volume"`
	Of            []string          `yaml:"of"`
	Rank          string            `yaml:"rank"`
	Levels        []scalar          `yaml:"levels"`
	Generations   []scalar          `yaml:"generations"`
	DepthByRank   map[string]scalar `yaml:"depth_by_rank"`
	Compression   string            `yaml:"compression"`
	SameRank      []scalar          `yaml:"same_rank"`
	StopAtRank    string            `yaml:"stop_at_rank"`
	SharesByRank  map[string]scalar `yaml:"shares_by_rank"`
	AmountByRank  map[string]scalar `yaml:"amount_by_rank"`
	Amounts       map[string]scalar `yaml:"amounts"`
	Cap           scalar            `yaml:"cap"`
	Carry         *struct {
		Max           scalar `yaml:"max"`
		FlushInactive string `yaml:"flush_inactive"`
	} `yaml:"carry"`
	Only *struct {
		Kinds     []string `yaml:"kinds"`
		FirstDays scalar   `yaml:"first_days"`
	} `yaml:"only"`
	NeedsActive string `yaml:"needs_active"`
	MinRank     string `yaml:"min_rank"`
}

func (p planFile) rankIDs() []string {
	var ids []string
	for _, r := range p.Ranks {
		ids = append(ids, r.ID)
	}
	return ids
}

func (p planFile) tree(id string) treeFile {
	for _, tree := range p.Trees {
		if tree.ID == id {
			return tree
		}
	}
	return treeFile{}
}

// inForce tells whether a version is in force on a day.
func (c *checker) inForce(day string) bool {
	return slices.ContainsFunc(c.plans, func(p planFile) bool { return p.ValidFrom <= day })
}

func (c *checker) checkPlans() {
	for path, content := range c.files {
		if !strings.HasPrefix(path, "plans/") {
			continue
		}
		var p planFile
		if err := yaml.UnmarshalWithOptions([]byte(content), &p, yaml.Strict()); err != nil {
			c.fault("%s: %v", path, err)
		}
		c.checkPlan(p)
		c.plans = append(c.plans, p)
	}
	types := map[string]string{}
	for i, p := range c.plans {
		first := c.plans[0]
		same := p.Plan == first.Plan && p.Currency == first.Currency && orDefault(p.Scale, "2") == orDefault(first.Scale, "2") &&
			slices.Equal(p.rankIDs(), first.rankIDs()) && reflect.DeepEqual(p.Trees, first.Trees)
		if !same {
			c.fault("version %s differs in what must be the same", p.ValidFrom)
		}
		if slices.ContainsFunc(c.plans[:i], func(other planFile) bool { return other.ValidFrom == p.ValidFrom }) {
			c.fault("two versions from %s on", p.ValidFrom)
		}
		for _, b := range p.Bonuses {
			if known := types[b.ID]; known != "" && known != b.Type {
				c.fault("bonus %s is a %s and a %s", b.ID, b.Type, known)
			}
			types[b.ID] = b.Type
		}
	}
	if first, err := time.Parse("2006-01", c.from); err != nil || c.through < c.from || !c.inForce(first.AddDate(0, 1, -1).Format(time.DateOnly)) {
		c.fault("periods %s..%s", c.from, c.through)
	}
}

func (c *checker) checkPlan(p planFile) {
	c.id("plan", p.Plan)
	c.id("currency", p.Currency)
	c.day("valid_from", p.ValidFrom, false)
	c.oneOf("scale", string(p.Scale), "", "0", "1", "2", "3", "4")
	c.oneOf("rounding", p.Rounding, "", "half_up", "half_even", "down")
	c.oneOf("paid_as", p.Career.PaidAs, "", "achieved", "career")
	if p.Active != nil {
		c.number("active.pv", p.Active.PV, 4)
	}
	if p.Reserve != nil {
		c.number("reserve.percent", p.Reserve.Percent, 6)
		c.number("reserve.months", p.Reserve.Months, 0)
	}
	if p.Liability != nil {
		c.number("liability.months", p.Liability.Months, 0)
	}
	if p.Payout != nil {
		c.number("payout.minimum", p.Payout.Minimum, 4)
	}
	c.rank(p, p.BreakawayRank, true)
	for i, r := range p.Ranks {
		c.id("rank", r.ID)
		if (i == 0) != (r.When == nil) {
			c.fault("rank %s: conditions of the first, or none of another", r.ID)
		}
		if r.When != nil {
			c.checkConditions(p, r)
		}
	}
	for _, tree := range p.Trees {
		c.id("tree", tree.ID)
		if tree.ID == "sponsor" || (tree.Kind == "matrix") != (tree.Width != "") {
			c.fault("tree %+v", tree)
		}
	}
	if len(p.Ranks) == 0 {
		c.fault("a plan without ranks")
	}
	for i, b := range p.Bonuses {
		c.checkBonus(p, b, p.Bonuses[:i])
	}
}

func (c *checker) checkConditions(p planFile, r rankFile) {
	w := r.When
	for _, need := range []scalar{w.PV, w.GV, w.PGV} {
		if need != "" {
			c.number("condition", need, 4)
		}
	}
	if w.PV+w.GV+w.PGV+w.Directs == "" && w.Legs == nil || w.MaxLegShare != "" && w.GV == "" {
		c.fault("rank %s: conditions %+v", r.ID, *w)
	}
	for _, leg := range w.Legs {
		c.rank(p, leg.Rank, false)
	}
}

// optionsOf are the options of a bonus type besides id and type, the needed ones marked with an exclamation mark.
var optionsOf = map[string]string{
	"retail":       "percent percent_by_rank only needs_active min_rank",
	"unilevel":     "tree levels! depth_by_rank compression only needs_active min_rank",
	"differential": "percent_by_rank! same_rank stop_at_rank only needs_active min_rank",
	"generation":   "rank! generations! compression only needs_active min_rank",
	"binary":       "tree! percent! volume! cap carry needs_active min_rank",
	"matching":     "of! levels! depth_by_rank compression needs_active min_rank",
	"pool":         "percent! shares_by_rank! needs_active min_rank",
	"rank_advance": "amounts!",
	"fixed":        "amount_by_rank! needs_active min_rank",
}

func (c *checker) checkBonus(p planFile, b bonusFile, above []bonusFile) {
	c.id("bonus", b.ID)
	ids := map[string]bool{}
	for _, other := range above {
		ids[other.ID] = true
	}
	if ids[b.ID] {
		c.fault("bonus %s is there twice", b.ID)
	}
	options := strings.Fields(optionsOf[b.Type])
	value := reflect.ValueOf(b)
	for i := range value.NumField() {
		name := value.Type().Field(i).Tag.Get("yaml")
		given := !value.Field(i).IsZero()
		needed := slices.Contains(options, name+"!")
		allowed := needed || slices.Contains(options, name) || name == "id" || name == "type"
		if given && !allowed || needed && !given {
			c.fault("bonus %s of type %q: %s", b.ID, b.Type, name)
		}
	}
	if b.Type == "retail" && (b.Percent == "") == (b.PercentByRank == nil) {
		c.fault("retail %s takes one percentage", b.ID)
	}
	for _, of := range b.Of {
		if !ids[of] {
			c.fault("bonus %s: %q is not above it", b.ID, of)
		}
	}
	if b.Tree != "" && b.Tree != "sponsor" && p.tree(b.Tree).ID == "" || b.Type == "binary" && p.tree(b.Tree).Kind != "binary" {
		c.fault("bonus %s: tree %q", b.ID, b.Tree)
	}
	if b.Compression == "unqualified" && b.Type == "generation" {
		c.fault("bonus %s: compression", b.ID)
	}
	c.checkNumbers(p, b)
}

func (c *checker) checkNumbers(p planFile, b bonusFile) {
	for _, rank := range []string{b.Rank, b.StopAtRank, b.MinRank} {
		c.rank(p, rank, true)
	}
	percents := slices.Concat(b.Levels, b.Generations, b.SameRank)
	if b.Percent != "" {
		percents = append(percents, b.Percent)
	}
	for places, table := range map[int]map[string]scalar{0: b.DepthByRank, 4: b.SharesByRank, 6: b.PercentByRank} {
		for rank, value := range table {
			c.rank(p, rank, false)
			c.number("table", value, places)
		}
	}
	for _, table := range []map[string]scalar{b.AmountByRank, b.Amounts} {
		for rank, value := range table {
			c.rank(p, rank, false)
			c.number("amount", value, 4)
		}
	}
	for _, value := range percents {
		c.number("percentage", value, 6)
	}
}

func (c *checker) rank(p planFile, rank string, mayBeEmpty bool) {
	if rank == "" && mayBeEmpty {
		return
	}
	if !slices.Contains(p.rankIDs(), rank) {
		c.fault("%q is no rank", rank)
	}
}

func (c *checker) oneOf(what, value string, values ...string) {
	if !slices.Contains(values, value) {
		c.fault("%s %q", what, value)
	}
}

func orDefault(value, otherwise scalar) scalar {
	if value == "" {
		return otherwise
	}
	return value
}

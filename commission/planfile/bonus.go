package planfile

import "upline/commission"

// bonusType is a type of bonus (plan-language §6): how its rule is read and which of the common keys it takes.
// To add one, write its rule function and list it in bonusTypes; the JSON Schema follows.
type bonusType struct {
	name  string
	about string
	takes commonKeys
	rule  func(*section) commission.Rule
}

type commonKeys uint8

const (
	takesNothing     commonKeys = iota
	takesEligibility            // needs_active and min_rank
	takesOrders                 // these, and only: an order bonus
)

// bonusTypes are the types in the order in which plan-language §6 tells of them.
var bonusTypes = []bonusType{
	{"retail", "pays the credited partner of an order", takesOrders, retail},
	{"unilevel", "pays the upline of the credited partner, level by level", takesOrders, unilevel},
	{"differential", "pays everyone in the upline the difference to the highest percentage below", takesOrders, differential},
	{"generation", "pays the leaders above the first leader", takesOrders, generation},
	{"binary", "pays the weaker of two legs of a binary tree and carries the rest on", takesEligibility, binary},
	{"matching", "pays the upline a part of what a partner earned by other bonuses", takesEligibility, matching},
	{"pool", "shares a part of the company's volume", takesEligibility, pool},
	{"rank_advance", "pays once for each rank reached for the first time", takesNothing, rankAdvance},
	{"fixed", "pays an amount by rank", takesEligibility, fixed},
}

// typeName is the kind of a bonus's type.
var typeName = oneOf(typeChoices()...)

func typeChoices() (choices []choice[*bonusType]) {
	for i := range bonusTypes {
		choices = append(choices, choice[*bonusType]{bonusTypes[i].name, &bonusTypes[i]})
	}
	return choices
}

// typeAbout says what each type pays.
var typeAbout = typeDescription()

func typeDescription() string {
	about := "What the bonus pays:"
	for _, t := range bonusTypes {
		about += "\n" + t.name + " " + t.about + "."
	}
	return about
}

// bonuses is the kind of the list of bonuses.
var bonuses = bonusesKind()

func bonusesKind() kind[[]commission.Bonus] {
	entry := sectionOf("a bonus, such as {id: direct, type: retail, percent: 10}", bonus)
	entry.schema = bonusSchema
	return listOf("a list of bonuses, in the order of payment", entry)
}

func bonus(s *section) commission.Bonus {
	s.bonus = s.index
	b := commission.Bonus{ID: identify(s, "bonus", "Id of the bonus, unique in this version.")}
	t := required(s, "type", typeName, typeAbout)
	if t == nil {
		s.open = s.object == nil // which other keys there may be depends on the type
		return b
	}
	if s.places["id"].known && s.places["type"].known {
		s.bonusMarks = append(s.bonusMarks, bonusMark{b.ID, mark[string]{t.name, s.places["type"]}})
	}
	t.read(s, &b)
	return b
}

// read reads what comes after id and type.
func (t *bonusType) read(s *section, b *commission.Bonus) {
	if t.takes >= takesEligibility {
		b.NeedsActive = orDefault(s, "needs_active", boolean, "true", "Whether only active partners are eligible.")
		b.MinRank = or(optional(s, "min_rank", rank, "The lowest paid-as rank that is eligible."), 0)
	}
	if t.takes >= takesOrders {
		b.Only = optional(s, "only", sectionOf("{kinds: […], first_days: n}", only), "Limits the bonus to some orders.")
	}
	b.Rule = t.rule(s)
}

func only(s *section) commission.Only {
	return commission.Only{
		Kinds: or(optional(s, "kinds", listOf("a list of kinds of orders, such as [customer]", freeText),
			"Orders of these kinds."), nil),
		FirstDays: optional(s, "first_days", atLeast(0),
			"Orders placed fewer than so many days after the credited partner joined."),
	}
}

// bonusSchema describes a bonus: its id and type, and for each type the keys that come after them.
func bonusSchema() *schema {
	common := describe(bonus)
	common.AdditionalProperties = nil // the types say what there may be
	for _, t := range bonusTypes {
		then := describe(func(s *section) (b commission.Bonus) {
			s.object.Properties = properties{{"id", &schema{}}, {"type", &schema{}}}
			t.read(s, &b)
			return b
		})
		common.AllOf = append(common.AllOf, &schema{
			If:   &schema{Properties: properties{{"type", &schema{Const: t.name}}}, Required: []string{"type"}},
			Then: then,
		})
	}
	return common
}

package planfile

import (
	"slices"
	"strings"

	"upline/commission"
)

// trees is the kind of the list of placement trees. The order in which versions list them means nothing, so that they
// are sorted by id: a tree has the same commission.TreeNo in all versions.
var trees = treesKind()

func treesKind() kind[[]commission.TreeRule] {
	list := listOf("a list of placement trees", sectionOf("a tree, such as {id: bin, kind: binary}", treeRule))
	unsorted := list.read
	list.read = func(at spot) []commission.TreeRule {
		rules := unsorted(at)
		slices.SortFunc(rules, func(a, b commission.TreeRule) int { return strings.Compare(a.ID, b.ID) })
		at.trees = rules
		return rules
	}
	return list
}

// binaryWidth is how many slots a partner has in a binary tree.
const binaryWidth = 2

func treeRule(s *section) commission.TreeRule {
	t := commission.TreeRule{ID: identify(s, "tree", "Id of the tree, unique in the plan; not sponsor.")}
	if s.object != nil {
		s.object.Properties.last().Not = &schema{Const: sponsorTree}
	} else if t.ID == sponsorTree {
		s.faultAt(s.places["id"].line, "id %q is the tree of who recruited whom: choose another one", t.ID)
	}
	t.Binary = required(s, "kind", oneOf(choice[bool]{"binary", true}, choice[bool]{"matrix", false}),
		"binary: a left and a right slot for each partner; matrix: width slots.")
	t.Width = width(s, t)
	t.Auto = orDefault(s, "auto", oneOf(choice[bool]{"none", false}, choice[bool]{"breadth_first", true}), "none",
		"breadth_first places whoever is not listed in placements.csv at the first free slot below the sponsor; none does not.")
	return t
}

// width reads the width that a matrix must have and a binary tree must not; it is 0 when it cannot be told.
func width(s *section, t commission.TreeRule) int {
	const key, about = "width", "Slots of a partner; for matrices only."
	switch {
	case s.object != nil:
		optional(s, key, atLeast(1), about)
		matrix := &schema{Properties: properties{{"kind", &schema{Const: "matrix"}}}, Required: []string{"kind"}}
		s.object.AllOf = []*schema{
			{If: matrix, Then: &schema{Required: []string{key}}},
			{If: &schema{Required: []string{key}}, Then: matrix},
		}
		return 0
	case !s.places["kind"].known:
		optional(s, key, atLeast(1), about)
		return 0
	case t.Binary:
		s.forbid(key, "a binary tree has no width: leave it out, it is 2")
		return binaryWidth
	default:
		s.matrices = append(s.matrices, t.ID)
		return required(s, key, atLeast(1), about)
	}
}

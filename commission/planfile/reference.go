package planfile

import (
	"slices"

	"upline/commission"
)

// rank is the kind of a reference to a rank.
var rank = reference("the id of a rank", func(at spot, id string) commission.Rank {
	if !at.ranksKnown {
		return commission.NoRank
	}
	i := slices.Index(at.ranks, id)
	if i < 0 {
		at.fault("unknown rank %s: the ranks are %s", shown(id), words(at.ranks, "and"))
	}
	return commission.Rank(i)
})

// sponsorTree is the name of the tree of who recruited whom, which no placement tree may have.
const sponsorTree = "sponsor"

// tree is the kind of a reference to any tree.
var tree = reference("sponsor, or the id of a placement tree", func(at spot, id string) commission.TreeNo {
	if id == sponsorTree {
		return commission.SponsorTree
	}
	return placementTree(at, id)
})

// binaryTree is the kind of a reference to a binary placement tree.
var binaryTree = reference("the id of a binary tree", func(at spot, id string) commission.TreeNo {
	if id == sponsorTree {
		at.fault("%q is no placement tree: write the id of a binary tree", id)
		return commission.SponsorTree
	}
	no := placementTree(at, id)
	if no != commission.SponsorTree && slices.Contains(at.matrices, id) {
		at.fault("%s is a matrix: write the id of a binary tree", shown(id))
	}
	return no
})

// placementTree finds a placement tree; it returns SponsorTree if there is none of that id.
func placementTree(at spot, id string) commission.TreeNo {
	if !at.treesKnown {
		return commission.SponsorTree
	}
	i := slices.IndexFunc(at.trees, func(t commission.TreeRule) bool { return t.ID == id })
	if i < 0 {
		var ids []string
		for _, t := range at.trees {
			ids = append(ids, t.ID)
		}
		at.fault("unknown tree %s: the placement trees are %s", shown(id), some(ids))
	}
	return commission.TreeNo(i)
}

// bonusAbove is the kind of a reference to a bonus above the one being read.
var bonusAbove = reference("the id of a bonus above", func(at spot, id string) string {
	if at.bonus > len(at.bonuses) {
		return id // one above has no sound id
	}
	if above := at.bonuses[:at.bonus]; !slices.Contains(above, id) {
		at.fault("unknown bonus %s: the bonuses above are %s", shown(id), some(above))
	}
	return id
})

func reference[T any](due string, find func(at spot, id string) T) kind[T] {
	return kind[T]{
		due:    due,
		schema: func() *schema { return &schema{Type: anyScalar} },
		read: func(at spot) (value T) {
			if at.is(formScalar, due) {
				value = find(at, at.node.text)
			}
			return value
		},
	}
}

// some lists names, or says that there are none.
func some(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return words(names, "and")
}

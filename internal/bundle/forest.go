package bundle

// forest is a set of rooted trees that are cut and joined again, and that tells the root of a node in logarithmic time
// (a link-cut tree: Sleator and Tarjan, "A data structure for dynamic trees", 1983). Each tree is split into paths; a
// path is a splay tree, ordered from the top down, whose root points to where the path hangs below another one.
type forest struct {
	up, left, right []int32 // by node; none: -1
}

const none int32 = -1

// newForest returns a forest of single nodes.
func newForest(nodes int) *forest {
	f := &forest{up: make([]int32, nodes), left: make([]int32, nodes), right: make([]int32, nodes)}
	for i := range nodes {
		f.up[i], f.left[i], f.right[i] = none, none, none
	}
	return f
}

// link hangs a root below another node, which must not be in its tree.
func (f *forest) link(root, parent int32) {
	f.expose(root)
	f.up[root] = parent
}

// cut makes a node a root.
func (f *forest) cut(node int32) {
	f.expose(node)
	if above := f.left[node]; above != none {
		f.up[above], f.left[node] = none, none
	}
}

// root returns the root of a node.
func (f *forest) root(node int32) int32 {
	f.expose(node)
	for f.left[node] != none {
		node = f.left[node]
	}
	f.splay(node) // or else a long way would be gone again each time
	return node
}

// expose makes the way from the root down to a node one path, with the node at the root of its splay tree.
func (f *forest) expose(node int32) {
	below := none
	for top := node; top != none; top = f.up[top] {
		f.splay(top)
		f.right[top] = below
		below = top
	}
	f.splay(node)
}

// pathRoot tells that a node is the root of its splay tree.
func (f *forest) pathRoot(node int32) bool {
	up := f.up[node]
	return up == none || f.left[up] != node && f.right[up] != node
}

func (f *forest) splay(node int32) {
	for !f.pathRoot(node) {
		up := f.up[node]
		if !f.pathRoot(up) {
			if (f.left[up] == node) == (f.left[f.up[up]] == up) {
				f.rotate(up)
			} else {
				f.rotate(node)
			}
		}
		f.rotate(node)
	}
}

// rotate lifts a node above its parent in the splay tree.
func (f *forest) rotate(node int32) {
	up := f.up[node]
	above := f.up[up]
	if !f.pathRoot(up) {
		if f.left[above] == up {
			f.left[above] = node
		} else {
			f.right[above] = node
		}
	}
	inner, outer := f.right, f.left
	if f.right[up] == node {
		inner, outer = f.left, f.right
	}
	moved := inner[node]
	outer[up] = moved
	if moved != none {
		f.up[moved] = up
	}
	inner[node] = up
	f.up[up], f.up[node] = node, above
}

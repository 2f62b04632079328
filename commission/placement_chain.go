package commission

// placementChains holds chains of partners, from above to below, as splay trees. The first and the last of a chain are
// found, and chains are joined and cut, in logarithmic time on average however long they are, and in about constant
// time as long as it is always the same end of the same chain.
type placementChains struct {
	links []chainLink // by partner; nil: nobody is in a chain with others
	steps int         // turns made, for the tests
}

// chainLink is a partner in the splay tree of a chain: those above are on the left, those below on the right.
type chainLink struct {
	up, left, right PartnerNo
	size            int32 // of the subtree
}

// first returns the first of v's chain and how many steps above v it is.
func (c *placementChains) first(v PartnerNo) (first PartnerNo, steps int32) {
	if c.links == nil {
		return v, 0
	}
	c.splay(v)
	steps = c.sizeOf(c.links[v].left)
	for c.links[v].left != NoPartner {
		v = c.links[v].left
		c.steps++
	}
	c.splay(v)
	return v, steps
}

// last returns the last of v's chain and how many steps below v it is.
func (c *placementChains) last(v PartnerNo) (last PartnerNo, steps int32) {
	if c.links == nil {
		return v, 0
	}
	c.splay(v)
	steps = c.sizeOf(c.links[v].right)
	for c.links[v].right != NoPartner {
		v = c.links[v].right
		c.steps++
	}
	c.splay(v)
	return v, steps
}

// join appends the chain that w is the first of to the one that v is the last of.
func (c *placementChains) join(v, w PartnerNo, partners int) {
	if c.links == nil {
		c.links = make([]chainLink, partners)
		for i := range c.links {
			c.links[i] = chainLink{NoPartner, NoPartner, NoPartner, 1}
		}
	}
	c.splay(v)
	c.splay(w)
	c.links[v].right, c.links[w].up = w, v
	c.resize(v)
}

// cut parts a chain below v.
func (c *placementChains) cut(v PartnerNo) {
	c.splay(v)
	c.links[c.links[v].right].up = NoPartner
	c.links[v].right = NoPartner
	c.resize(v)
}

// splay turns v up to the root of its splay tree.
func (c *placementChains) splay(v PartnerNo) {
	for up := c.links[v].up; up != NoPartner; up = c.links[v].up {
		if over := c.links[up].up; over != NoPartner {
			if (c.links[over].left == up) == (c.links[up].left == v) {
				c.turn(up)
			} else {
				c.turn(v)
			}
		}
		c.turn(v)
	}
}

// turn exchanges v and the one over it in the splay tree; the order of the chain stays.
func (c *placementChains) turn(v PartnerNo) {
	c.steps++
	up := c.links[v].up
	over := c.links[up].up
	var inner PartnerNo
	if c.links[up].left == v {
		inner = c.links[v].right
		c.links[up].left, c.links[v].right = inner, up
	} else {
		inner = c.links[v].left
		c.links[up].right, c.links[v].left = inner, up
	}
	if inner != NoPartner {
		c.links[inner].up = up
	}
	if over != NoPartner {
		if c.links[over].left == up {
			c.links[over].left = v
		} else {
			c.links[over].right = v
		}
	}
	c.links[up].up, c.links[v].up = v, over
	c.resize(up)
	c.resize(v)
}

func (c *placementChains) resize(v PartnerNo) {
	link := &c.links[v]
	link.size = c.sizeOf(link.left) + 1 + c.sizeOf(link.right)
}

func (c *placementChains) sizeOf(v PartnerNo) int32 {
	if v == NoPartner {
		return 0
	}
	return c.links[v].size
}

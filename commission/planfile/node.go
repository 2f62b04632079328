package planfile

// form is what a node is.
type form uint8

const (
	formNull form = iota
	formScalar
	formList
	formMapping
)

// node is a piece of a plan file. A scalar is its text and nothing else: whether it is quoted, and what YAML would
// make of it, plays no part, so that 24.46 never becomes a float and an id such as 007 or no stays what it is.
type node struct {
	form    form
	text    string // of a scalar
	line    int    // the physical line on which it begins
	keyLine int    // the line of its key; of an entry of a list, and of the whole plan, the same as line
	items   []node // of a list
	pairs   []pair // of a mapping, doubled keys included
}

type pair struct {
	key   string
	line  int // of the key
	value node
}

// faultLine is the line of a finding about the node (plan-language §2).
func (n node) faultLine() int {
	if n.form == formList || n.form == formMapping {
		return n.keyLine
	}
	return n.line
}

// lackLine is the line of a finding about a key that a mapping lacks: that of its first key (plan-language §2), or
// where it begins when it has none.
func (n node) lackLine() int {
	if len(n.pairs) > 0 {
		return n.pairs[0].line
	}
	return n.line
}

// find returns the value of a key, the first one where the key is doubled, and how often the key is there.
func (n node) find(key string) (value node, times int) {
	for _, p := range n.pairs {
		if p.key != key {
			continue
		}
		if times == 0 {
			value = p.value
		}
		times++
	}
	return value, times
}

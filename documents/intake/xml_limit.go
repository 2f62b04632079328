package intake

import "io"

// tagLimit is a reader of XML that ends when a tag, or what stands between two, is too long: the decoder holds either in memory,
// and of a tag some fifty times of what it is.
type tagLimit struct {
	from  io.Reader
	long  int64
	quote byte // that an attribute's value ends with
	state tagState
}

type tagState uint8

const (
	inText   tagState = iota // between tags; in comments, CDATA and the like, too
	afterTag                 // behind <
	inTag
)

func (t *tagLimit) Read(p []byte) (int, error) {
	n, err := t.from.Read(p[:min(len(p), 4096)])
	for _, b := range p[:n] {
		t.see(b)
		if t.state == inTag && t.long > xmlTagMax {
			return 0, refuse("bomb", "an element has more than %d bytes of attributes", xmlTagMax)
		}
		if t.long > xmlTextMax {
			return 0, refuse("bomb", "a text between two elements has more than %d bytes", xmlTextMax)
		}
	}
	return n, err
}

// see counts a byte.
func (t *tagLimit) see(b byte) {
	t.long++
	switch t.state {
	case inText:
		if b == '<' {
			t.state, t.long = afterTag, 0
		}
	case afterTag:
		t.state = inTag
		if b == '!' || b == '?' {
			t.state = inText
		}
	case inTag:
		switch {
		case t.quote != 0:
			if b == t.quote {
				t.quote = 0
			}
		case b == '"' || b == '\'':
			t.quote = b
		case b == '>':
			t.state, t.long = inText, 0
		}
	}
}

package bundle

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// idMax is how many code points an id may have (plan-language §1).
const idMax = 64

// faultyID stands for an id that is at fault, or not there at all. It is nobody's: ids hold no control characters.
const faultyID = "\x00"

// idProblem says what is wrong with an id, or nothing.
func idProblem(id string) string {
	if plainID(id) {
		return ""
	}
	switch count := utf8.RuneCountInString(id); {
	case id == "":
		return "is empty: write 1 to 64 characters"
	case !utf8.ValidString(id):
		return "is not UTF-8: save the file as UTF-8"
	case strings.IndexFunc(id, isControl) >= 0:
		return "holds a control character: an id is a line of visible text"
	case count > idMax:
		return fmt.Sprintf("has %d characters: at most %d are allowed", count, idMax)
	default:
		return ""
	}
}

// plainID is true for nearly all ids, and quick to tell: short printable ASCII.
func plainID(id string) bool {
	if id == "" || len(id) > idMax {
		return false
	}
	for i := range len(id) {
		if id[i] < ' ' || id[i] > '~' {
			return false
		}
	}
	return true
}

func isControl(r rune) bool { return unicode.IsControl(r) }

// textChunk is how many bytes of text share an allocation.
const textChunk = 64 << 10

// texts cuts strings from large chunks: thousands of ids for one allocation, and none that pins a whole record.
type texts struct{ chunk *strings.Builder }

// keep returns a copy of a text.
func (t *texts) keep(text string) string {
	if t.chunk == nil || t.chunk.Cap()-t.chunk.Len() < len(text) {
		t.chunk = new(strings.Builder)
		t.chunk.Grow(max(textChunk, len(text)))
	}
	from := t.chunk.Len()
	t.chunk.WriteString(text)
	return t.chunk.String()[from:]
}

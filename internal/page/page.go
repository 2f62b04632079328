// Package page reads Markdown pages whose numbers tests hold to the code: the headings, the fenced blocks, the examples in
// them that can be settled, and the sums in the prose, which it works out again. It is test support.
package page

import (
	"os"
	"strings"
	"testing"
)

// Page is a Markdown page.
type Page struct {
	Headings []Heading
	Blocks   []Block

	prose []string // by line; empty where a block stands
}

// Heading is a line that begins with one or more #.
type Heading struct {
	Line  int // 1 is the first of the page
	Level int
	Text  string
}

// Block is a fenced block.
type Block struct {
	Line    int    // of the opening fence
	Heading string // the nearest one above
	Name    string // what stands behind the opening fence, such as csv
	Text    string
}

const fence = "```"

// Read reads a page from a file. It ends the test when it cannot.
func Read(t testing.TB, path string) *Page {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(string(content))
}

// Parse reads a page. A block that is not closed reaches to the end.
func Parse(text string) *Page {
	p := &Page{}
	var open *Block
	for i, line := range strings.Split(text, "\n") {
		prose := ""
		switch {
		case open != nil && line == fence:
			p.Blocks = append(p.Blocks, *open)
			open = nil
		case open != nil:
			open.Text += line + "\n"
		case strings.HasPrefix(line, fence):
			open = &Block{Line: i + 1, Heading: p.heading(), Name: strings.TrimPrefix(line, fence)}
		default:
			prose = line
			p.addHeading(i+1, line)
		}
		p.prose = append(p.prose, prose)
	}
	if open != nil {
		p.Blocks = append(p.Blocks, *open)
	}
	return p
}

func (p *Page) addHeading(line int, text string) {
	level := len(text) - len(strings.TrimLeft(text, "#"))
	if level > 0 {
		p.Headings = append(p.Headings, Heading{Line: line, Level: level, Text: strings.TrimSpace(text[level:])})
	}
}

// heading is the text of the last heading so far.
func (p *Page) heading() string {
	if len(p.Headings) == 0 {
		return ""
	}
	return p.Headings[len(p.Headings)-1].Text
}

// Prose is the page without its blocks, line by line.
func (p *Page) Prose() string { return strings.Join(p.prose, "\n") }

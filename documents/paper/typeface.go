package paper

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"upline/internal/fault"
)

// typeface is a font, and what it can draw.
type typeface struct {
	bytes []byte
	has   []bool // by rune, of the basic plane
}

// planeSize is how many runes the library that writes the files knows: those of the basic plane.
const planeSize = 1 << 16

// typeface reads a TrueType font.
func (o overlay) typeface(name string) (*typeface, error) {
	b, err := o.read(name)
	if err != nil {
		return nil, err
	}
	font, err := sfnt.Parse(b)
	if err != nil || len(b) < 4 || string(b[:4]) == "OTTO" {
		return nil, fault.Invalidf(op, "%s is no TrueType font: outlines of PostScript (.otf) and collections (.ttc) are not understood", name)
	}
	t := &typeface{bytes: b, has: make([]bool, planeSize)}
	var buffer sfnt.Buffer
	for r := range rune(planeSize) {
		glyph, err := font.GlyphIndex(&buffer, r)
		t.has[r] = err == nil && glyph != 0
	}
	if !t.has['A'] || !t.has[box] {
		return nil, fault.Invalidf(op, "%s has no %q: choose a font with the letters of the language and the sign for what is missing", name, box)
	}
	return t, nil
}

// box stands for what a font cannot draw.
const box = '□'

// drawable is a text that the font can draw: line breaks and tabs are spaces, other signs that are seen by nobody are left out, and
// what the font lacks is a box. It does not change the order of letters: right-to-left scripts are not set.
func (t *typeface) drawable(text string) string {
	if t.draws(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		case r < planeSize && t.has[r]:
			return r
		case r == '\u202f' || unicode.IsSpace(r):
			return '\u00a0'
		default:
			return box
		}
	}, text)
}

func (t *typeface) draws(text string) bool {
	for _, r := range text {
		if r < ' ' || r >= planeSize || !t.has[r] || (r > '~' && (r < 0xa0 || unicode.Is(unicode.Cf, r))) {
			return false
		}
	}
	return true
}

package paper

import (
	"strconv"
	"strings"

	"upline/internal/fault"
)

var (
	black = colour{0, 0, 0}
	dark  = colour{90, 90, 90}
	grey  = colour{190, 190, 190}
	pale  = colour{243, 245, 248}
)

// side is on which side of a place a text stands.
type side uint8

const (
	toLeft  side = iota // it begins there
	toRight             // it ends there
)

// write writes one line; y is its top.
func (s *Sheet) write(x, y, size float64, style string, at side, text string) {
	if text == "" {
		return
	}
	text = s.face(style).drawable(text)
	s.font(size, style)
	if at == toRight {
		x -= s.pdf.GetStringWidth(text)
	}
	s.pdf.Text(x, y+size*baseline, text)
}

// font sets the font, if it is another one.
func (s *Sheet) font(size float64, style string) {
	if s.size != size || s.style != style {
		s.pdf.SetFont("text", style, size)
		s.size, s.style = size, style
	}
}

func (s *Sheet) face(style string) *typeface {
	if style == bold {
		return s.head.bold
	}
	return s.head.regular
}

func (s *Sheet) ink(c colour)  { s.pdf.SetTextColor(c.red, c.green, c.blue) }
func (s *Sheet) fill(c colour) { s.pdf.SetFillColor(c.red, c.green, c.blue) }

// line draws a thin line to the right.
func (s *Sheet) line(x, y, width float64, c colour) {
	s.fill(c)
	s.pdf.Rect(x, y, width, 0.15, "F")
}

// wrapAll wraps several lines.
func (s *Sheet) wrapAll(lines []string, width, size float64, style string) []string {
	var all []string
	for _, line := range lines {
		if line != "" {
			all = append(all, s.wrap(line, width, size, style)...)
		}
	}
	return all
}

// wrap breaks a text into lines that are no wider than width: at line breaks, between words, and within those that are too long
// themselves. An empty text is one empty line.
func (s *Sheet) wrap(text string, width, size float64, style string) []string {
	s.font(size, style)
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		paragraph = s.face(style).drawable(paragraph)
		if s.pdf.GetStringWidth(paragraph) <= width {
			lines = append(lines, paragraph)
			continue
		}
		lines = s.breakUp(lines, paragraph, width)
	}
	return lines
}

func (s *Sheet) breakUp(lines []string, paragraph string, width float64) []string {
	line, used := "", 0.0
	space := s.pdf.GetStringWidth(" ")
	for word := range strings.FieldsSeq(strings.ReplaceAll(paragraph, "-", "-\u2060 ")) {
		glued := strings.HasSuffix(word, "\u2060") // the next part of the word follows without a space
		word = strings.TrimSuffix(word, "\u2060")
		for _, part := range s.parts(word, width) {
			wide := s.pdf.GetStringWidth(part)
			if line != "" && used+wide > width {
				lines, line, used = append(lines, strings.TrimRight(line, " ")), "", 0
			}
			line, used = line+part, used+wide
		}
		if !glued {
			line, used = line+" ", used+space
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// parts cuts a word that is wider than a line.
func (s *Sheet) parts(word string, width float64) []string {
	if s.pdf.GetStringWidth(word) <= width {
		return []string{word}
	}
	var parts []string
	from, used := 0, 0.0
	for i, r := range word {
		wide := s.pdf.GetStringWidth(string(r))
		if i > from && used+wide > width {
			parts = append(parts, word[from:i])
			from, used = i, 0
		}
		used += wide
	}
	return append(parts, word[from:])
}

// cut shortens a text to one line.
func (s *Sheet) cut(text string, width, size float64) string {
	lines := s.wrap(text, width, size, regular)
	if len(lines) == 1 {
		return lines[0]
	}
	return s.parts(strings.Join(lines, " "), width-s.pdf.GetStringWidth("…"))[0] + "…"
}

func itoa(n int) string { return strconv.Itoa(n) }

func undrawn(err error) error {
	return &fault.Error{Kind: fault.Internal, Op: op, Msg: "the document could not be drawn", Err: err}
}

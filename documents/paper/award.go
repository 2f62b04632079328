package paper

import (
	"bytes"
	"math"

	"codeberg.org/go-pdf/fpdf"
)

// What is said in a festive way stands on a page across, without letterhead, inside a frame: everything is centred, from top to
// bottom.

// Of such a page, in millimetres.
const (
	awardWidth, awardHeight = pageHeight, pageWidth
	awardMiddle             = awardWidth / 2.0
	awardText               = 230 // how wide a line may be
	frameEdge               = 9
	logoTop                 = 24
	awardLogo               = 15 // how high a logo may be
	signatureTop            = 172
	signatureWidth          = 70
	sealRadius              = 13
)

// Tone is how a line of an award is written.
type Tone uint8

// Tones.
const (
	Plain  Tone = iota
	Strong      // bold
	Accent      // bold, in the company's colour
)

// BeginAward begins a page across, with a frame and the company's logo or name.
//
// Errors: Invalid when the letterhead does not speak the language.
func (l *Letterhead) BeginAward(about About) (*Sheet, error) {
	s, err := l.open(about, "L")
	if err != nil {
		return nil, err
	}
	s.bare = true
	s.frame()
	s.y = logoTop
	if l.logo != nil {
		height := min(l.logo.height, awardLogo)
		width := l.logo.width * height / l.logo.height
		s.picture(awardMiddle-width/2, s.y, width, height)
		s.y += height + 6
	} else {
		s.Centred(l.Company.Name, 15, Strong)
		s.y += 8
	}
	return s, nil
}

// frame draws two lines around the page, and a square in each corner.
func (s *Sheet) frame() {
	a := s.head.accent
	s.pdf.SetDrawColor(a.red, a.green, a.blue)
	for _, line := range []struct{ edge, width float64 }{{frameEdge, 1.1}, {frameEdge + 2.6, 0.25}} {
		s.pdf.SetLineWidth(line.width)
		s.pdf.Rect(line.edge, line.edge, awardWidth-2*line.edge, awardHeight-2*line.edge, "D")
	}
	s.fill(a)
	const square = 5
	for _, x := range []float64{frameEdge, awardWidth - frameEdge - square} {
		for _, y := range []float64{frameEdge, awardHeight - frameEdge - square} {
			s.pdf.Rect(x, y, square, square, "F")
		}
	}
}

// picture draws the logo.
func (s *Sheet) picture(x, y, width, height float64) {
	options := fpdf.ImageOptions{ImageType: s.head.logo.kind, ReadDpi: false}
	s.pdf.RegisterImageOptionsReader("logo", options, bytes.NewReader(s.head.logo.bytes))
	s.pdf.ImageOptions("logo", x, y, width, height, false, options, 0, "")
}

// Centred writes a text in the middle. It is never higher than one line of its size: a text that is too long for that is written
// smaller, then in several lines, smaller still.
func (s *Sheet) Centred(text string, size float64, tone Tone) {
	style := bold
	if tone == Plain {
		style = regular
	}
	const least = 5
	for height := size; size > least && float64(len(s.wrap(text, awardText, size, style)))*size > height; {
		size -= 0.5
	}
	if tone == Accent {
		s.ink(s.head.accent)
	}
	for _, line := range s.wrap(text, awardText, size, style) {
		s.font(size, style)
		s.write(awardMiddle-s.pdf.GetStringWidth(line)/2, s.y, size, style, toLeft, line)
		s.y += size * lineHeight
	}
	s.ink(black)
}

// Signatures writes what stands at the foot of an award: where and when at the left, who signs at the right, a seal between them.
func (s *Sheet) Signatures(at, who string) {
	const inset = 40
	for _, side := range []struct {
		x    float64
		text string
	}{{inset, at}, {awardWidth - inset - signatureWidth, who}} {
		s.line(side.x, signatureTop, signatureWidth, dark)
		for i, line := range s.wrap(side.text, signatureWidth, 9, regular) {
			s.font(9, regular)
			s.ink(dark)
			s.write(side.x+(signatureWidth-s.pdf.GetStringWidth(line))/2, signatureTop+2+float64(i)*9*lineHeight, 9, regular, toLeft, line)
		}
	}
	s.ink(black)
	s.seal(awardMiddle, signatureTop-2)
}

// seal draws a star in rings.
func (s *Sheet) seal(x, y float64) {
	a := s.head.accent
	s.pdf.SetDrawColor(a.red, a.green, a.blue)
	s.fill(a)
	s.pdf.SetLineWidth(0.9)
	s.pdf.Circle(x, y, sealRadius, "D")
	s.pdf.Circle(x, y, sealRadius-2.2, "F")
	var star []fpdf.PointType
	for i := range 10 {
		radius := sealRadius - 4.2
		if i%2 == 1 {
			radius *= 0.382
		}
		angle := (float64(i)*36 - 90) * math.Pi / 180
		star = append(star, fpdf.PointType{X: x + radius*math.Cos(angle), Y: y + radius*math.Sin(angle)})
	}
	s.fill(colour{255, 255, 255})
	s.pdf.Polygon(star, "F")
}

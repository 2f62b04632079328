package paper

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Where things are on a page, in millimetres.
const (
	pageWidth, pageHeight = 210, 297
	left, right           = 25, 190 // of what is written
	top, bottom           = 24, 262 // of what is written, on pages after the first; the bottom on all
	addressTop            = 62.7    // DIN 5008, form B
	addressWidth          = 80
	factsLeft             = 122
	factsTop              = 50
	bodyTop               = 98 // on the first page
	footerTop             = 269
)

// Sizes of letters, in points, and how high a line is, in millimetres for a point.
const (
	sizeText   = 9.5
	sizeTable  = 8
	sizeSmall  = 7
	sizeTitle  = 14
	lineHeight = 0.43
	baseline   = 0.32 // of it: from the top to where letters stand
)

const (
	regular = ""
	bold    = "B"
)

// Sheet is a document that is being written, from top to bottom: pages break by themselves. The first error stays, and Bytes
// returns it.
type Sheet struct {
	Texts
	head  *Letterhead
	about About
	pdf   *fpdf.Fpdf
	y     float64
	files []File
	size  float64 // of the font that is set
	style string
	bare  bool // without letterhead and foot
}

// About says what a document is, for whoever lists documents and for programs.
type About struct {
	Language string // two letters, one that the letterhead speaks
	Title    string // such as Commission statement for March 2026
	Short    string // at the head of pages after the first
	Made     time.Time
	XMP      string // further descriptions for the metadata, in RDF/XML; may be empty
}

// Begin begins a document: a page with the letterhead.
//
// Errors: Invalid when the letterhead does not speak the language.
func (l *Letterhead) Begin(about About) (*Sheet, error) {
	s, err := l.open(about, "P")
	if err != nil {
		return nil, err
	}
	s.letterhead()
	s.y = bodyTop
	return s, nil
}

// open begins a document with an empty page, upright (P) or across (L).
func (l *Letterhead) open(about About, orientation string) (*Sheet, error) {
	texts, err := l.Texts(about.Language)
	if err != nil {
		return nil, err
	}
	pdf := fpdf.New(orientation, "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("text", regular, l.regular.bytes)
	pdf.AddUTF8FontFromBytes("text", bold, l.bold.bytes)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(about.Made.UTC())
	pdf.SetModificationDate(about.Made.UTC())
	pdf.SetTitle(l.regular.drawable(about.Title), true)
	pdf.SetAuthor(l.regular.drawable(l.Company.Name), true)
	pdf.SetLang(about.Language)
	pdf.SetProducer("Upline", true)
	pdf.AddPage()
	return &Sheet{Texts: texts, head: l, about: about, pdf: pdf}, nil
}

// letterhead draws what is at the top of the first page.
func (s *Sheet) letterhead() {
	if logo := s.head.logo; logo != nil {
		s.picture(right-logo.width, 12, logo.width, logo.height)
	} else {
		s.ink(s.head.accent)
		s.write(right, 18, sizeTitle, bold, toRight, s.head.Company.Name)
	}
	s.fill(s.head.accent)
	s.pdf.Rect(left, 38, right-left, 0.6, "F")
	s.ink(black)
	for _, fold := range []float64{105, 210, pageHeight / 2} { // where DIN 5008 folds and punches
		s.line(4, fold, 7, grey)
	}
}

// Address writes to whom the letter goes: in the window of an envelope.
func (s *Sheet) Address(lines ...string) {
	s.ink(dark)
	s.write(left, addressTop-4.5, 6.5, regular, toLeft, s.cut(s.head.Company.line(), addressWidth, 6.5))
	s.ink(black)
	size := 10.0
	for ; size > 6.5; size -= 0.5 { // until it fits into the window
		if height := float64(len(s.wrapAll(lines, addressWidth, size, regular))) * size * lineHeight; height <= 27.3 {
			break
		}
	}
	y := addressTop
	for _, line := range s.wrapAll(lines, addressWidth, size, regular) {
		s.write(left, y, size, regular, toLeft, line)
		y += size * lineHeight
	}
	s.y = max(s.y, y+8)
}

// Fact is a line of what is known at a glance.
type Fact struct{ Name, Value string }

// Facts writes dates and numbers beside the address.
func (s *Sheet) Facts(facts ...Fact) {
	const size, nameWidth = 8.5, 30
	y := float64(factsTop)
	for _, fact := range facts {
		s.ink(dark)
		names := s.wrap(fact.Name, nameWidth-1, size, regular)
		for i, line := range names {
			s.write(factsLeft, y+float64(i)*size*lineHeight, size, regular, toLeft, line)
		}
		s.ink(black)
		values := s.wrap(fact.Value, right-factsLeft-nameWidth, size, regular)
		for i, line := range values {
			s.write(factsLeft+nameWidth, y+float64(i)*size*lineHeight, size, regular, toLeft, line)
		}
		y += float64(max(len(names), len(values)))*size*lineHeight + 0.8
	}
	s.y = max(s.y, y+6)
}

// Title writes what the letter is about.
func (s *Sheet) Title(text string) { s.block(text, sizeTitle, bold, 3) }

// Chapter writes the heading of a chapter: never the last line of a page.
func (s *Sheet) Chapter(text string) {
	s.room(35)
	s.ink(s.head.accent)
	s.block(text, 12.5, bold, 1)
	s.ink(black)
}

// Heading writes a heading: never the last line of a page.
func (s *Sheet) Heading(text string) {
	s.room(25)
	s.y += 2
	s.block(text, 11, bold, 1.5)
}

// Paragraph writes a text.
func (s *Sheet) Paragraph(text string) { s.block(text, sizeText, regular, 2.5) }

// Note writes a text in small letters.
func (s *Sheet) Note(text string) {
	s.ink(dark)
	s.block(text, sizeSmall, regular, 2)
	s.ink(black)
}

// together is how many lines of a text are not parted by the end of a page.
const together = 6

// block writes a text over the whole width, and leaves room below.
func (s *Sheet) block(text string, size float64, style string, below float64) {
	lines := s.wrap(text, right-left, size, style)
	if len(lines) <= together {
		s.room(float64(len(lines)) * size * lineHeight)
	}
	for _, line := range lines {
		s.room(size * lineHeight)
		s.write(left, s.y, size, style, toLeft, line)
		s.y += size * lineHeight
	}
	s.y += below
}

// Space leaves room, in millimetres.
func (s *Sheet) Space(height float64) { s.y += height }

// room begins a page when there is less room than that below.
func (s *Sheet) room(height float64) (broken bool) {
	if s.y+height <= bottom {
		return false
	}
	s.pdf.AddPage()
	s.size = 0 // a page begins without a font
	s.y = top
	return true
}

// Bytes ends the document, and returns the file: PDF/A-3b.
//
// Errors: Internal when something could not be drawn.
func (s *Sheet) Bytes() ([]byte, error) {
	if !s.bare {
		s.margins()
	}
	var out bytes.Buffer
	s.pdf.SetXmpMetadata(s.metadata())
	s.pdf.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent: "GTS_PDFA1", OutputConditionIdentifier: "sRGB2014", Info: "sRGB2014", ICCProfile: profile,
	})
	s.pdf.SetAttachments(s.attachments())
	if err := s.pdf.Output(&out); err != nil {
		return nil, undrawn(err)
	}
	return s.archival(out.Bytes())
}

// margins writes what is at the head and the foot of each page, now that their number is known.
func (s *Sheet) margins() {
	pages := s.pdf.PageCount()
	for page := 1; page <= pages; page++ {
		s.pdf.SetPage(page)
		s.size = 0
		s.fill(black) // or the library takes the colour of the last page for that of this one
		if page > 1 {
			s.ink(dark)
			short := s.about.Short
			if short == "" {
				short = s.about.Title
			}
			s.write(left, 13, sizeTable, regular, toLeft, s.cut(short, 115, sizeTable))
			s.write(right, 13, sizeTable, regular, toRight, s.cut(s.head.Company.Name, 45, sizeTable))
			s.line(left, 18, right-left, grey)
		}
		s.foot(page, pages)
	}
}

func (s *Sheet) foot(page, pages int) {
	s.ink(dark)
	if pages > 1 {
		s.write(right, footerTop-5, sizeSmall, regular, toRight, s.Say("page.number", "page", itoa(page), "pages", itoa(pages)))
	}
	s.line(left, footerTop-0.8, right-left, grey)
	width := float64(right-left) / columnsMax
	for i, lines := range s.head.footer {
		for j, line := range lines {
			s.write(left+float64(i)*width, footerTop+float64(j)*3, 6.5, regular, toLeft, s.cut(line, width-2, 6.5))
		}
	}
	s.ink(black)
}

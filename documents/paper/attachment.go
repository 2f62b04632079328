package paper

import "codeberg.org/go-pdf/fpdf"

// Relation is what an attached file is to the document.
type Relation string

// Relations of PDF/A-3.
const (
	Alternative Relation = "Alternative" // the same content, as data: the XML of an invoice
	Data        Relation = "Data"        // what the content was made from
	Supplement  Relation = "Supplement"
)

// File is a file inside the document.
type File struct {
	Name     string // such as factur-x.xml: letters, digits, points and hyphens
	Type     string // media type, such as text/xml
	About    string
	Relation Relation
	Content  []byte
}

// Attach puts a file into the document.
func (s *Sheet) Attach(file File) { s.files = append(s.files, file) }

func (s *Sheet) attachments() []fpdf.Attachment {
	list := make([]fpdf.Attachment, len(s.files))
	for i, file := range s.files {
		list[i] = fpdf.Attachment{Content: file.Content, Filename: file.Name, Description: file.About}
	}
	return list
}

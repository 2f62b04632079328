package intake

import "bytes"

// pdfNames are names by which a PDF does something. after: only behind one of these names; empty: anywhere.
var pdfNames = map[string]struct {
	after     []string
	code, msg string
}{
	"JavaScript":       {nil, "pdf-javascript", "it runs JavaScript"},
	"JS":               {nil, "pdf-javascript", "it runs JavaScript"},
	"Launch":           {nil, "pdf-launch-name", "it may start programs"},
	"XFA":              {nil, "pdf-xfa", "it has a form of XFA, which runs scripts"},
	"RichMedia":        {nil, "pdf-media", "it has media"},
	"Rendition":        {[]string{"S", "Type"}, "pdf-media", "it has media"},
	"Movie":            {[]string{"S", "Subtype"}, "pdf-media", "it has media"},
	"Sound":            {[]string{"S", "Subtype"}, "pdf-media", "it has media"},
	"3D":               {[]string{"Subtype"}, "pdf-media", "it has media"},
	"RichMediaExecute": {nil, "pdf-media", "it has media"},
	"SubmitForm":       {nil, "pdf-submit", "it has a form that is sent to somebody"},
	"ImportData":       {nil, "pdf-submit", "it reads files into a form"},
	"GoToE":            {nil, "pdf-files", "it leads into files that are in it"},
	"Collection":       {nil, "pdf-files", "it is a portfolio of files"},
	"Encrypt":          {nil, "pdf-encrypted", "it is encrypted: nobody can look at all of it here; bring it without a password"},
}

// judge judges a name by the token before it.
func (p *pdf) judge(before, t token) error {
	if t.kind != tokenName {
		return nil
	}
	behind := ""
	if before.kind == tokenName {
		behind = before.text
	}
	switch t.text {
	case "Launch":
		if behind == "S" {
			return refuse("pdf-launch", "it starts programs")
		}
	case "Encrypt":
		p.encrypted = true
	case "EF":
		p.attached++
	}
	rule, known := pdfNames[t.text]
	if !known {
		return nil
	}
	applies := rule.after == nil
	for _, name := range rule.after {
		applies = applies || behind == name
	}
	if applies {
		p.attach(rule.code, "%s", rule.msg)
	}
	return nil
}

// rawNames are those that are so long that they stand nowhere by chance.
var rawNames = []string{"JavaScript", "Launch", "RichMedia", "SubmitForm", "ImportData"}

// bytes goes through the file as bytes: for names in places where no object should be, and for the headers of objects there.
func (p *pdf) bytes() error {
	const overlap = 512
	return p.pieces(0, overlap, func(piece []byte, at int64, seen int) error {
		end := len(piece)
		if at+int64(end) < p.size {
			end -= overlap / 2 // what begins later is seen with the next piece
		}
		from := max(seen-overlap/2, 0)
		for i := from; ; {
			next := bytes.IndexByte(piece[i:end], '/')
			if next < 0 {
				break
			}
			i += next + 1
			p.rawName(piece[i:])
		}
		for i := from; ; {
			next := bytes.Index(piece[i:min(end+2, len(piece))], []byte("obj"))
			if next < 0 {
				return nil
			}
			if isRawHeader(piece, i+next) {
				p.raw++
			}
			i += next + 1
		}
	})
}

// rawName judges what begins with a name, wherever it stands.
func (p *pdf) rawName(text []byte) {
	end := 0
	for end < min(len(text), 64) && !isPDFSpace(text[end]) && !isPDFDelimiter(text[end]) {
		end++
	}
	if end < 6 {
		return
	}
	name := text[:end]
	if bytes.IndexByte(name, '#') >= 0 {
		name = []byte(unescapeName(name))
	}
	for _, known := range rawNames {
		if string(name) == known {
			p.attach(pdfNames[known].code, "%s", pdfNames[known].msg)
		}
	}
}

// rawHeaderMax is how long the header of an object may be, in bytes.
const rawHeaderMax = 80

// isRawHeader says whether the obj at a place ends the header of an object: space, digits, obj, and then something else.
func isRawHeader(piece []byte, at int) bool {
	if after := at + 3; after < len(piece) && !isPDFSpace(piece[after]) && !isPDFDelimiter(piece[after]) {
		return false
	}
	i := at - 1
	for i >= 0 && isPDFSpace(piece[i]) && at-i < 64 {
		i--
	}
	digits := 0
	for i >= 0 && piece[i] >= '0' && piece[i] <= '9' && digits < 10 {
		i--
		digits++
	}
	return digits > 0 && i >= 0 && isPDFSpace(piece[i])
}

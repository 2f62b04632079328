package paper

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // logos
	_ "image/png"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "letterhead"

//go:embed letterhead
var ours embed.FS

// letterheadFile is the file that a folder is described by.
const letterheadFile = "letterhead.yaml"

// Company is who writes. Codes are those that invoices use.
type Company struct {
	Name       string `yaml:"name"`
	Street     string `yaml:"street"`
	PostalCode string `yaml:"postal_code"`
	City       string `yaml:"city"`
	Country    string `yaml:"country"` // ISO 3166-1, two letters
	VATID      string `yaml:"vat_id"`
	TaxNumber  string `yaml:"tax_number"`
	Register   string `yaml:"register"` // such as Amtsgericht Berlin HRB 12345
	Phone      string `yaml:"phone"`
	Email      string `yaml:"email"`
	Web        string `yaml:"web"`
	IBAN       string `yaml:"iban"`
}

// Letterhead is how a company's paper looks, and the words on it. It does not change, and is safe for concurrent use.
type Letterhead struct {
	Company       Company
	accent        colour
	footer        [][]string // columns of lines
	logo          *logo
	regular, bold *typeface
	texts         map[string]map[string]string // language, key
}

// description is letterhead.yaml.
type description struct {
	Company Company    `yaml:"company"`
	Accent  string     `yaml:"accent"` // #rrggbb
	Footer  [][]string `yaml:"footer"` // up to four columns
	Logo    struct {
		File   string  `yaml:"file"`
		Height float64 `yaml:"height"`
	} `yaml:"logo"`
	Fonts struct {
		Regular string `yaml:"regular"`
		Bold    string `yaml:"bold"`
	} `yaml:"fonts"`
}

// logo is a picture in the upper right corner.
type logo struct {
	bytes         []byte
	kind          string // png or jpeg
	width, height float64
}

type colour struct{ red, green, blue int }

// Default returns the letterhead that comes with the program, of a company that does not exist.
//
// Errors: none but those of a defect.
func Default() (*Letterhead, error) { return Read(nil) }

// Files are those of the letterhead that comes with the program, for a company to begin with.
func Files() fs.FS {
	folder, err := fs.Sub(ours, "letterhead")
	if err != nil {
		panic(err) // it is built in
	}
	return folder
}

// Read reads the letterhead of a folder. What the folder does not have is taken from ours: nil takes all.
//
// Errors: Invalid, with the file, for what is not understood.
func Read(folder fs.FS) (*Letterhead, error) {
	from := overlay{folder, Files()}
	var d description
	if err := from.yaml(letterheadFile, &d); err != nil {
		return nil, err
	}
	l := &Letterhead{Company: d.Company, footer: d.Footer}
	if err := l.check(d); err != nil {
		return nil, err
	}
	var err error
	if l.accent, err = colourOf(d.Accent); err != nil {
		return nil, err
	}
	if l.regular, err = from.typeface(d.Fonts.Regular); err != nil {
		return nil, err
	}
	if l.bold, err = from.typeface(d.Fonts.Bold); err != nil {
		return nil, err
	}
	if l.logo, err = from.logo(d.Logo.File, d.Logo.Height); err != nil {
		return nil, err
	}
	l.texts, err = from.texts()
	return l, err
}

// columnsMax is how many columns of lines fit at the foot of a page, linesMax how many lines each.
const (
	columnsMax = 4
	linesMax   = 5
)

func (l *Letterhead) check(d description) error {
	for name, value := range map[string]string{
		"name": d.Company.Name, "street": d.Company.Street, "postal_code": d.Company.PostalCode, "city": d.Company.City, "country": d.Company.Country,
	} {
		if strings.TrimSpace(value) == "" {
			return fault.Invalidf(op, "%s: company.%s is missing: every letter and credit note names it", letterheadFile, name)
		}
	}
	if len(d.Company.Country) != 2 || strings.ToUpper(d.Company.Country) != d.Company.Country {
		return fault.Invalidf(op, "%s: company.country is %q: write the two letters of ISO 3166-1, such as DE", letterheadFile, d.Company.Country)
	}
	if len(d.Footer) > columnsMax {
		return fault.Invalidf(op, "%s: footer has %d columns: %d fit", letterheadFile, len(d.Footer), columnsMax)
	}
	for i, lines := range d.Footer {
		if len(lines) > linesMax {
			return fault.Invalidf(op, "%s: column %d of footer has %d lines: %d fit", letterheadFile, i+1, len(lines), linesMax)
		}
	}
	return nil
}

func colourOf(text string) (colour, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 || text[0] != '#' {
		return colour{}, fault.Invalidf(op, "%s: accent is %q: write a colour such as #1f4e79", letterheadFile, text)
	}
	return colour{int(n >> 16 & 0xff), int(n >> 8 & 0xff), int(n & 0xff)}, nil
}

// overlay is a folder over ours.
type overlay struct{ folder, base fs.FS }

// read returns a file, of the folder if it has it.
func (o overlay) read(name string) ([]byte, error) {
	if o.folder != nil {
		b, err := fs.ReadFile(o.folder, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	b, err := fs.ReadFile(o.base, name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, fault.Invalidf(op, "%s names the file %q, which is not in the folder of the letterhead", letterheadFile, name)
	}
	return b, err
}

func (o overlay) yaml(name string, to any) error {
	b, err := o.read(name)
	if err != nil {
		return err
	}
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(to); err != nil && !errors.Is(err, io.EOF) {
		return &fault.Error{Kind: fault.Invalid, Op: op, Msg: name + " is not understood", Err: err}
	}
	return nil
}

// logoMax is how high a logo may be.
const logoMax = 30

func (o overlay) logo(name string, height float64) (*logo, error) {
	if name == "" {
		return nil, nil
	}
	if height <= 0 || height > logoMax {
		return nil, fault.Invalidf(op, "%s: logo.height is %v: write millimetres, up to %d", letterheadFile, height, logoMax)
	}
	b, err := o.read(name)
	if err != nil {
		return nil, err
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || config.Height == 0 {
		return nil, fault.Invalidf(op, "%s is no picture that can be printed: give a PNG or a JPEG", name)
	}
	return &logo{b, kind, height * float64(config.Width) / float64(config.Height), height}, nil
}

// spare is the language whose words stand in for those that another one lacks.
const spare = "en"

// texts reads the words of each language, de.yaml, en.yaml and so on: ours, and over them those of the folder.
func (o overlay) texts() (map[string]map[string]string, error) {
	texts := map[string]map[string]string{}
	if err := addTexts(texts, o.base, nil); err != nil {
		return nil, err
	}
	if o.folder != nil {
		if err := addTexts(texts, o.folder, texts[spare]); err != nil {
			return nil, err
		}
	}
	for _, words := range texts {
		for key, text := range texts[spare] {
			if _, ok := words[key]; !ok {
				words[key] = text
			}
		}
	}
	return texts, nil
}

// addTexts adds the words of a folder. One whose key is not known, if known is given, would never be printed, and is refused.
func addTexts(texts map[string]map[string]string, folder fs.FS, known map[string]string) error {
	names, err := fs.Glob(folder, "[a-z][a-z].yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		parts := map[string]map[string]string{}
		if err := (overlay{nil, folder}).yaml(name, &parts); err != nil {
			return err
		}
		language := strings.TrimSuffix(path.Base(name), ".yaml")
		if texts[language] == nil {
			texts[language] = map[string]string{}
		}
		for part, words := range parts {
			for word, text := range words {
				key := part + "." + word
				if _, ok := known[key]; known != nil && !ok {
					return fault.Invalidf(op, "%s: there is no text %s: the keys are those of %s.yaml that comes with the program", name, key, spare)
				}
				texts[language][key] = text
			}
		}
	}
	return nil
}

// line is the company in one line, as above an address.
func (c Company) line() string {
	return fmt.Sprintf("%s · %s · %s %s", c.Name, c.Street, c.PostalCode, c.City)
}

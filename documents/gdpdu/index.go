package gdpdu

import (
	_ "embed" // the DTD
	"encoding/xml"
	"io"
)

// Names of the files that describe the others.
const (
	IndexFile = "index.xml"
	DTDFile   = "gdpdu-01-09-2004.dtd"
)

// DTD is what index.xml is valid against.
//
//go:embed gdpdu-01-09-2004.dtd
var DTD []byte

// Supplier is who hands the data over.
type Supplier struct{ Name, Location, Comment string }

// Set is what is handed over.
type Set struct {
	Supplier      Supplier
	Media         string // what the data carrier is called
	From, Through string // the first and the last day, such as 2026-12-31
	Tables        []*Table
}

type dataSet struct {
	XMLName  xml.Name `xml:"DataSet"`
	Version  string
	Supplier struct {
		Name, Location, Comment string
	} `xml:"DataSupplier"`
	Media struct {
		Name  string
		Table []table
	}
}

type table struct {
	URL, Name, Description string
	Validity               struct {
		Range  span
		Format string
	}
	UTF8                               struct{}
	DecimalSymbol, DigitGroupingSymbol string
	Range                              struct{ From string }
	VariableLength                     struct {
		ColumnDelimiter, RecordDelimiter, TextEncapsulator string
		VariablePrimaryKey, VariableColumn                 []column
		ForeignKey                                         []foreignKey
	}
}

type span struct{ From, To string }

type column struct {
	Name         string
	Description  string    `xml:",omitempty"`
	Numeric      *numeric  `xml:",omitempty"`
	AlphaNumeric *struct{} `xml:",omitempty"`
	Date         *date     `xml:",omitempty"`
}

type numeric struct {
	Accuracy string `xml:",omitempty"`
}

type date struct{ Format string }

type foreignKey struct {
	Name       []string
	References string
	Alias      []span `xml:",omitempty"`
}

// dayFormat is how days stand in the files.
const dayFormat = "YYYY-MM-DD"

// Write writes index.xml.
//
// Errors: those of the writer.
func (s *Set) Write(w io.Writer) error {
	var d dataSet
	d.Version = "1.0"
	d.Supplier.Name, d.Supplier.Location, d.Supplier.Comment = s.Supplier.Name, s.Supplier.Location, s.Supplier.Comment
	d.Media.Name = s.Media
	for _, t := range s.Tables {
		d.Media.Table = append(d.Media.Table, s.table(t))
	}
	if _, err := io.WriteString(w, xml.Header+`<!DOCTYPE DataSet SYSTEM "`+DTDFile+`">`+"\n"); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *Set) table(t *Table) (out table) {
	out.URL, out.Name, out.Description = t.File, t.Name, t.Description
	out.Validity.Range, out.Validity.Format = span{s.From, s.Through}, dayFormat
	out.DecimalSymbol, out.DigitGroupingSymbol = ",", "."
	out.Range.From = "2" // the first line names the columns
	v := &out.VariableLength
	v.ColumnDelimiter, v.RecordDelimiter, v.TextEncapsulator = ";", "\r\n", `"`
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Key {
			v.VariablePrimaryKey = append(v.VariablePrimaryKey, c.described())
		} else {
			v.VariableColumn = append(v.VariableColumn, c.described())
		}
	}
	for _, r := range t.References {
		key := foreignKey{Name: r.Columns, References: r.Table}
		for i, name := range r.Key {
			key.Alias = append(key.Alias, span{r.Columns[i], name})
		}
		v.ForeignKey = append(v.ForeignKey, key)
	}
	return out
}

func (c *Column) described() column {
	out := column{Name: c.Name, Description: c.Description}
	switch c.Kind {
	case Number:
		out.Numeric = &numeric{}
		if c.Places > 0 {
			out.Numeric.Accuracy = itoa(c.Places)
		}
	case Day:
		out.Date = &date{dayFormat}
	default:
		out.AlphaNumeric = &struct{}{}
	}
	return out
}

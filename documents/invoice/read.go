package invoice

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Read reads an invoice.
//
// Errors: Invalid for what is no invoice in a syntax that we know, and for what no honest file contains.
func Read(file []byte) (Invoice, error) {
	if len(file) > MaxSize {
		return Invoice{}, fault.Invalidf(op, "the file has %d bytes: up to %d are read", len(file), MaxSize)
	}
	r := reading{decoder: xml.NewDecoder(bytes.NewReader(file))}
	for {
		token, err := r.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Invoice{}, &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the file is no XML", Err: err}
		}
		if err := r.take(token); err != nil {
			return Invoice{}, err
		}
	}
	if !r.ended {
		return Invoice{}, fault.Invalidf(op, "the file ends before its root does, or has none")
	}
	return r.invoice(), nil
}

// reading is a file while it is read. Elements are kept as they are written, and so matched here: only the root's namespace counts.
type reading struct {
	decoder *xml.Decoder
	grammar grammar
	open    []xml.Name // elements that are open, as written
	path    []string   // their local names, below the root
	text    strings.Builder
	scheme  string // of the element, if it has an attribute schemeID or currencyID
	found   map[field][]value
	ended   bool
}

// value is a text that was found, and its scheme or currency.
type value struct{ text, scheme string }

func (r *reading) take(token xml.Token) error {
	switch token := token.(type) {
	case xml.Directive:
		return fault.Invalidf(op, "the file has a document type or another directive: no invoice needs one")
	case xml.StartElement:
		return r.start(token)
	case xml.EndElement:
		return r.end(token)
	case xml.CharData:
		if len(r.open) == 0 {
			if len(bytes.Trim(token, " \t\r\n\ufeff")) > 0 {
				return fault.Invalidf(op, "the file has text outside its root")
			}
			return nil
		}
		r.text.Write(token)
	}
	return nil
}

func (r *reading) start(e xml.StartElement) error {
	switch {
	case r.ended:
		return fault.Invalidf(op, "the file goes on after its root")
	case len(r.open) == depthMax:
		return fault.Invalidf(op, "the file nests deeper than %d levels", depthMax)
	case len(r.open) == 0:
		known := false
		if r.grammar, known = grammars[namespace(e)+" "+e.Name.Local]; !known {
			return fault.Invalidf(op, "%s is no invoice that is known: send UN/CEFACT CII or UBL 2.1", e.Name.Local)
		}
		r.found = map[field][]value{}
	default:
		r.path = append(r.path, e.Name.Local)
	}
	r.open = append(r.open, e.Name)
	r.text.Reset()
	r.scheme = ""
	for _, attribute := range e.Attr {
		if attribute.Name.Local == "schemeID" || attribute.Name.Local == "currencyID" {
			r.scheme = attribute.Value
		}
	}
	return nil
}

// namespace returns that of an element which declares it itself.
func namespace(e xml.StartElement) string {
	for _, attribute := range e.Attr {
		if (e.Name.Space == "" && attribute.Name.Space == "" && attribute.Name.Local == "xmlns") ||
			(e.Name.Space != "" && attribute.Name.Space == "xmlns" && attribute.Name.Local == e.Name.Space) {
			return attribute.Value
		}
	}
	return ""
}

func (r *reading) end(e xml.EndElement) error {
	if len(r.open) == 0 || r.open[len(r.open)-1] != e.Name {
		return fault.Invalidf(op, "the file closes %s, which is not open", e.Name.Local)
	}
	if r.open = r.open[:len(r.open)-1]; len(r.open) == 0 {
		r.ended = true
		return nil
	}
	if place, known := r.grammar.places[strings.Join(r.path, "/")]; known {
		if text := strings.TrimSpace(r.text.String()); text != "" {
			r.found[place] = append(r.found[place], value{text, r.scheme})
		}
	}
	r.path = r.path[:len(r.path)-1]
	r.text.Reset()
	r.scheme = ""
	return nil
}

// invoice makes an invoice of what was found.
func (r *reading) invoice() Invoice {
	i := Invoice{
		Syntax: r.grammar.syntax, Kind: r.first(kind), Number: r.first(number), Currency: r.first(currency), Reference: r.first(reference),
		Seller: Party{r.first(sellerID), r.first(seller), r.vatID(sellerVAT)}, Buyer: Party{r.first(buyerID), r.first(buyer), r.vatID(buyerVAT)},
		Totals: map[Total]money.Amount{},
	}
	day := r.first(issued)
	if len(day) == len("20060102") {
		day = day[:4] + "-" + day[4:6] + "-" + day[6:]
	}
	if d, err := period.ParseDay(day); err == nil {
		i.Issued, i.Dated = d, true
	}
	for _, total := range []Total{Net, Tax, Gross, Due} {
		for _, v := range r.found[field(total)] {
			if amount, err := money.Parse(shortened(v.text), 2); err == nil && (v.scheme == "" || v.scheme == i.Currency) {
				i.Totals[total] = money.Amount(amount)
				break
			}
		}
	}
	return i
}

func (r *reading) first(place field) string {
	if values := r.found[place]; len(values) > 0 {
		return values[0].text
	}
	return ""
}

var vatShape = regexp.MustCompile(`^[A-Z]{2}[0-9A-Z+*]{2,15}$`)

// vatID returns a VAT id among the numbers of a party: that which says so, or looks like one.
func (r *reading) vatID(place field) string {
	for _, v := range r.found[place] {
		if v.scheme == "VA" || (v.scheme == "" && vatShape.MatchString(v.text)) {
			return v.text
		}
	}
	return ""
}

// shortened returns a number without zeros that say nothing: 12.5000 is 12.5.
func shortened(number string) string {
	if strings.Contains(number, ".") {
		number = strings.TrimRight(number, "0")
	}
	return strings.TrimSuffix(number, ".")
}

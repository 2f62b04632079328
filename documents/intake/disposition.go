package intake

import (
	"fmt"
	"strings"

	"upline/internal/fault"
)

// Delivery is the headers with which a file is handed out.
type Delivery struct {
	ContentType        string
	ContentDisposition string // RFC 6266, with the name in ASCII for old clients and as it is for others
	SecurityPolicy     string // the value of Content-Security-Policy: nothing runs, whatever it is
}

// shownTypes are the types that a browser may show by itself. Of XML it would fetch style sheets.
var shownTypes = map[Type]string{
	PDF: string(PDF), PNG: string(PNG), JPEG: string(JPEG), WebP: string(WebP), Text: "text/plain; charset=utf-8",
}

// Deliver says how a file is handed out; name is a safe one. What is an attachment only comes as bytes, as does what a browser
// shall not show; send X-Content-Type-Options: nosniff with all of them.
//
// Errors: Internal for a refused file, which nobody should have kept.
func Deliver(name string, t Type, encoding string, v Verdict, inline bool) (Delivery, error) {
	if v == Refused {
		return Delivery{}, fault.Internalf(op, "a refused file is not handed out")
	}
	d := Delivery{ContentType: string(unknown), SecurityPolicy: "sandbox; default-src 'none'"}
	how := "attachment"
	if shown := shownTypes[t]; shown != "" && v == Accepted {
		d.ContentType = shown
		if t == Text && encoding != "" {
			d.ContentType = "text/plain; charset=" + encoding
		}
		if inline {
			how = "inline"
		}
	}
	d.ContentDisposition = Disposition(how, name)
	return d, nil
}

// Disposition is the value of Content-Disposition for a name, whatever is in it.
func Disposition(how, name string) string {
	name = Name(name)
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	value := fmt.Sprintf(`%s; filename="%s"`, how, plain)
	if plain != name {
		value += "; filename*=UTF-8''" + escape(name)
	}
	return value
}

// escape writes a name as RFC 8187 wants it.
func escape(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

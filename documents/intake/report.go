package intake

import (
	"fmt"
	"strings"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "intake"

// Verdict says whether a file may come in.
type Verdict uint8

const (
	// Accepted files are kept, searched and shown.
	Accepted Verdict = iota
	// Attachment files are kept, and handed out as a download only.
	Attachment
	// Refused files are not kept.
	Refused
)

func (v Verdict) String() string { return [...]string{"accepted", "attachment", "refused"}[v] }

// Finding is something that was found in a file.
type Finding struct {
	Verdict Verdict // that it leads to; Accepted: it is just noted
	Code    string  // for programs, such as pdf-javascript
	Where   string  // the member of an archive or mail; empty: the file itself
	Msg     string  // what was found and, where something can be done, what would be right
}

// Report is what a file is, and whether it may come in.
type Report struct {
	Type     Type
	Form     Form
	Code     string    // of an invoice, its type by UNTDID 1001, such as 380 or 389; empty: none
	Verdict  Verdict   // the worst of the findings
	Findings []Finding // in the order in which they were found
	Name     string    // safe to store, with an extension of the type
	Encoding string    // of text, as IANA names it
	Pages    int       // of PDF and TIFF; 1 of other pictures
	Width    int       // of a picture, in pixels; of the widest page
	Height   int       // of a picture, in pixels; of the highest page
	Drawing  int64     // bytes of memory that drawing the largest page of a picture takes
	Unpacked int64     // bytes that were unpacked to look at them
	Members  int       // files inside of it
}

// Err is the refusal as an error, or nil.
//
// Errors: Invalid.
func (r Report) Err() error {
	if r.Verdict != Refused {
		return nil
	}
	var why []string
	for _, f := range r.Findings {
		if f.Verdict == Refused {
			why = append(why, f.String())
		}
	}
	return fault.Invalidf(op, "%s", strings.Join(why, "; "))
}

// Has says whether something was found.
func (r Report) Has(code string) bool {
	for _, f := range r.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func (f Finding) String() string {
	if f.Where == "" {
		return f.Msg
	}
	return f.Where + ": " + f.Msg
}

// add takes a finding in, once, and as many as fit. The verdict counts in any case.
func (r *Report) add(f Finding) {
	r.Verdict = max(r.Verdict, f.Verdict)
	for _, other := range r.Findings {
		if other.Code == f.Code && other.Where == f.Where {
			return
		}
	}
	if len(r.Findings) < findingsMax || f.Verdict == Refused {
		r.Findings = append(r.Findings, f)
	}
}

// refusal ends a look: the file is refused, and nothing more is read of it.
type refusal struct{ Finding }

func (r *refusal) Error() string { return r.Msg }

// Unwrap gives a refusal its kind, where it leaves the package.
func (r *refusal) Unwrap() error { return &fault.Error{Kind: fault.Invalid, Op: op, Msg: r.Msg} }

// refuse ends a look.
func refuse(code, format string, args ...any) error {
	return &refusal{Finding{Refused, code, "", fmt.Sprintf(format, args...)}}
}

// damaged ends a look at a file that is not what it begins as.
func damaged(format string, args ...any) error {
	return refuse("damaged", "the file is damaged: "+format+"; bring it whole", args...)
}

package naive

import (
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// isID: "Ids are non-empty strings of at most 64 characters (code points), without control characters" (plan-language §1).
func isID(text string) bool {
	return text != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= 64 && !strings.ContainsFunc(text, unicode.IsControl)
}

var dayForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// isDay: "A day is a civil date YYYY-MM-DD" (plan-language §1).
func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return dayForm.MatchString(text) && err == nil
}

var numberForm = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// isNumber: "Numbers are written -?digits[.digits]: no plus sign, exponent, spaces or grouping; trailing zeros count as
// places" (plan-language §1).
func isNumber(text string, places int) bool {
	_, fraction, _ := strings.Cut(text, ".")
	return numberForm.MatchString(text) && len(fraction) <= places
}

// isNegative tells it of a number; -0 is not.
func isNegative(text string) bool { return decimal(text).Sign() < 0 }

// day checks a day, and gives "" when it is none. Only some may be left empty.
func (v *validator) day(s *sheet, r record, column string, optional bool) day {
	text := r.field(column)
	if text == "" && optional {
		return ""
	}
	if !isDay(text) {
		v.report(s.file, r.line, orName(text, column))
		return ""
	}
	return day(text)
}

// volume checks points or cv: "up to 4 places", and negative ones are refused.
func (v *validator) volume(s *sheet, r record, column string) {
	text := r.field(column)
	switch {
	case !isNumber(text, 4):
		v.report(s.file, r.line, orName(text, column))
	case isNegative(text):
		v.report(s.file, r.line, "negative")
	}
}

// share: "share in (0,1] […]; empty: 1" and "share has up to 6 places" (plan-language §2 and §1). It is nil when it is
// none.
func (v *validator) share(s *sheet, r record) *big.Rat {
	text := r.field("share")
	if text == "" {
		return whole(1)
	}
	if !isNumber(text, 6) {
		v.report(s.file, r.line, text)
		return nil
	}
	share := decimal(text)
	if share.Sign() <= 0 || share.Cmp(whole(1)) > 0 {
		v.report(s.file, r.line, "share")
		return nil
	}
	return share
}

// partner checks the id of a partner, and gives nil when it is unknown, or when nobody can know.
func (v *validator) partner(s *sheet, r record, column string) *member {
	id := r.field(column)
	if !isID(id) || v.partnersKnown && v.members[id] == nil {
		v.report(s.file, r.line, orName(id, column))
	}
	return v.members[id]
}

// interval checks from and to: "to not after from" is refused. It is sound when both are days in that order.
func (v *validator) interval(s *sheet, r record) (days interval, sound bool) {
	days = interval{v.day(s, r, "from", false), v.day(s, r, "to", true)}
	sound = days.from != "" && (days.to != "" || r.field("to") == "")
	if sound && days.to != "" && days.to <= days.from {
		v.report(s.file, r.line, string(days.to))
		return days, false
	}
	return days, sound
}

// orName is the text at fault, or the column where that is empty.
func orName(text, column string) string {
	if text == "" {
		return column
	}
	return text
}

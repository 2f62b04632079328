package intake

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// nameMax is how long a name may be, in bytes: file systems take 255, and somebody may put something before it.
const nameMax = 200

// unnamed is the name of what has none.
const unnamed = "unnamed"

// Name makes any name safe to store and to show: the last part of a path, in NFC, without control characters, invisible ones and
// those that turn the direction of reading, without what Windows does not take, and not too long. The same name stays the same.
func Name(raw string) string {
	if at := strings.LastIndexAny(raw, `/\`); at >= 0 {
		raw = raw[at+1:]
	}
	name := norm.NFC.String(strings.Map(nameRune, strings.ToValidUTF8(raw, "_")))
	name = shorten(trimName(strings.Join(strings.Fields(name), " ")))
	if name == "" {
		return unnamed
	}
	if stem, _, _ := strings.Cut(name, "."); isDevice(strings.TrimSpace(stem)) {
		return shorten("_" + name)
	}
	return name
}

// nameRune is what becomes of a character in a name; negative: nothing.
func nameRune(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case isHidden(r):
		return -1
	case strings.ContainsRune(`<>:"|?*/\`, r):
		return '_'
	}
	return r
}

// isHidden says whether a character is not seen, or changes how others are seen.
func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Noncharacter_Code_Point, r) || unicode.Is(unicode.Co, r)
}

// trimName takes away what a name may not begin or end with: a dot hides a file or says a folder, a minus is an option.
func trimName(name string) string {
	return strings.TrimLeft(strings.TrimRight(name, " ."), " .-~")
}

// shorten cuts a long name before its extension, between characters, marks with their letter.
func shorten(name string) string {
	if len(name) <= nameMax {
		return name
	}
	extension := path.Ext(name)
	if len(extension) > 16 {
		extension = ""
	}
	stem := name[:nameMax-len(extension)]
	for len(stem) > 0 && !utf8.RuneStart(name[len(stem)]) {
		stem = stem[:len(stem)-1]
	}
	for next, _ := utf8.DecodeRuneInString(name[len(stem):]); len(stem) > 0 && unicode.Is(unicode.M, next); {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
		next, _ = utf8.DecodeRuneInString(name[len(stem):])
	}
	return trimName(stem + extension)
}

// isDevice says whether Windows takes a name for a device.
func isDevice(stem string) bool {
	stem = strings.ToUpper(stem)
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, isPort := strings.CutPrefix(stem, "COM")
	if !isPort {
		number, isPort = strings.CutPrefix(stem, "LPT")
	}
	return isPort && utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "0123456789¹²³")
}

// WithExtension gives a safe name the extension of what the file is, behind any other that it has: a program called invoice.exe
// that is a PDF becomes invoice.exe.pdf. A file of unknown type becomes one that nothing opens by itself.
func WithExtension(name string, t Type) string {
	extension := ".bin"
	if known := extensions[t]; len(known) > 0 {
		extension = known[0]
	}
	if t.fits(name) || t == unknown && strings.EqualFold(path.Ext(name), extension) {
		return name
	}
	if long := len(name) + len(extension) - nameMax; long > 0 {
		name = shorten(strings.TrimRight(strings.ToValidUTF8(name[:nameMax-len(extension)], ""), " ."))
	}
	return name + extension
}

// Shown is any name as it was given, for a person to read: what is not seen, and what turns the direction of reading, is written
// out. It is at most 300 characters long.
func Shown(raw string) string {
	var b strings.Builder
	count := 0
	for _, r := range strings.ToValidUTF8(raw, "\ufffd") {
		if count++; count > 300 {
			b.WriteRune('…')
			break
		}
		if isHidden(r) || unicode.IsSpace(r) && r != ' ' {
			fmt.Fprintf(&b, "‹U+%04X›", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

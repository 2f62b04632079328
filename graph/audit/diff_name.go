package audit

import (
	"reflect"
	"strings"
	"sync"
	"unicode"
)

// fieldName is how a field of a struct is called.
type fieldName struct {
	index            int
	name             string
	embedded, secret bool // embedded: its fields count as those of the struct around it
}

var names sync.Map // reflect.Type → []fieldName

// namesOf names the fields of a struct that are kept.
func namesOf(t reflect.Type) []fieldName {
	if known, found := names.Load(t); found {
		return known.([]fieldName)
	}
	var list []fieldName
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		rule := f.Tag.Get("audit")
		if rule == "-" || f.Tag.Get("json") == "-" {
			continue
		}
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		embedded := f.Anonymous && tag == "" && inner.Kind() == reflect.Struct && !typeWritesItself(f.Type)
		if !f.IsExported() && (!embedded || f.Type.Kind() == reflect.Pointer) {
			continue
		}
		name := tag
		if name == "" {
			name = snake(f.Name)
		}
		list = append(list, fieldName{i, name, embedded, rule == "secret"})
	}
	names.Store(t, list)
	return list
}

// snake writes a Go name as the API does: PlacedOn is placed_on, HTTPStatus is http_status, CV is cv.
func snake(name string) string {
	var to strings.Builder
	letters := []rune(name)
	for i, c := range letters {
		begins := i > 0 && unicode.IsUpper(c) &&
			(!unicode.IsUpper(letters[i-1]) || (i+1 < len(letters) && unicode.IsLower(letters[i+1]))) && letters[i-1] != '_'
		if begins {
			to.WriteByte('_')
		}
		to.WriteRune(unicode.ToLower(c))
	}
	return to.String()
}

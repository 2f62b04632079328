package audit

import (
	"reflect"

	"upline/internal/fault"
)

// Secret stands for a value that is not kept: a field with the tag `audit:"secret"`, such as the hash of a password.
const Secret = `"(secret)"`

// Diff compares two states of a thing, and returns the fields that differ, for Body.Before and Body.After. A state is a struct, a
// map with texts for keys, a pointer to one, or nil: it was not there before, or is no more after. Both may be of different types.
//
// Fields have the names that the API gives them: that of the json tag, or else the Go name in snake_case (PlacedOn: placed_on).
// Structs within are taken apart, address.city; lists and maps are one value. A value is its canonical JSON text: compact, the names
// of objects sorted, nothing escaped that need not be, times in UTC with microseconds, and numbers digit by digit as the type
// writes them, never as floats: a decimal.Decimal or a money.Value is a text, "12.5", as in the API.
//
// Left out are fields with the tag `audit:"-"` or `json:"-"`, and those that are not exported. omitempty and omitzero count for
// nothing: what is empty is shown, too. A field with `audit:"secret"` shows that it differs, as Secret on either side, and not what
// it is; so does a list or a map with one in it.
//
// Errors: Invalid when a state is something else, or has what JSON cannot say (a function, a channel, NaN), two fields of one name
// or more than 64 levels.
func Diff(before, after any) (old, changed map[string]string, err error) {
	a, err := fieldsOf(before)
	if err != nil {
		return nil, nil, err
	}
	b, err := fieldsOf(after)
	if err != nil {
		return nil, nil, err
	}
	old, changed = map[string]string{}, map[string]string{}
	for name, value := range a {
		if other, there := b[name]; !there || other.text != value.text {
			old[name] = value.shown()
		}
	}
	for name, value := range b {
		if other, there := a[name]; !there || other.text != value.text {
			changed[name] = value.shown()
		}
	}
	return old, changed, nil
}

// fieldValue is what a field holds.
type fieldValue struct {
	text   string // canonical JSON
	secret bool
}

func (f fieldValue) shown() string {
	if f.secret {
		return Secret
	}
	return f.text
}

// fieldsOf takes a state apart.
func fieldsOf(state any) (map[string]fieldValue, error) {
	w := &walk{fields: map[string]fieldValue{}}
	v := reflect.ValueOf(state)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
	case v.Kind() == reflect.Struct:
		w.fieldsOf(v, "", false, 0)
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		for entries := v.MapRange(); entries.Next(); {
			w.add(entries.Key().String(), entries.Value(), false, 0)
		}
	default:
		w.refuse("a %T has no fields: give a struct, a map with texts for keys, or nil", state)
	}
	return w.fields, w.err
}

// walk takes fields out of a value.
type walk struct {
	fields map[string]fieldValue
	err    error
}

func (w *walk) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = fault.Invalidf(op, format, args...)
	}
}

// fieldsOf takes the fields out of a struct, with a prefix before their names.
func (w *walk) fieldsOf(v reflect.Value, prefix string, secret bool, depth int) {
	for _, f := range namesOf(v.Type()) {
		value := v.Field(f.index)
		if f.embedded {
			if value.Kind() == reflect.Pointer {
				if value.IsNil() {
					continue
				}
				value = value.Elem()
			}
			w.fieldsOf(value, prefix, secret || f.secret, depth+1)
			continue
		}
		w.add(prefix+f.name, value, secret || f.secret, depth+1)
	}
}

// add takes a field, or those of the struct that it is.
func (w *walk) add(name string, v reflect.Value, secret bool, depth int) {
	if depth > depthMax {
		w.refuse("the field %.100s… has more than %d levels", name, depthMax)
		return
	}
	inner := v
	for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Interface {
		inner = inner.Elem()
	}
	if inner.Kind() == reflect.Struct && !writesItself(inner) {
		w.fieldsOf(inner, name+".", secret, depth)
		return
	}
	if _, twice := w.fields[name]; twice {
		w.refuse("there are two fields of the name %s", name)
	}
	out := &writer{}
	text, err := out.appendJSON(nil, v, depth)
	if err != nil {
		w.refuse("the field %s cannot be kept: %v", name, err)
	}
	w.fields[name] = fieldValue{string(text), secret || out.secret}
}

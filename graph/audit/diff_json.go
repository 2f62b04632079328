package audit

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// depthMax is how many levels a value has at most: one that holds itself has no end.
const depthMax = 64

var (
	jsonWriter = reflect.TypeFor[json.Marshaler]()
	textWriter = reflect.TypeFor[encoding.TextMarshaler]()
)

// typeWritesItself reports whether a type says by itself how it is written.
func typeWritesItself(t reflect.Type) bool {
	return t.Implements(jsonWriter) || t.Implements(textWriter) ||
		(t.Kind() != reflect.Pointer && (reflect.PointerTo(t).Implements(jsonWriter) || reflect.PointerTo(t).Implements(textWriter)))
}

// writesItself reports whether a value does; what it points to is asked by itself.
func writesItself(v reflect.Value) bool {
	return v.IsValid() && v.Kind() != reflect.Interface && v.Kind() != reflect.Pointer && typeWritesItself(v.Type())
}

// writer writes values as canonical JSON. encoding/json does not: it has the Go names of fields without a tag, and leaves the order
// and the digits of what writes itself as they are.
type writer struct {
	secret bool // a field that is secret was among what was written
}

func (w *writer) appendJSON(to []byte, v reflect.Value, depth int) ([]byte, error) {
	switch {
	case depth > depthMax:
		return nil, fmt.Errorf("it has more than %d levels", depthMax)
	case !v.IsValid():
		return append(to, "null"...), nil
	case v.Type() == reflect.TypeFor[time.Time]():
		return v.Interface().(time.Time).UTC().AppendFormat(append(to, '"'), timeForm+`"`), nil
	case writesItself(v):
		return appendWritten(to, v)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return w.appendJSON(to, v.Elem(), depth+1)
	case reflect.Bool:
		return strconv.AppendBool(to, v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(to, v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.AppendUint(to, v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return nil, fmt.Errorf("%v is not a number that JSON can say", v.Float())
		}
		return strconv.AppendFloat(to, v.Float(), 'g', -1, v.Type().Bits()), nil
	case reflect.String:
		return appendString(to, v.String()), nil
	case reflect.Slice, reflect.Array:
		return w.appendList(to, v, depth)
	case reflect.Map:
		return w.appendEntries(to, v, depth)
	case reflect.Struct:
		return w.appendStruct(to, v, depth)
	}
	return nil, fmt.Errorf("JSON cannot say a %v", v.Type())
}

// appendString writes a text; what is not UTF-8 in it becomes U+FFFD.
func appendString(to []byte, text string) []byte {
	if !slices.ContainsFunc([]byte(text), func(c byte) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' }) {
		return append(append(append(to, '"'), text...), '"')
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // of a text it cannot fail
	return append(to, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

func (w *writer) appendList(to []byte, v reflect.Value, depth int) (_ []byte, err error) {
	if v.Kind() == reflect.Slice {
		if v.IsNil() {
			return append(to, "null"...), nil
		}
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return appendString(to, base64.StdEncoding.EncodeToString(v.Bytes())), nil
		}
	}
	to = append(to, '[')
	for i := range v.Len() {
		if i > 0 {
			to = append(to, ',')
		}
		if to, err = w.appendJSON(to, v.Index(i), depth+1); err != nil {
			return nil, err
		}
	}
	return append(to, ']'), nil
}

// appendEntries writes a map. Its keys are texts, whole numbers, or write themselves as texts.
func (w *writer) appendEntries(to []byte, v reflect.Value, depth int) ([]byte, error) {
	if v.IsNil() {
		return append(to, "null"...), nil
	}
	values := make(map[string]reflect.Value, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		key, err := w.keyOf(entries.Key())
		if err != nil {
			return nil, err
		}
		if _, twice := values[key]; twice {
			return nil, fmt.Errorf("two keys are written as %q", key)
		}
		values[key] = entries.Value()
	}
	return w.appendObject(to, values, depth)
}

func (w *writer) keyOf(v reflect.Value) (string, error) {
	if v.Kind() == reflect.String {
		return v.String(), nil
	}
	if text, is := v.Interface().(encoding.TextMarshaler); is {
		key, err := text.MarshalText()
		return string(key), err
	}
	if v.CanInt() || v.CanUint() {
		key, err := w.appendJSON(nil, v, 0)
		return string(key), err
	}
	return "", fmt.Errorf("a %v cannot be the key of an object", v.Type())
}

func (w *writer) appendObject(to []byte, values map[string]reflect.Value, depth int) (_ []byte, err error) {
	to = append(to, '{')
	for i, key := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(appendString(to, key), ':')
		if to, err = w.appendJSON(to, values[key], depth+1); err != nil {
			return nil, err
		}
	}
	return append(to, '}'), nil
}

// appendStruct writes a struct within a list or a map.
func (w *writer) appendStruct(to []byte, v reflect.Value, depth int) ([]byte, error) {
	values := map[string]reflect.Value{}
	if err := w.collect(values, v, depth); err != nil {
		return nil, err
	}
	return w.appendObject(to, values, depth)
}

// collect takes the fields out of a struct and those embedded in it.
func (w *writer) collect(values map[string]reflect.Value, v reflect.Value, depth int) error {
	if depth > depthMax {
		return fmt.Errorf("it has more than %d levels", depthMax)
	}
	for _, f := range namesOf(v.Type()) {
		value := v.Field(f.index)
		w.secret = w.secret || f.secret
		if f.embedded {
			if value = reflect.Indirect(value); value.IsValid() {
				if err := w.collect(values, value, depth+1); err != nil {
					return err
				}
			}
			continue
		}
		if _, twice := values[f.name]; twice {
			return fmt.Errorf("there are two fields of the name %s", f.name)
		}
		values[f.name] = value
	}
	return nil
}

// appendWritten writes what writes itself, again in canonical form.
func appendWritten(to []byte, v reflect.Value) ([]byte, error) {
	own := reflect.New(v.Type()) // its methods may be those of the pointer
	own.Elem().Set(v)
	written, err := json.Marshal(own.Interface())
	if err != nil {
		return nil, cmp.Or(errors.Unwrap(err), err)
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(written))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it writes more than one value")
	}
	return appendRead(to, value), nil
}

// appendRead writes what a decoder has read, with numbers as they were written.
func appendRead(to []byte, value any) []byte {
	switch v := value.(type) {
	case json.Number:
		return append(to, v...)
	case string:
		return appendString(to, v)
	case bool:
		return strconv.AppendBool(to, v)
	case []any:
		to = append(to, '[')
		for i, item := range v {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendRead(to, item)
		}
		return append(to, ']')
	case map[string]any:
		to = append(to, '{')
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendRead(append(appendString(to, key), ':'), v[key])
		}
		return append(to, '}')
	}
	return append(to, "null"...)
}

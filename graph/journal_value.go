package graph

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph/chronicle"
	"upline/internal/fault"
)

// The journal keeps values as JSON. Integers, texts, truths and lists are what they are; what JSON has no type for is an object of
// one letter, so that it comes back exactly: {"d": "2026-03-31"} a day, {"t": "2026-03-31T18:00:00.000001Z"} a time, {"f": "0.5"} a
// number that analysts have put somewhere (nothing of ours is one), {"b": "…"} bytes, in base 64.

const journalDay = "2006-01-02"

// appendProperties writes the properties of a node or a relationship, sorted by name. What only locks use is left out.
func appendProperties(to []byte, properties map[string]any) (_ []byte, err error) {
	to = append(to, '{')
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name == "locked" || name == "touched" || name == "stopped" {
			continue
		}
		if to[len(to)-1] != '{' {
			to = append(to, ',')
		}
		to = append(appendText(to, name), ':')
		if to, err = appendValue(to, properties[name]); err != nil {
			return nil, err
		}
	}
	return append(to, '}'), nil
}

func appendValue(to []byte, value any) (_ []byte, err error) {
	switch v := value.(type) {
	case bool:
		return strconv.AppendBool(to, v), nil
	case int64:
		return strconv.AppendInt(to, v, 10), nil
	case string:
		return appendText(to, v), nil
	case neo4j.Date:
		return append(time.Time(v).AppendFormat(append(to, `{"d":"`...), journalDay), `"}`...), nil
	case time.Time:
		return append(v.AppendFormat(append(to, `{"t":"`...), time.RFC3339Nano), `"}`...), nil
	case float64:
		return append(strconv.AppendFloat(append(to, `{"f":"`...), v, 'g', -1, 64), `"}`...), nil
	case []byte:
		return append(base64.StdEncoding.AppendEncode(append(to, `{"b":"`...), v), `"}`...), nil
	case []any:
		to = append(to, '[')
		for i, item := range v {
			if i > 0 {
				to = append(to, ',')
			}
			if to, err = appendValue(to, item); err != nil {
				return nil, err
			}
		}
		return append(to, ']'), nil
	default:
		return nil, fault.Invalidf("backup", "a property has the type %T, which the journal cannot keep: write a text, a number, a day or a time", value)
	}
}

// appendText writes a text. Most need no escapes.
func appendText(to []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(text) // of a text it cannot fail
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// decodeJSON reads what was written above, with the numbers as they were written.
func decodeJSON(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fault.Internalf("restore", "the journal holds %.60q, which is not what backups write: %v", text, err)
	}
	return nil
}

// decodeProperties turns properties into those of the database.
func decodeProperties(properties map[string]any) (err error) {
	for name, value := range properties {
		if properties[name], err = decodeValue(value); err != nil {
			return err
		}
	}
	return nil
}

func decodeValue(value any) (_ any, err error) {
	switch v := value.(type) {
	case json.Number:
		return v.Int64()
	case []any:
		for i := range v {
			if v[i], err = decodeValue(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for letter, text := range v {
			if text, is := text.(string); is {
				return decodeTagged(letter, text)
			}
		}
		return nil, fault.Internalf("restore", "the journal holds a value that backups do not write")
	}
	return value, nil
}

func decodeTagged(letter, text string) (any, error) {
	switch letter {
	case "d":
		day, err := time.Parse(journalDay, text)
		return neo4j.Date(day), err
	case "t":
		at, err := time.Parse(time.RFC3339Nano, text)
		if _, offset := at.Zone(); offset != 0 {
			return at.In(time.FixedZone("Offset", offset)), err
		}
		return chronicle.Moment(at), err
	case "f":
		return strconv.ParseFloat(text, 64)
	case "b":
		return base64.StdEncoding.DecodeString(text)
	}
	return nil, fault.Internalf("restore", "the journal holds a value of type %q, which this program does not know: use a newer one", letter)
}

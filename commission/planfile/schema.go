package planfile

import (
	"bytes"
	"encoding/json"
)

// schema is the part of JSON Schema 2020-12 that describes a plan. It sees what a plan is made of, not what one part
// of it says about another: that is for Read.
type schema struct {
	Dialect     string `json:"$schema,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`

	Type      any             `json:"type,omitempty"` // a name, or several
	Const     string          `json:"const,omitempty"`
	Enum      []string        `json:"enum,omitempty"`
	Default   json.RawMessage `json:"default,omitempty"`
	Format    string          `json:"format,omitempty"`
	Pattern   string          `json:"pattern,omitempty"`
	MinLength int             `json:"minLength,omitempty"`
	MaxLength int             `json:"maxLength,omitempty"`
	Minimum   *int            `json:"minimum,omitempty"`
	Maximum   *int            `json:"maximum,omitempty"`

	Items    *schema `json:"items,omitempty"`
	MinItems int     `json:"minItems,omitempty"`

	Properties           properties          `json:"properties,omitempty"`
	Required             []string            `json:"required,omitempty"`
	MinProperties        int                 `json:"minProperties,omitempty"`
	DependentRequired    map[string][]string `json:"dependentRequired,omitempty"`
	AdditionalProperties any                 `json:"additionalProperties,omitempty"` // false, or a *schema

	Not   *schema   `json:"not,omitempty"`
	OneOf []*schema `json:"oneOf,omitempty"`
	AllOf []*schema `json:"allOf,omitempty"`
	If    *schema   `json:"if,omitempty"`
	Then  *schema   `json:"then,omitempty"`
}

// Schema returns the JSON Schema (2020-12) of a plan version, for editors: completion, descriptions, and most of what
// Read would find.
func Schema() []byte {
	root := describe(plan)
	root.Dialect = "https://json-schema.org/draft/2020-12/schema"
	root.Title = "A version of a compensation plan"
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		panic(err) // made of strings and numbers only
	}
	return out.Bytes()
}

// describe returns the JSON Schema of the mapping that a function reads.
func describe[T any](read func(*section) T) *schema {
	s := &section{
		spot:   spot{reader: &reader{}},
		places: make(map[string]place),
		object: &schema{Type: "object", AdditionalProperties: false},
	}
	read(s)
	return s.object
}

// properties are the keys of a mapping in the order in which they are asked for, which editors and people see.
type properties []property

type property struct {
	key string
	*schema
}

// add appends a key. The description is of this use of the value's kind.
func (p *properties) add(key, about string, value *schema) {
	described := *value
	described.Description = about
	*p = append(*p, property{key, &described})
}

func (p properties) last() *schema { return p[len(p)-1].schema }

// MarshalJSON writes the keys in their order.
func (p properties) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, property := range p {
		if i > 0 {
			out.WriteByte(',')
		}
		key, err := json.Marshal(property.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(property.schema)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// literal turns what would be written in a plan into JSON: 2 and false stand for themselves, half_up is a string.
func literal(written string) json.RawMessage {
	if json.Valid([]byte(written)) {
		return json.RawMessage(written)
	}
	quoted, err := json.Marshal(written)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return quoted
}

package chronicle

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Columns are the values of a record by name; those that are null are not there.
type Columns map[string]any

// ColumnsOf names the values of a record.
func ColumnsOf(record *neo4j.Record) Columns {
	c := Columns{}
	for i, key := range record.Keys {
		if record.Values[i] != nil {
			c[key] = record.Values[i]
		}
	}
	return c
}

// Text is a string; empty, if null.
func (c Columns) Text(key string) string {
	text, _ := c[key].(string)
	return text
}

// Number is an int; 0, if null.
func (c Columns) Number(key string) int64 {
	number, _ := c[key].(int64)
	return number
}

// Time is a datetime, in UTC; zero, if null.
func (c Columns) Time(key string) time.Time {
	at, _ := c[key].(time.Time)
	if at.IsZero() {
		return at
	}
	return at.UTC()
}

// List is a list; nil, if null.
func (c Columns) List(key string) []any {
	list, _ := c[key].([]any)
	return list
}

// Texts is a list of strings.
func (c Columns) Texts(key string) []string {
	var texts []string
	for _, text := range c.List(key) {
		texts = append(texts, text.(string))
	}
	return texts
}

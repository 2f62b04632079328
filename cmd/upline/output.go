package main

import (
	"encoding/json"
	"io"
)

// print writes text to stdout.
func (m *Main) print(text string) error {
	_, err := io.WriteString(m.Stdout, text)
	return err
}

// printJSON writes one JSON object to stdout.
func (m *Main) printJSON(object any) error {
	encoder := json.NewEncoder(m.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(object)
}

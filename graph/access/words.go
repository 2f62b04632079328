package access

// Words is a text in the languages of the screen.
type Words struct {
	EN string `json:"en"`
	DE string `json:"de"`
}

// In returns the text in a language, "de" or another: everything but German is English.
func (w Words) In(language string) string {
	if language == "de" {
		return w.DE
	}
	return w.EN
}

package period

// Days and periods are texts in JSON and in the parameters of a request.

// MarshalText writes what String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDay does.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDay(string(text))
	return err
}

// MarshalText writes what String does.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what Parse does.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = Parse(string(text))
	return err
}

// Bind reads a parameter of a request: it is UnmarshalText under the name that the API's generated code looks for.
func (d *Day) Bind(text string) error { return d.UnmarshalText([]byte(text)) }

// Bind reads a parameter of a request, likewise.
func (p *Period) Bind(text string) error { return p.UnmarshalText([]byte(text)) }

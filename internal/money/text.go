package money

// Numbers are texts in JSON, so that no reader takes them for floats.

// MarshalText writes what String does.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a number with at most ValuePlaces decimal places.
func (v *Value) UnmarshalText(text []byte) error {
	n, err := Parse(string(text), ValuePlaces)
	*v = Value(n)
	return err
}

// MarshalText writes what String does.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a number with at most SharePlaces decimal places.
func (s *Share) UnmarshalText(text []byte) error {
	n, err := Parse(string(text), SharePlaces)
	*s = Share(n)
	return err
}

package planfile

import "slices"

// section is a mapping being read. The functions that read one ask for each key that it may have, and say what the
// key means; what nobody asked for is unknown. The same functions describe the mapping in the JSON Schema: then there
// is no node, every key yields a zero value, and what is asked for is written down. So a reading function must ask
// for the same keys whatever it reads, and a key that it asks for is in the schema.
type section struct {
	spot
	asked  []string
	places map[string]place
	open   bool    // what else it may hold cannot be told, so that no key is unknown
	object *schema // when describing, what has been asked for so far; nil when reading
}

// place is where a key's value stands, and whether it is sound.
type place struct {
	line  int  // of the value; of the mapping's first key, where the key is left out
	known bool // there, or left out as it may be, and not at fault
}

// sectionOf is the kind of a mapping that a function reads. Due lists its keys, for findings.
func sectionOf[T any](due string, read func(*section) T) kind[T] {
	return kind[T]{
		due:    due,
		schema: func() *schema { return describe(read) },
		read: func(at spot) (value T) {
			if at.is(formMapping, due) {
				s := &section{spot: at, places: make(map[string]place)}
				value = read(s)
				s.close()
			}
			return value
		},
	}
}

// required reads a key that must be there.
func required[T any](s *section, key string, k kind[T], about string) T {
	value, there := field(s, key, k, about)
	if s.object != nil {
		s.object.Required = append(s.object.Required, key)
	} else if !there {
		s.missing(key, k.due)
	}
	return value
}

// optional reads a key that may be left out: then it returns nil.
func optional[T any](s *section, key string, k kind[T], about string) *T {
	value, there := field(s, key, k, about)
	if !there {
		return nil
	}
	return &value
}

// orDefault reads a key that may be left out: then its value is that of a text, as it would be written.
func orDefault[T any](s *section, key string, k kind[T], written, about string) T {
	value, there := field(s, key, k, about)
	if s.object != nil {
		s.object.Properties.last().Default = literal(written)
	} else if !there {
		value = k.read(s.at(key, node{form: formScalar, text: written}))
	}
	return value
}

// or returns what was read, or a value where the key is left out.
func or[T any](read *T, left T) T {
	if read == nil {
		return left
	}
	return *read
}

// field reads a key, or describes it.
func field[T any](s *section, key string, k kind[T], about string) (value T, there bool) {
	s.asked = append(s.asked, key)
	if s.object != nil {
		s.object.Properties.add(key, about, k.schema())
		return value, false
	}
	n, times := s.node.find(key)
	if times == 0 {
		s.places[key] = place{s.node.lackLine(), true}
		return value, false
	}
	before := len(s.findings)
	value = k.read(s.at(key, n))
	s.places[key] = place{n.faultLine(), times == 1 && len(s.findings) == before}
	return value, true
}

// missing records that a key is not there.
func (s *section) missing(key, due string) {
	s.places[key] = place{s.node.lackLine(), false}
	s.faultAt(s.node.lackLine(), "missing key %q: write %s", key, due)
}

// close records unknown and doubled keys, once all keys have been asked for.
func (s *section) close() {
	for _, p := range s.node.pairs {
		if !s.open && !slices.Contains(s.asked, p.key) {
			s.faultAt(p.line, "unknown key %s: the keys here are %s", shown(p.key), words(s.asked, "and"))
		}
	}
	s.doubled()
}

// doubled records keys that are there again, but those that are unknown. The first one counts.
func (s *section) doubled() {
	first := make(map[string]int)
	for _, p := range s.node.pairs {
		line, again := first[p.key]
		switch {
		case !s.open && !slices.Contains(s.asked, p.key):
		case again:
			s.faultAt(p.line, "duplicate key %q: line %d has it already", p.key, line)
		default:
			first[p.key] = p.line
		}
	}
}

// has reports whether a key is there.
func (s *section) has(key string) bool {
	_, times := s.node.find(key)
	return times > 0
}

// forbid records a key that has no place here although it has one in other mappings of this kind.
func (s *section) forbid(key, why string) {
	s.asked = append(s.asked, key)
	if value, times := s.node.find(key); times > 0 {
		s.at(key, value).fault("%s", why)
	}
}

// needs says that one key must not be without another one.
func (s *section) needs(key, other string) {
	switch {
	case s.object != nil:
		s.object.DependentRequired = map[string][]string{key: {other}}
	case s.has(key) && !s.has(other):
		s.faultAt(s.node.lackLine(), "missing key %q: %s needs it", other, key)
	}
}

// justOne says that one of two keys must be there, but not both.
func (s *section) justOne(a, b string) {
	if s.object != nil {
		s.object.OneOf = []*schema{{Required: []string{a}}, {Required: []string{b}}}
		return
	}
	switch {
	case s.has(a) && s.has(b):
		s.faultAt(max(s.places[a].line, s.places[b].line), "both %s and %s: write just one of them", a, b)
	case !s.has(a) && !s.has(b):
		s.faultAt(s.node.lackLine(), "missing key %q: write just one of %s and %s", a, a, b)
	}
}

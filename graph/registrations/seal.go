package registrations

import (
	"encoding/json"

	"upline/internal/fault"
)

// seal encrypts a value, bound to the thing that it is of: it cannot be opened as another one's.
func (s *Store) seal(of string, value any) (string, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return "", fault.Internalf("seal", "what is sealed cannot be written: %v", err)
	}
	return s.keys.seal.Seal(s.config.Random, of, plain)
}

// unseal opens what was sealed of a thing.
//
// Errors: Internal when it was sealed by a key that is not set.
func (s *Store) unseal(of, sealed string, value any) error {
	plain, err := s.keys.seal.Open(of, sealed)
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: "seal", Msg: "what was sealed of " + of + " cannot be opened: UPLINE_JOIN_KEY must have its key", Err: err}
	}
	if err := json.Unmarshal(plain, value); err != nil {
		return fault.Internalf("seal", "what was sealed of %s cannot be read: %v", of, err)
	}
	return nil
}

// reseal seals by the first key what another one has sealed of a thing; is is false when the first one has.
func (s *Store) reseal(of, was string) (sealed string, is bool, err error) {
	if s.keys.seal.Current(was) {
		return was, false, nil
	}
	var value json.RawMessage
	if err := s.unseal(of, was, &value); err != nil {
		return "", false, err
	}
	sealed, err = s.seal(of, value)
	return sealed, true, err
}

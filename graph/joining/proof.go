package joining

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gowebpki/jcs"

	"upline/internal/fault"
)

// Record is what proves how a contract and its consents came about: the form as it was sent, the versions of all texts, and each
// event with its time, address and mail (Art. 5(2), 7(1) DSGVO; § 7a UWG; § 312i Abs. 1 Nr. 3 BGB). The texts themselves are
// kept once for each hash, for as long as a record names them.
type Record struct {
	Process string          `json:"process"`
	Form    json.RawMessage `json:"form"` // the JSON of the request, as it was sent
	Events  []Event         `json:"events"`
	Partner string          `json:"partner,omitempty"`
}

// Record returns the proof of a process with its form.
func (p Process) Record(form json.RawMessage) Record {
	return Record{Process: p.ID, Form: form, Events: p.Events, Partner: p.Partner}
}

// Canonical returns the record as canonical JSON (RFC 8785), which is the same bytes for the same record everywhere, and their
// SHA-256 in hex. Keep the bytes, and let the audit chain name the hash.
//
// Errors: Invalid when the form is no JSON.
func (r Record) Canonical() (bytes []byte, hash string, err error) {
	plain, err := json.Marshal(r)
	if err == nil {
		bytes, err = jcs.Transform(plain)
	}
	if err != nil {
		return nil, "", &fault.Error{Kind: fault.Invalid, Op: "proof", Msg: "the form of process " + r.Process + " is no JSON", Err: err}
	}
	return bytes, digest(bytes), nil
}

// digest returns the SHA-256 of bytes in hex.
func digest(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return hex.EncodeToString(sum[:])
}

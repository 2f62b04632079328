package api

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"

	"upline/internal/fault"
)

// SessionRecord is a session as a store has it. Times are kept to the microsecond.
type SessionRecord struct {
	Key           string    // the SHA-256 of the browser's token: whoever reads the store cannot become its users
	User          string    // empty: a visitor
	Data          []byte    // the Session
	Version       int64     // 1, and one more with every Replace
	Authenticated time.Time // see SessionStore.Create
	Seen          time.Time // the last request, to seenStep
	Address       string    // from which it came
	Until         time.Time // when the store may forget it
	Ends          time.Time // when it ends at the latest
}

// session is the session of a record.
//
// Errors: Internal when it cannot be read.
func (r *SessionRecord) session() (one Session, err error) {
	if err := json.Unmarshal(r.Data, &one); err != nil {
		return one, &fault.Error{Kind: fault.Internal, Op: "sessions", Msg: "a session cannot be read", Err: err}
	}
	return one, nil
}

// SessionStore keeps sessions: RedisSessions. Its changes are atomic. Every error of its methods is Unavailable, where nothing else
// is said; what has become of the change is unknown then.
type SessionStore interface {
	// Find returns the record under a key; false: there is none.
	Find(ctx context.Context, key string) (SessionRecord, bool, error)
	// Create keeps a new record, and removes the one under the key instead; empty: none.
	//
	// Errors: Conflict when EndAll has ended the user's sessions at or after the record's Authenticated: whoever proved who they
	// are with a password that was changed meanwhile has proved nothing.
	Create(ctx context.Context, r SessionRecord, instead string) error
	// Replace puts a record, of which Version is what was found, in the place of the one under the key old, which may be its own.
	//
	// Errors: Conflict when there is no such record any more, or another version of it.
	Replace(ctx context.Context, old string, r SessionRecord) error
	// Touch keeps Seen, Address and Until of a record. A session that has ended stays ended.
	Touch(ctx context.Context, key string, r SessionRecord) error
	// End removes a record, if it is there.
	End(ctx context.Context, key string) error
	// List returns a user's records, in any order.
	List(ctx context.Context, user string) ([]SessionRecord, error)
	// EndAll removes all records of a user but the one under the key except, which may be empty, and says how many there were. From
	// then on nobody can begin a session who was authenticated at that time or before.
	EndAll(ctx context.Context, user, except string, at time.Time) (ended int, err error)
}

// sessionValue is where scs keeps the Session among its values.
const sessionValue = "session"

// sessionCodec writes the one value of scs as JSON. Its deadline is the Session's own.
type sessionCodec struct{}

// Encode is described at scs.Codec.
func (sessionCodec) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(values[sessionValue])
}

// Decode is described at scs.Codec.
func (sessionCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var s Session
	err := json.Unmarshal(data, &s)
	return s.Ends, map[string]any{sessionValue: s}, err
}

// scsStore is a SessionStore as scs wants it. scs only knows find, commit and delete, which would let a slow request bring a session
// back that was ended meanwhile; so the request's visit says what a commit is, and which version it saw.
type scsStore struct{ store SessionStore }

var _ scs.CtxStore = scsStore{}

// FindCtx is described at scs.CtxStore.
func (s scsStore) FindCtx(ctx context.Context, key string) ([]byte, bool, error) {
	r, found, err := s.store.Find(ctx, key)
	if err != nil || !found {
		return nil, false, err
	}
	v := visitOf(ctx)
	v.key, v.record = key, r
	return r.Data, true, nil
}

// CommitCtx is described at scs.CtxStore.
func (s scsStore) CommitCtx(ctx context.Context, key string, data []byte, _ time.Time) (err error) {
	v := visitOf(ctx)
	r := v.record
	r.Key, r.Data = key, data
	if v.begins {
		r.Version = 1
		err = s.store.Create(ctx, r, v.key)
	} else {
		err = s.store.Replace(ctx, v.key, r)
		r.Version++
	}
	if err == nil {
		v.key, v.record = key, r
	}
	return err
}

// DeleteCtx is described at scs.CtxStore. When scs gives a session a new token, the commit removes the old one.
func (s scsStore) DeleteCtx(ctx context.Context, key string) error {
	if visitOf(ctx).renews {
		return nil
	}
	return s.store.End(ctx, key)
}

var errNoContext = errors.New("sessions need a context") // scs always gives one

// Find is never called: see FindCtx.
func (scsStore) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit is never called: see CommitCtx.
func (scsStore) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete is never called: see DeleteCtx.
func (scsStore) Delete(string) error { return errNoContext }

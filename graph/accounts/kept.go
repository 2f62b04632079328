package accounts

import (
	"sync"
	"time"

	"upline/graph/access"
)

const (
	// keptTerm is after how long somebody who asks makes sure that nothing has changed.
	keptTerm = time.Second
	// keptMost is how many users, and tokens, are kept at most; then all are forgotten.
	keptMost = 50_000
)

// kept is what users may do, in memory, as of a version of all rights (see cypher/rights_version.cypher). When the version is another
// one, all of it is forgotten.
type kept struct {
	asking sync.Mutex // by whom the version is asked for
	mutex  sync.Mutex
	asked  time.Time // when the version was asked for; by the clock of the machine, whatever tests say the time is
	doubts int       // how often somebody had it asked anew
	now    int64
	users  map[string]access.User
	tokens map[string]*Token
	texts  map[string]access.Profile // by the SHA-256 of their texts
}

// current is the version of all rights, not older than keptTerm.
func (k *kept) current(ask func() (int64, error)) (version int64, err error) {
	if version, fresh := k.fresh(); fresh {
		return version, nil
	}
	k.asking.Lock()
	defer k.asking.Unlock()
	if version, fresh := k.fresh(); fresh { // somebody else has asked meanwhile
		return version, nil
	}
	begun, doubts := time.Now(), k.doubted()
	version, err = ask()
	if err != nil {
		return 0, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version != k.now || k.users == nil {
		k.now, k.users, k.tokens = version, map[string]access.User{}, map[string]*Token{}
	}
	if k.asked = begun; k.doubts != doubts { // something was changed while it was asked for: the next who asks makes sure
		k.asked = time.Time{}
	}
	return version, nil
}

func (k *kept) doubted() int {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.doubts
}

func (k *kept) fresh() (version int64, fresh bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.now, k.users != nil && time.Since(k.asked) < keptTerm
}

// doubt has the next who asks make sure.
func (k *kept) doubt() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.asked = time.Time{}
	k.doubts++
}

func (k *kept) user(version int64, id string) (user access.User, is bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version == k.now {
		user, is = k.users[id]
	}
	return user, is
}

// keepUser keeps a user who was read after a version, if that is still the latest that is known.
func (k *kept) keepUser(version int64, user access.User) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version != k.now {
		return
	}
	if len(k.users) >= keptMost {
		clear(k.users)
	}
	k.users[user.ID] = user
}

func (k *kept) token(version int64, hash string) (t *Token, is bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version == k.now {
		t, is = k.tokens[hash]
	}
	return t, is
}

func (k *kept) keepToken(version int64, t *Token) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version != k.now {
		return
	}
	if len(k.tokens) >= keptMost {
		clear(k.tokens)
	}
	k.tokens[t.hash] = t
}

// profile reads the text of a profile, once for all who hold it.
//
// Errors: those of recordedProfile.
func (k *kept) profile(text, sum string) (access.Profile, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if p, is := k.texts[sum]; is {
		return p, nil
	}
	p, err := recordedProfile(text)
	if err != nil {
		return p, err
	}
	if len(k.texts) >= keptMost || k.texts == nil {
		k.texts = map[string]access.Profile{}
	}
	k.texts[sum] = p
	return p, nil
}

package chronicle

import (
	"context"
	"strconv"
	"sync"

	"github.com/google/uuid"
)

// Once marks a context so that what is changed under a key is changed once, however often it is asked for: the receipts of
// its changes are told by the key, and a change whose receipt is there is not made again. So whoever does not know how a
// request ended repeats it under the same key, and in the same order if it makes several changes.
func Once(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, onceKey{}, &once{key: key, made: map[string]int{}})
}

type onceKey struct{}

// Keyed says whether a context is marked by Once.
func Keyed(ctx context.Context) bool { return ctx.Value(onceKey{}) != nil }

// EachTime is a context without a key.
func EachTime(ctx context.Context) context.Context { return context.WithValue(ctx, onceKey{}, nil) }

// once counts the changes made under a key: two of the same operation are two. An attempt that fails is not counted.
type once struct {
	key   string
	mutex sync.Mutex
	made  map[string]int
}

// receiptOf is the id of the receipt that a change leaves, and what to call when it is made; repeatable tells that the receipt
// may be there already.
func receiptOf(ctx context.Context, operation string) (id string, repeatable bool, made func()) {
	o, is := ctx.Value(onceKey{}).(*once)
	if !is {
		return uuid.NewString(), false, func() {}
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	name := o.key + "\n" + operation + "\n" + strconv.Itoa(o.made[operation])
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String(), true, func() {
		o.mutex.Lock()
		defer o.mutex.Unlock()
		o.made[operation]++
	}
}

// MadeBefore says whether a change was made under the context's key already.
func (s *Store) MadeBefore(ctx context.Context, operation string) (made bool, err error) {
	id, repeatable, _ := receiptOf(ctx, operation)
	if repeatable {
		_, made, err = s.findChange(ctx, id)
	}
	return made, err
}

package storetest

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var buckets atomic.Int64

// Bucket names the object store's bucket for this test in the environment: one of its own, since what is archived cannot be
// deleted.
func Bucket(t testing.TB) {
	t.Helper()
	if os.Getenv("S3_ENDPOINT") == "" {
		t.Fatal("S3_ENDPOINT is not set: run make test, or ./stack up and eval \"$(./stack env)\"")
	}
	name := fmt.Sprintf("test-%d-%d-%d", time.Now().UnixNano(), os.Getpid(), buckets.Add(1))
	if t, ok := t.(*testing.T); ok {
		t.Setenv("S3_BUCKET", strings.ToLower(name))
	}
}

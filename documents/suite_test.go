package documents_test

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upline/documents"
	"upline/internal/storetest"
)

// behaviours are what every object store has to let an Archive do. Each gets a bucket of its own that is not there yet: what
// is archived cannot be deleted.
var behaviours = []struct {
	name string
	test func(t *testing.T, config documents.Config)
}{
	{"files come back", filesComeBack},
	{"put twice writes once", putTwiceWritesOnce},
	{"put side by side", putSideBySide},
	{"objects are locked", objectsAreLocked},
	{"a bucket without lock is refused", bucketWithoutLockIsRefused},
	{"a bucket is made once", bucketIsMadeOnce},
	{"what has happened to objects", whatHasHappenedToObjects},
	{"wrong keys are refused", wrongKeysAreRefused},
	{"modes", modes},
	{"locks only grow", locksOnlyGrow},
	{"locks grow side by side", locksGrowSideBySide},
	{"locks that are not told at once", locksThatAreNotTold},
	{"holds", holds},
	{"any order", anyOrder},
	{"ranges", ranges},
	{"versions", versionsAreListed},
	{"damage is found", damageIsFound},
	{"uploads of unknown size", uploadsOfUnknownSize},
	{"large files stream", largeFilesStream},
	{"erasure", erasure},
	{"erasure of what is locked", erasureOfWhatIsLocked},
	{"nothing locked is lost", nothingLockedIsLost},
	{"the store is lost in the middle", storeIsLostInTheMiddle},
	{"the store falls silent", storeFallsSilent},
	{"the process dies", processDies},
}

// TestStores has MinIO and versitygw behave alike.
func TestStores(t *testing.T) {
	for _, name := range []string{"minio", "versitygw"} {
		t.Run(name, func(t *testing.T) {
			config := storeNamed(t, name)
			for _, b := range behaviours {
				t.Run(b.name, func(t *testing.T) { b.test(t, anotherBucket(config)) })
			}
		})
	}
}

// store returns how to reach MinIO, with a bucket of the test's own.
func store(t *testing.T) documents.Config {
	t.Helper()
	return anotherBucket(storeNamed(t, "minio"))
}

// storeNamed returns how to reach a store of the tests. MinIO is the one of the stack that the tests run beside; versitygw is started here.
func storeNamed(t *testing.T, name string) documents.Config {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the object stores")
	}
	if name == "versitygw" {
		s := versitygw(t)
		return documents.Config{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: s.SecretKey}
	}
	if os.Getenv("S3_ENDPOINT") == "" {
		t.Fatal("S3_ENDPOINT is not set: run make test, or ./stack up and eval \"$(./stack env)\"")
	}
	return documents.Config{Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY")}
}

var buckets atomic.Int64

func anotherBucket(c documents.Config) documents.Config {
	c.Bucket = fmt.Sprintf("test-documents-%d-%d-%d", time.Now().UnixNano(), os.Getpid(), buckets.Add(1))
	return c
}

// started is the versitygw of all tests.
var started struct {
	once  sync.Once
	store *storetest.ObjectStore
}

func versitygw(t *testing.T) *storetest.ObjectStore {
	t.Helper()
	started.once.Do(func() { started.store = storetest.StartObjectStore(t, "versitygw") })
	if started.store == nil {
		t.Fatal("versitygw did not start: see the first test that wanted it")
	}
	return started.store
}

func TestMain(m *testing.M) {
	code := m.Run()
	if started.store != nil {
		if err := started.store.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "versitygw cannot be stopped:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

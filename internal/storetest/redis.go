package storetest

import (
	"context"
	"os"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Redis returns the address of the tests' Redis, emptied.
func Redis(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("needs Redis: run make test")
	}
	url := os.Getenv("REDIS_URL")
	if url == "" {
		t.Fatal("REDIS_URL is not set: run make test, or ./stack up and eval \"$(./stack env)\"")
	}
	FlushRedis(t)
	return url
}

// FlushRedis empties Redis.
func FlushRedis(t testing.TB) {
	t.Helper()
	options, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	defer client.Close()
	if err := client.FlushAll(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
}

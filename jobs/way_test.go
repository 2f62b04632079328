package jobs

import (
	"strings"
	"testing"

	"github.com/hibiken/asynq"
	"github.com/wneessen/go-mail"
)

// The queue logs in as the address says, user included, and looks at certificates.
func TestRedisOf(t *testing.T) {
	for address, want := range map[string]asynq.RedisClientOpt{
		"redis://:p@127.0.0.1:1/2":       {Addr: "127.0.0.1:1", Password: "p", DB: 2},
		"redis://upline:p@127.0.0.1:1/0": {Addr: "127.0.0.1:1", Username: "upline", Password: "p"},
		"rediss://upline:p@redis:6380/0": {Addr: "redis:6380", Username: "upline", Password: "p"},
	} {
		made, err := redisOf(address, nil)
		got, is := made.(asynq.RedisClientOpt)
		if err != nil || !is || got.Addr != want.Addr || got.Username != want.Username || got.Password != want.Password || got.DB != want.DB {
			t.Errorf("%s: %+v, %v", address, got, err)
			continue
		}
		if secure := strings.HasPrefix(address, "rediss"); secure != (got.TLSConfig != nil) || secure && (got.TLSConfig.ServerName != "redis" || got.TLSConfig.InsecureSkipVerify) {
			t.Errorf("%s: TLS %+v", address, got.TLSConfig)
		}
	}
	if _, err := redisOf("redis://upline:hidden@[", nil); err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("%v", err)
	}
}

// No mail goes to another machine without TLS: whoever stands in between could take the server's offer away.
func TestMailsWantTLS(t *testing.T) {
	for address, want := range map[string]mail.TLSPolicy{
		"smtp://127.0.0.1:2525": mail.TLSOpportunistic, "smtp://localhost": mail.TLSOpportunistic, "smtp://[::1]:25": mail.TLSOpportunistic,
		"smtp://user:p@mail.example.com:587": mail.TLSMandatory, "smtp://10.0.0.1": mail.TLSMandatory, "smtps://mail.example.com": mail.TLSMandatory,
	} {
		m, err := NewMailer(address, "upline@example.com", "en")
		if err != nil {
			t.Fatal(err)
		}
		if client, err := m.client(); err != nil || client.TLSPolicy() != want.String() {
			t.Errorf("%s: %v, %v", address, client.TLSPolicy(), err)
		}
	}
}

package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"upline/graph/access"
	"upline/internal/fault"
)

// RedisAttempts counts in one Redis: upline:attempts:KEY is a sorted set of the ids of attempts, by when they began, in microseconds
// since 1970. It lives as long as the counter's window after the last of them.
type RedisAttempts struct{ client redis.UniversalClient }

// NewRedisAttempts returns the counters in a Redis.
func NewRedisAttempts(client redis.UniversalClient) *RedisAttempts { return &RedisAttempts{client} }

const attemptPrefix = "upline:attempts:"

// takeAttempt counts an attempt on all counters, if they show what was seen.
// In:  KEYS: the counters; id, now, most (to count to), seen (as "failures:last;" for each counter; empty: only look), and for each
// counter the time before which nothing counts, and its window in ms
// Out: 1 or 0: counted or not, and for each counter failures and last (0: none), before the attempt
var takeAttempt = redis.NewScript(`
local id, now, most, seen = unpack(ARGV, 1, 4)
local out, shown = {0}, ''
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. ARGV[3 + 2 * i])
  local failures, last = redis.call('ZCARD', key), redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] or '0'
  out[2 * i], out[2 * i + 1] = failures, last
  shown = shown .. failures .. ':' .. last .. ';'
end
if seen ~= shown then return out end
out[1] = 1
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, now, id)
  redis.call('ZREMRANGEBYRANK', key, 0, -1 - most)
  redis.call('PEXPIRE', key, ARGV[4 + 2 * i])
end
return out
`)

// giveBackAttempt takes an attempt off all counters.
// In:  KEYS: the counters; id, and for each counter 1 if it begins anew, or 0
// Out: nothing
var giveBackAttempt = redis.NewScript(`
for i, key in ipairs(KEYS) do
  if ARGV[1 + i] == '1' then redis.call('DEL', key) else redis.call('ZREM', key, ARGV[1]) end
end
return true
`)

// Take is described at AttemptStore.
func (s *RedisAttempts) Take(ctx context.Context, counters []Counter, id string, now time.Time, seen []Count) ([]Count, bool, error) {
	var shown strings.Builder
	for _, c := range seen {
		shown.WriteString(strconv.Itoa(c.Failures) + ":" + strconv.FormatInt(microsecondsOf(c.Last), 10) + ";")
	}
	arguments := []any{id, now.UnixMicro(), access.MaxKept, shown.String()}
	for _, c := range counters {
		arguments = append(arguments, now.Add(-c.Window).UnixMicro(), c.Window.Milliseconds())
	}
	out, err := takeAttempt.Run(ctx, s.client, keysOf(counters), arguments...).Slice()
	if err != nil {
		return nil, false, redisAway("attempts", err)
	}
	return countsOf(out)
}

// countsOf reads what takeAttempt returns.
func countsOf(out []any) (counts []Count, taken bool, err error) {
	for i := 1; i+1 < len(out); i += 2 {
		failures, isNumber := out[i].(int64)
		last, isText := out[i+1].(string)
		at, err := strconv.ParseInt(last, 10, 64)
		if !isNumber || !isText || err != nil {
			return nil, false, fault.Internalf("attempts", "Redis shows %v where a counter should be", out)
		}
		c := Count{Failures: int(failures)}
		if failures > 0 {
			c.Last = time.UnixMicro(at).UTC()
		}
		counts = append(counts, c)
	}
	return counts, out[0] == int64(1), nil
}

// GiveBack is described at AttemptStore.
func (s *RedisAttempts) GiveBack(ctx context.Context, counters []Counter, id string, clear []bool) error {
	arguments := []any{id}
	for _, anew := range clear {
		if anew {
			arguments = append(arguments, 1)
		} else {
			arguments = append(arguments, 0)
		}
	}
	return redisAway("attempts", giveBackAttempt.Run(ctx, s.client, keysOf(counters), arguments...).Err())
}

func keysOf(counters []Counter) []string {
	keys := make([]string, len(counters))
	for i, c := range counters {
		keys[i] = attemptPrefix + c.Key
	}
	return keys
}

// microsecondsOf is a time in microseconds since 1970; the zero Time is 0.
func microsecondsOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

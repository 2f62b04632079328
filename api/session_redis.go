package api

import (
	"context"
	"crypto/x509"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"upline/internal/fault"
	"upline/internal/host"
)

// redisTerm is how long Redis may take to answer. A request whose outcome is unknown is not repeated.
const redisTerm = 2 * time.Second

// OpenRedis returns a client for RedisSessions and RedisAttempts, of an address such as redis://:password@host:6379/0, or rediss:// for
// TLS, whose certificates are of the system's authorities or these. It connects when it is used.
//
// Errors: Invalid when the address cannot be understood. It is not in them: it holds the password.
func OpenRedis(address string, authorities *x509.CertPool) (*redis.Client, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, fault.Invalidf("redis", "REDIS_URL is not an address of Redis: write redis://:password@host:6379/0")
	}
	if o.TLSConfig != nil {
		o.TLSConfig = host.TLS(o.TLSConfig.ServerName, authorities)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = redisTerm, redisTerm, redisTerm, redisTerm
	o.MaxRetries, o.ContextTimeoutEnabled = -1, true
	return redis.NewClient(o), nil
}

// RedisSessions keeps sessions in one Redis (not a cluster: the scripts find the keys that they change):
//
//	upline:session:KEY        hash    user data version authenticated seen address until ends   lives until
//	upline:sessions-of:USER   zset    KEY by ends                                               lives as long as the last of them
//	upline:sessions-cut:USER  string  when all of them were ended                               lives a day
//
// Times are microseconds since 1970, UTC.
type RedisSessions struct{ client redis.UniversalClient }

// NewRedisSessions returns the sessions in a Redis.
func NewRedisSessions(client redis.UniversalClient) *RedisSessions { return &RedisSessions{client} }

const (
	sessionPrefix   = "upline:session:"
	userPrefix      = "upline:sessions-of:"
	cutPrefix       = "upline:sessions-cut:"
	cutTerm         = 24 * time.Hour // longer than any log-in takes
	sessionsScripts = `
local session, sessions_of, cut_of = '` + sessionPrefix + `', '` + userPrefix + `', '` + cutPrefix + `'

local function forget(key)
  local user = redis.call('HGET', session .. key, 'user')
  if user and user ~= '' then redis.call('ZREM', sessions_of .. user, key) end
  return redis.call('DEL', session .. key)
end

local function keep(key, version, user, data, authenticated, seen, address, until_, ends, life, last)
  redis.call('DEL', session .. key)
  redis.call('HSET', session .. key, 'version', version, 'user', user, 'data', data, 'authenticated', authenticated,
    'seen', seen, 'address', address, 'until', until_, 'ends', ends)
  redis.call('PEXPIRE', session .. key, life)
  if user == '' then return end
  redis.call('ZREMRANGEBYSCORE', sessions_of .. user, '-inf', seen)
  redis.call('ZADD', sessions_of .. user, ends, key)
  if redis.call('PTTL', sessions_of .. user) < tonumber(last) then redis.call('PEXPIRE', sessions_of .. user, last) end
end
`
)

// createSession keeps a new session, unless its user's were all ended since they were authenticated.
// In:  instead (a key, or empty), key, user, data, authenticated, seen, address, until, ends, life and last (ms until until and ends)
// Out: 1, or 0: refused, nothing is changed
var createSession = redis.NewScript(sessionsScripts + `
local instead, key, user, data, authenticated = unpack(ARGV, 1, 5)
local cut = user ~= '' and redis.call('GET', cut_of .. user)
if cut and tonumber(authenticated) <= tonumber(cut) then return 0 end
if instead ~= '' then forget(instead) end
keep(key, 1, user, data, authenticated, unpack(ARGV, 6, 11))
return 1
`)

// replaceSession puts a session in the place of another, which must be there in the version that was seen.
// In:  old (a key), version, then as createSession from key on
// Out: 1, or 0: it is not, nothing is changed
var replaceSession = redis.NewScript(sessionsScripts + `
local old, version, key, user, data, authenticated = unpack(ARGV, 1, 6)
if redis.call('HGET', session .. old, 'version') ~= version then return 0 end
forget(old)
keep(key, tonumber(version) + 1, user, data, authenticated, unpack(ARGV, 7, 12))
return 1
`)

// touchSession keeps that a session was seen, if it is there.
// In:  key, seen, address, until, life (ms until until)
// Out: 1, or 0: it is not there
var touchSession = redis.NewScript(sessionsScripts + `
local key, seen, address, until_, life = unpack(ARGV)
if redis.call('EXISTS', session .. key) == 0 then return 0 end
redis.call('HSET', session .. key, 'seen', seen, 'address', address, 'until', until_)
redis.call('PEXPIRE', session .. key, life)
return 1
`)

// endSession removes a session.
// In:  key
// Out: how many were there: 1 or 0
var endSession = redis.NewScript(sessionsScripts + `return forget(ARGV[1])`)

// endSessions removes all sessions of a user but one, and has createSession refuse whoever was authenticated until then.
// In:  user, except (a key, or empty), at, life of the cut in ms
// Out: how many were there
var endSessions = redis.NewScript(sessionsScripts + `
local user, except, at, life = unpack(ARGV)
local cut = redis.call('GET', cut_of .. user)
if not cut or tonumber(cut) < tonumber(at) then redis.call('SET', cut_of .. user, at, 'PX', life) end
local ended = 0
for _, key in ipairs(redis.call('ZRANGE', sessions_of .. user, 0, -1)) do
  if key ~= except then
    ended = ended + redis.call('DEL', session .. key)
    redis.call('ZREM', sessions_of .. user, key)
  end
end
return ended
`)

// Find is described at SessionStore.
func (s *RedisSessions) Find(ctx context.Context, key string) (SessionRecord, bool, error) {
	fields, err := s.client.HGetAll(ctx, sessionPrefix+key).Result()
	if err != nil {
		return SessionRecord{}, false, redisAway("sessions", err)
	}
	return sessionRecordOf(key, fields), len(fields) > 0, nil
}

func sessionRecordOf(key string, fields map[string]string) SessionRecord {
	version, _ := strconv.ParseInt(fields["version"], 10, 64)
	return SessionRecord{
		Key: key, User: fields["user"], Data: []byte(fields["data"]), Version: version, Authenticated: timeOf(fields["authenticated"]),
		Seen: timeOf(fields["seen"]), Address: fields["address"], Until: timeOf(fields["until"]), Ends: timeOf(fields["ends"]),
	}
}

// arguments are a record's from key on, as the scripts want them.
func (r SessionRecord) arguments() []any {
	return []any{
		r.Key, r.User, r.Data, r.Authenticated.UnixMicro(), r.Seen.UnixMicro(), r.Address, r.Until.UnixMicro(), r.Ends.UnixMicro(),
		r.life(), max(1, r.Ends.Sub(r.Seen).Milliseconds()),
	}
}

// life is how many milliseconds Redis keeps a record. Its own clock may be another than ours.
func (r SessionRecord) life() int64 { return max(1, r.Until.Sub(r.Seen).Milliseconds()) }

// Create is described at SessionStore.
func (s *RedisSessions) Create(ctx context.Context, r SessionRecord, instead string) error {
	done, err := createSession.Run(ctx, s.client, nil, append([]any{instead}, r.arguments()...)...).Int()
	return orRefused(done, err, "all sessions of this user were ended just now: log in again")
}

// Replace is described at SessionStore.
func (s *RedisSessions) Replace(ctx context.Context, old string, r SessionRecord) error {
	done, err := replaceSession.Run(ctx, s.client, nil, append([]any{old, r.Version}, r.arguments()...)...).Int()
	return orRefused(done, err, "the session has changed or ended meanwhile: try again, or log in")
}

func orRefused(done int, err error, msg string) error {
	if err != nil {
		return redisAway("sessions", err)
	}
	if done == 0 {
		return fault.Conflictf("session", "%s", msg)
	}
	return nil
}

// Touch is described at SessionStore.
func (s *RedisSessions) Touch(ctx context.Context, key string, r SessionRecord) error {
	return redisAway("sessions", touchSession.Run(ctx, s.client, nil, key, r.Seen.UnixMicro(), r.Address, r.Until.UnixMicro(), r.life()).Err())
}

// End is described at SessionStore.
func (s *RedisSessions) End(ctx context.Context, key string) error {
	return redisAway("sessions", endSession.Run(ctx, s.client, nil, key).Err())
}

// List is described at SessionStore.
func (s *RedisSessions) List(ctx context.Context, user string) ([]SessionRecord, error) {
	keys, err := s.client.ZRange(ctx, userPrefix+user, 0, -1).Result()
	if err != nil || len(keys) == 0 {
		return nil, redisAway("sessions", err)
	}
	found := make([]*redis.MapStringStringCmd, len(keys))
	_, err = s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			found[i] = p.HGetAll(ctx, sessionPrefix+key)
		}
		return nil
	})
	if err != nil {
		return nil, redisAway("sessions", err)
	}
	var records []SessionRecord
	for i, key := range keys {
		if fields := found[i].Val(); len(fields) > 0 { // otherwise it was idle for too long
			records = append(records, sessionRecordOf(key, fields))
		}
	}
	return records, nil
}

// EndAll is described at SessionStore.
func (s *RedisSessions) EndAll(ctx context.Context, user, except string, at time.Time) (int, error) {
	ended, err := endSessions.Run(ctx, s.client, nil, user, except, at.UnixMicro(), cutTerm.Milliseconds()).Int()
	return ended, redisAway("sessions", err)
}

func timeOf(microseconds string) time.Time {
	n, _ := strconv.ParseInt(microseconds, 10, 64)
	return time.UnixMicro(n).UTC()
}

func redisAway(op string, err error) error {
	if err == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "Redis does not answer", Err: err}
}

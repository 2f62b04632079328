package api

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"upline/internal/keys"
)

func testDevices(t *testing.T, l *lobby) *Devices {
	t.Helper()
	return NewDevices(l.sessions, ringOf(t, rand.Text()+rand.Text()))
}

// ringOf is keys, the first of which signs.
func ringOf(t *testing.T, secrets ...string) keys.Ring {
	t.Helper()
	ring, err := keys.Parse("UPLINE_SECRET", strings.Join(secrets, ","))
	must(t, err)
	return ring
}

// While a key is replaced, devices stay known, also to servers that have not heard of it yet but list it.
func TestDevicesOutliveTheirKey(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	older, newer := strings.Repeat("o", 32), strings.Repeat("n", 32)
	before, early, late, after := NewDevices(l.sessions, ringOf(t, older)), NewDevices(l.sessions, ringOf(t, older, newer)),
		NewDevices(l.sessions, ringOf(t, newer, older)), NewDevices(l.sessions, ringOf(t, newer))
	b := l.browser()
	device := b.remembers(before, "anna")
	if b.known(late, "anna") != device || b.known(after, "anna") != "" {
		t.Error("a device is known by its key, as long as that is listed")
	}
	if b.remembers(late, "anna") != device || b.known(early, "anna") != device || b.known(after, "anna") != device || b.known(before, "anna") != "" {
		t.Error("after the next log-in it is known by the new key")
	}
}

func (b *browser) remembers(d *Devices, account string) (device string) {
	b.lobby.t.Helper()
	b.does(func(c *gin.Context) error { device = d.Remember(c, account); return nil })
	return device
}

func (b *browser) known(d *Devices, account string) (device string) {
	b.lobby.t.Helper()
	b.does(func(c *gin.Context) error { device = d.Known(c, account); return nil })
	return device
}

func TestDevices(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	d := testDevices(t, l)
	b := l.browser()
	if got := b.known(d, "anna"); got != "" {
		t.Errorf("a new browser is %q", got)
	}
	device := b.remembers(d, "anna")
	if len(device) < 26 || b.known(d, "anna") != device || b.known(d, "ben") != "" {
		t.Errorf("%q, %q, %q", device, b.known(d, "anna"), b.known(d, "ben"))
	}
	if strings.Contains(b.cookies[deviceCookie], "anna") {
		t.Errorf("%s", b.cookies[deviceCookie])
	}
	for _, account := range []string{"ben", "cleo", "dora", "anna", "eve"} { // four are known, those who came last
		if got := b.remembers(d, account); got != device {
			t.Errorf("%s: another device %q", account, got)
		}
	}
	for account, want := range map[string]string{"anna": device, "cleo": device, "dora": device, "eve": device, "ben": ""} {
		if got := b.known(d, account); got != want {
			t.Errorf("%s: %q, want %q", account, got, want)
		}
	}
	if got := b.known(testDevices(t, l), "anna"); got != "" {
		t.Error("another server's key knows the device")
	}
	l.clock.pass(deviceTerm)
	if b.known(d, "anna") != device {
		t.Error("forgotten too early")
	}
	l.clock.pass(24 * time.Hour)
	if b.known(d, "anna") != "" {
		t.Error("known for ever")
	}
}

// Nobody can make a cookie of their own.
func TestForgedDevices(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	d := testDevices(t, l)
	b := l.browser()
	b.remembers(d, "anna")
	good := b.cookies[deviceCookie]
	id, mark, _ := strings.Cut(good, ".")
	day, mac, _ := strings.Cut(mark, "-")
	for _, forged := range []string{
		"", id, id + ".", id + "." + day + "-", rand.Text() + "." + mark, id + ".0-" + mac, id + "." + day + "0-" + mac, id + "." + day + "-" + mac[1:],
		id + strings.Repeat("."+mark, 9), id + ".99999999999999999999-" + mac, id + ".x-" + mac, "." + mark,
	} {
		b.cookies[deviceCookie] = forged
		if got := b.known(d, "anna"); got != "" {
			t.Errorf("%s is %q", forged, got)
		}
	}
	b.cookies[deviceCookie] = good
	if b.known(d, "anna") == "" {
		t.Error("the good one is not known")
	}
	b.headers = []string{"X-Forwarded-Proto: http"}
	if b.known(d, "anna") != "" || b.remembers(d, "anna") != "" {
		t.Error("known on a way where others listen")
	}
}

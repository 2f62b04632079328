package api

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"upline/internal/keys"
)

const (
	deviceCookie      = "__Host-upline-device"
	localDeviceCookie = "upline-device-local"
	// deviceTerm is how long a device is known after the last log-in on it.
	deviceTerm = 180 * 24 * time.Hour
	// accountsMost is how many accounts a device is known for: a family's.
	accountsMost = 4
)

// Devices knows the browsers in which somebody has logged in to an account before, by a cookie (OWASP, Slow Down Online Guessing
// Attacks with Device Cookies). Failures there are counted by themselves, so that nobody can shut an account's owner out by guessing
// elsewhere: see Attempts. The cookie lets nobody in. It reads ID.DAY-MAC.DAY-MAC…, a MAC for each account, which it does not name.
type Devices struct {
	sessions *Sessions
	keys     keys.Ring
}

// NewDevices returns devices whose cookies are signed with the first key; those signed with the others are known, too, and with no
// others.
func NewDevices(sessions *Sessions, ring keys.Ring) *Devices { return &Devices{sessions, ring} }

// Known returns the id of the request's device if somebody has logged in to that account on it, and otherwise nothing. account is
// what Attempts.Begin is given.
func (d *Devices) Known(ctx context.Context, account string) (device string) {
	id, marks := d.read(visitOf(ctx))
	for _, mark := range marks {
		if mark.fits(d, id, account) {
			device = id
		}
	}
	return device
}

// Remember makes the request's device known for an account from now on, after a log-in, and returns its id.
func (d *Devices) Remember(ctx context.Context, account string) (device string) {
	v := visitOf(ctx)
	if v == nil || !v.private {
		return ""
	}
	id, marks := d.read(v)
	if id == "" {
		id = rand.Text()
	}
	marks = slices.DeleteFunc(marks, func(m deviceMark) bool { return m.fits(d, id, account) })
	day := d.today()
	marks = append(marks, deviceMark{day, sum(d.keys.First(), "device", id, strconv.Itoa(day), account)})
	value := id
	for _, m := range marks[max(0, len(marks)-accountsMost):] {
		value += "." + strconv.Itoa(m.day) + "-" + m.mac
	}
	http.SetCookie(v.w, &http.Cookie{
		Name: d.cookie(), Value: value, Path: "/", MaxAge: int(deviceTerm.Seconds()), Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return id
}

func (d *Devices) cookie() string { return d.sessions.cookieName(deviceCookie, localDeviceCookie) }

// today is the day, counted from 1970.
func (d *Devices) today() int { return int(d.sessions.config.Now().Unix() / 86400) }

type deviceMark struct {
	day int // of the log-in
	mac string
}

func (m deviceMark) fits(d *Devices, id, account string) bool {
	age := d.today() - m.day
	fresh := age >= 0 && age <= int(deviceTerm/(24*time.Hour))
	right := func(key []byte) bool {
		return hmac.Equal([]byte(m.mac), []byte(sum(key, "device", id, strconv.Itoa(m.day), account)))
	}
	return fresh && slices.Contains(keys.Each(d.keys, right), true)
}

// read takes the cookie apart. What is in it proves nothing yet.
func (d *Devices) read(v *visit) (id string, marks []deviceMark) {
	if v == nil || !v.private {
		return "", nil
	}
	cookies := v.request.CookiesNamed(d.cookie())
	if len(cookies) != 1 {
		return "", nil
	}
	parts := strings.Split(cookies[0].Value, ".")
	if len(parts) > 1+accountsMost || len(parts[0]) != len(rand.Text()) {
		return "", nil
	}
	for _, part := range parts[1:] {
		day, mac, _ := strings.Cut(part, "-")
		if n, err := strconv.Atoi(day); err == nil {
			marks = append(marks, deviceMark{n, mac})
		}
	}
	return parts[0], marks
}

// sum is the HMAC-SHA-256 of some parts, for a purpose, by a key that only this server has.
func sum(key []byte, purpose string, parts ...string) string {
	mac := hmac.New(sha256.New, key)
	for _, part := range append([]string{purpose}, parts...) {
		mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // no two lists of parts read the same
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

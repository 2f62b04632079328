package access

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"image/png"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"upline/internal/fault"
)

// What every authenticator app understands (RFC 6238): six digits, SHA-1, a new code every 30 seconds.
//
// A code lives as long as the app shows it, 30 seconds, and not longer (ASVS 6.5.5): that of the step before, which RFC 6238, 5.2, would
// let in for slow networks, would make it 60. So a device's clock must be right to a few seconds, as those that ask the network are, and
// whoever types a code as it changes types the next one.
const (
	totpStepSeconds = 30
	totpSecretBytes = 20 // 160 bits, as RFC 4226 recommends
	totpImagePixels = 256
)

// TOTP is a shared secret for time-based codes, as it is shown once to whom it belongs.
type TOTP struct {
	Secret string // base32 without padding, 32 characters: to be stored, best encrypted, for it must be read again
	URL    string // otpauth://totp/…, for apps
	QR     []byte // the URL as a PNG of 256 pixels square
}

// NewTOTP makes a secret for an account, named to its owner by issuer (the company) and account (the e-mail). It counts only
// when its owner has shown with CheckTOTP that their app has it.
//
// Errors: Invalid when a name is missing or has a colon, which parts them in the URL.
func NewTOTP(issuer, account string) (TOTP, error) {
	const op = "new TOTP"
	if issuer == "" || account == "" || strings.Contains(issuer+account, ":") {
		return TOTP{}, fault.Invalidf(op, "the names %q and %q do not tell an authenticator app whose code it shows: write both, without a colon", issuer, account)
	}
	raw := make([]byte, totpSecretBytes)
	_, _ = rand.Read(raw) // never fails
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	key, err := otp.NewKeyFromURL(totpURL(issuer, account, secret))
	if err != nil {
		return TOTP{}, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the URL of a secret is none", Err: err}
	}
	image, err := key.Image(totpImagePixels, totpImagePixels)
	if err != nil {
		return TOTP{}, fault.Invalidf(op, "the names %q and %q are too long for a QR code: shorten them", issuer, account)
	}
	var qr bytes.Buffer
	if err := png.Encode(&qr, image); err != nil {
		return TOTP{}, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the QR code cannot be drawn", Err: err}
	}
	return TOTP{Secret: key.Secret(), URL: key.URL(), QR: qr.Bytes()}, nil
}

// totpURL writes what apps read: the library's own would end an issuer at its first ampersand, and some apps show a plus sign
// for a space.
func totpURL(issuer, account, secret string) string {
	query := url.Values{
		"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {strconv.Itoa(totpStepSeconds)},
	}
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(account) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// CheckTOTP says whether a code is right now, and of which step (a number of 30 seconds since 1970). A code is good once
// (ASVS 6.5.1): steps up to lastStep, the one that the account used last, are used up; 0 is none. The caller stores the step
// in the transaction that accepts the code, on condition that what is stored is smaller: of two requests with one code, one
// finds it used.
//
// Spaces in the code are ignored. Errors: Internal when the secret is none.
func CheckTOTP(secret, code string, lastStep int64, now time.Time) (step int64, right bool, err error) {
	code = strings.Join(strings.Fields(code), "")
	step = now.Unix() / totpStepSeconds
	want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil || secret == "" {
		return 0, false, &fault.Error{Kind: fault.Internal, Op: "check TOTP", Msg: "the stored secret of an account cannot be read", Err: err}
	}
	if !sameSecret(code, want) || step <= lastStep {
		return 0, false, nil
	}
	return step, true, nil
}

package access_test

import (
	"bytes"
	"image/png"
	"net/url"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/fault"
)

// rfcSecret is that of RFC 6238, appendix B: "12345678901234567890".
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

// The vectors of RFC 6238, appendix B, the last six digits of each.
func TestTOTPAgreesWithTheRFC(t *testing.T) {
	for seconds, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		step, right, err := access.CheckTOTP(rfcSecret, code, 0, time.Unix(seconds, 0))
		if err != nil || !right || step != seconds/30 {
			t.Errorf("%s at %d: step %d, right %v, %v", code, seconds, step, right, err)
		}
	}
}

func TestTOTPIsMadeForApps(t *testing.T) {
	made, err := access.NewTOTP("Alpina & Söhne", "anna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	link, err := url.Parse(made.URL)
	if err != nil || link.Scheme != "otpauth" || link.Host != "totp" || link.Path != "/Alpina & Söhne:anna@example.com" {
		t.Errorf("the URL is %s, %v", made.URL, err)
	}
	for key, want := range map[string]string{"secret": made.Secret, "issuer": "Alpina & Söhne", "digits": "6", "period": "30", "algorithm": "SHA1"} {
		if got := link.Query().Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if len(made.Secret) != 32 {
		t.Errorf("the secret has %d characters, want 32 for 160 bits", len(made.Secret))
	}
	picture, err := png.Decode(bytes.NewReader(made.QR))
	if err != nil || picture.Bounds().Dx() != 256 || picture.Bounds().Dy() != 256 {
		t.Errorf("the picture: %v", err)
	}
	other, err := access.NewTOTP("Alpina & Söhne", "anna@example.com")
	if err != nil || other.Secret == made.Secret {
		t.Errorf("two secrets are the same, or %v", err)
	}
	for _, names := range [][2]string{{"", "anna"}, {"Alpina", ""}, {"Al:pina", "anna"}, {"Alpina", "a:b"}} {
		_, err := access.NewTOTP(names[0], names[1])
		wantKind(t, names[0]+"/"+names[1], err, fault.Invalid)
	}
}

// A code is good in its own step of 30 seconds, once, and neither before nor after.
func TestTOTPCodesAreGoodOnce(t *testing.T) {
	made, err := access.NewTOTP("Alpina", "anna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		shown := time.Unix(rapid.Int64Range(1_700_000_000, 4_000_000_000).Draw(t, "shown"), 0)
		typed := shown.Add(time.Duration(rapid.IntRange(-90, 90).Draw(t, "later")) * time.Second)
		code, err := totp.GenerateCode(made.Secret, shown)
		if err != nil {
			t.Fatal(err)
		}
		apart := typed.Unix()/30 - shown.Unix()/30
		step, right, err := access.CheckTOTP(made.Secret, code[:3]+" "+code[3:], 0, typed)
		if err != nil || right != (apart == 0) {
			// A code of another step can be the same by chance, once in a million.
			t.Fatalf("a code of %d steps ago is right: %v, %v", apart, right, err)
		}
		if !right {
			return
		}
		if step != shown.Unix()/30 {
			t.Fatalf("the code is of step %d, want %d", step, shown.Unix()/30)
		}
		if _, again, _ := access.CheckTOTP(made.Secret, code, step, typed); again {
			t.Fatal("the code is good twice")
		}
	})
}

func TestWhatIsNoCodeIsWrong(t *testing.T) {
	for _, code := range []string{"", "000000", "28708", "2870822", "28708２", "287082 287082"} {
		if _, right, err := access.CheckTOTP(rfcSecret, code, 0, time.Unix(59, 0)); right || err != nil {
			t.Errorf("%q is right: %v, %v", code, right, err)
		}
	}
	for _, secret := range []string{"", "not base 32!"} {
		_, _, err := access.CheckTOTP(secret, "287082", 0, time.Unix(59, 0))
		wantKind(t, "secret "+secret, err, fault.Internal)
	}
}

package access_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
)

func TestRecoveryCodesWorkOnce(t *testing.T) {
	codes, hashes := access.NewRecoveryCodes()
	others, _ := access.NewRecoveryCodes()
	form := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$`)
	if len(codes) != 10 || len(hashes) != 10 {
		t.Fatalf("%d codes and %d hashes", len(codes), len(hashes))
	}
	for i, code := range codes {
		if !form.MatchString(code) || slices.Contains(codes[:i], code) || slices.Contains(others, code) {
			t.Errorf("code %d is %s", i, code)
		}
		if len(hashes[i]) != 64 || strings.Contains(hashes[i], strings.ReplaceAll(code, "-", "")) {
			t.Errorf("hash %d is %s", i, hashes[i])
		}
	}
	typed := func(code string) []string {
		return []string{
			code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), strings.ReplaceAll(code, "-", " "), " " + code + "\n",
			strings.NewReplacer("0", "O", "1", "l").Replace(code), strings.NewReplacer("0", "o", "1", "I").Replace(code),
		}
	}
	left := hashes
	for i, code := range codes {
		for _, way := range typed(code) {
			if used, right := access.UseRecoveryCode(way, left); !right || used != hashes[i] {
				t.Errorf("%q is right: %v, and uses %s, want %s", way, right, used, hashes[i])
			}
		}
		left = slices.DeleteFunc(slices.Clone(left), func(hash string) bool { return hash == hashes[i] })
		if _, again := access.UseRecoveryCode(code, left); again {
			t.Errorf("%s is good twice", code)
		}
	}
	for _, wrong := range append(others, "", "----", codes[0][:len(codes[0])-1], codes[0]+"0", hashes[0]) {
		if used, right := access.UseRecoveryCode(wrong, hashes); right || used != "" {
			t.Errorf("%q is a code", wrong)
		}
	}
}

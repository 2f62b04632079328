package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/argon2id"

	"upline/internal/fault"
)

func TestPasswordsAreHashedAndChecked(t *testing.T) {
	const password = "blauer Tee im Regen 🌧"
	hash, err := HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$") {
		t.Errorf("the hash is %s", hash)
	}
	for _, test := range []struct {
		password, hash string
		want           bool
	}{
		{password, hash, true},
		{password + " ", hash, false}, // nothing is cut off
		{strings.ToLower(password), hash, false},
		{"", hash, false},
		{password, "", false},
		{"", "", false},
		{strings.Repeat("x", PasswordLengthMax+1), hash, false},
	} {
		right, outdated, err := CheckPassword(t.Context(), test.password, test.hash)
		if err != nil || right != test.want || outdated {
			t.Errorf("%.30q is right: %v, outdated: %v, %v; want %v", test.password, right, outdated, err, test.want)
		}
	}
	again, err := HashPassword(t.Context(), password)
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are the same, or %v", err)
	}
}

func TestLongPasswordsCountToTheLastCharacter(t *testing.T) {
	long := strings.Repeat("ä", PasswordLengthMax)
	hash, err := HashPassword(t.Context(), long)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{long: true, long[:len(long)-len("ä")] + "ö": false} {
		if right, _, err := CheckPassword(t.Context(), password, hash); right != want || err != nil {
			t.Errorf("right: %v, %v; want %v", right, err, want)
		}
	}
	if _, err := HashPassword(t.Context(), long+"ä"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a password that is too long: %v", err)
	}
}

// Hashes of former days still open, and say that they should be made anew; those of wrong passwords do not.
func TestOutdatedHashes(t *testing.T) {
	for name, weaker := range map[string]argon2id.Params{
		"less memory":   {Memory: 19456, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		"shorter salt":  {Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 32},
		"shorter key":   {Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 16},
		"more memory":   {Memory: 50000, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		"more lanes":    {Memory: 47104, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32},
		"more of times": {Memory: 47104, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	} {
		hash, err := argon2id.CreateHash("correct", &weaker)
		if err != nil {
			t.Fatal(err)
		}
		right, outdated, err := CheckPassword(t.Context(), "correct", hash)
		if want := !strings.HasPrefix(name, "more"); !right || outdated != want || err != nil {
			t.Errorf("%s: right %v, outdated %v, %v; want outdated %v", name, right, outdated, err, want)
		}
		if right, outdated, _ := CheckPassword(t.Context(), "wrong", hash); right || outdated {
			t.Errorf("%s: a wrong password is right: %v, outdated: %v", name, right, outdated)
		}
	}
}

func TestForgedHashesAreDefects(t *testing.T) {
	const tail = "$c2FsdHNhbHRzYWx0c2FsdA$a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5"
	for _, hash := range []string{
		"x", "$2a$10$abc", "$argon2id$v=19$m=47104,t=0,p=1" + tail, "$argon2id$v=19$m=47104,t=1,p=0" + tail,
		"$argon2id$v=19$m=4294967295,t=1,p=1" + tail, "$argon2id$v=19$m=8,t=4294967295,p=1" + tail,
		"$argon2id$v=19$m=8,t=1,p=1$c2FsdA$", "$argon2id$v=18$m=8,t=1,p=1" + tail,
	} {
		if right, _, err := CheckPassword(t.Context(), "", hash); right || err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("%s: right %v, %v, want a defect", hash, right, err)
		}
	}
}

// An account that does not exist costs the same work, so it takes as long: the parameters say so exactly, a clock roughly.
func TestNobodyTakesAsLong(t *testing.T) {
	params, salt, key, err := argon2id.DecodeHash(nobodysHash)
	if err != nil || *params != hashing || len(salt) != 16 || len(key) != 32 {
		t.Fatalf("the hash of nobody has %+v, %v", params, err)
	}
	hash, err := HashPassword(t.Context(), "blauer Tee im Regen")
	if err != nil {
		t.Fatal(err)
	}
	quickest := func(password, hash string) time.Duration {
		best := time.Hour
		for range 7 {
			begun := time.Now()
			if _, _, err := CheckPassword(t.Context(), password, hash); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(begun))
		}
		return best
	}
	somebody := quickest("wrong password", hash)
	for name, took := range map[string]time.Duration{
		"nobody":             quickest("wrong password", ""),
		"much too long":      quickest(strings.Repeat("x", 100_000), hash),
		"nobody, and longer": quickest(strings.Repeat("x", 100_000), ""),
	} {
		if took < somebody/3 || took > somebody*3 {
			t.Errorf("%s takes %v, somebody %v", name, took, somebody)
		}
	}
}

// Of a crowd at the gate, four work at once and sixteen wait; everyone else is sent away before anything is hashed.
func TestFourHashesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(hashesAtOnce, hashesWaiting)
		var running, most, done, refused atomic.Int64
		var crowd sync.WaitGroup
		for range 100 {
			crowd.Go(func() {
				err := g.pass(t.Context(), "check password", func() {
					now := running.Add(1)
					for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
					}
					time.Sleep(50 * time.Millisecond)
					running.Add(-1)
					done.Add(1)
				})
				if err != nil {
					if fault.KindOf(err) != fault.Unavailable {
						t.Errorf("refused by %v", err)
					}
					refused.Add(1)
				}
			})
		}
		synctest.Wait()
		if refused.Load() != 80 || running.Load() != 4 {
			t.Errorf("at once %d are refused and %d at work, want 80 and 4", refused.Load(), running.Load())
		}
		begun := time.Now()
		crowd.Wait()
		if most.Load() != 4 || done.Load() != 20 || time.Since(begun) != 250*time.Millisecond {
			t.Errorf("%d at once, %d in all, in %v; want 4, 20, 250ms", most.Load(), done.Load(), time.Since(begun))
		}
		if err := g.pass(t.Context(), "check password", func() {}); err != nil {
			t.Errorf("when the crowd is gone: %v", err)
		}
	})
}

// Both ways to a hash go through the one gate of the process.
func TestAllHashesPassTheGate(t *testing.T) {
	if !hashes.admitted.TryAcquire(hashesAtOnce + hashesWaiting) {
		t.Fatal("the gate is not empty")
	}
	_, err := HashPassword(t.Context(), "blauer Tee im Regen")
	_, _, err2 := CheckPassword(t.Context(), "blauer Tee im Regen", "")
	hashes.admitted.Release(hashesAtOnce + hashesWaiting)
	for _, err := range []error{err, err2} {
		if err == nil || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a full gate: %v", err)
		}
	}

	if !hashes.running.TryAcquire(hashesAtOnce) {
		t.Fatal("somebody is at work")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	right, _, err := CheckPassword(ctx, "blauer Tee im Regen", "")
	hashes.running.Release(hashesAtOnce)
	if right || err == nil || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a request that ended while it waited: %v", err)
	}
	if !hashes.admitted.TryAcquire(hashesAtOnce + hashesWaiting) {
		t.Fatal("whoever gave up still stands in the queue")
	}
	hashes.admitted.Release(hashesAtOnce + hashesWaiting)
}

func TestPasswordRules(t *testing.T) {
	known := []string{"anna.berger-kranz@mail.example.com", "Alpina Vertrieb GmbH", "Zoë Weiß"}
	for password, says := range map[string]string{
		"elf Zeichen":                   "11 characters",
		"elf Zeichen!":                  "",
		"":                              "0 characters",
		strings.Repeat("ab ", 85) + "x": "",
		strings.Repeat("ab ", 86):       "258 characters",
		"🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧":                           "11 characters",
		"🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧":                          "",
		"\xff\xfe" + strings.Repeat("a", 12):    "UTF-8",
		"passwordpassword":                      "lists",
		"PasswordPassword":                      "lists",
		"QWERTYuiop12":                          "lists",
		"123456789012":                          "lists",
		"anna.berger-kranz":                     "easy to guess",
		"Anna.Berger1984":                       "easy to guess",
		"anna.berger-kranz@mail.example.com":    "easy to guess",
		"Alpina-2026-!!":                        "easy to guess",
		"AlpinaVertriebGmbH1":                   "easy to guess",
		"!!!Upline!!!2026":                      "easy to guess",
		"Passwort-12345":                        "easy to guess",
		"WEISSE Wolken":                         "",
		"weiß weiß weiß":                        "easy to guess",
		"alpina horse battery":                  "",
		"annaundderkleinebaer":                  "",
		"correct horse battery staple":          "",
		"nur kleine buchstaben":                 "",
		"8461930275513":                         "",
		"            1            ":             "",
		"partner, die gerne in den Bergen sind": "",
	} {
		err := ValidatePassword(password, known...)
		if says == "" {
			if err != nil {
				t.Errorf("%.30q is refused: %v", password, err)
			}
			continue
		}
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%.30q: %v, want one that says %q", password, err, says)
		}
		if err != nil && len(password) > 3 && strings.Contains(err.Error(), password) {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// ASVS 6.2.4 asks for the 3,000 most frequent passwords that are long enough.
func TestCommonPasswordsAreMany(t *testing.T) {
	enough := 0
	for password := range commonPasswords() {
		if password != strings.ToLower(password) {
			t.Fatalf("%q is never found: write it in lower case", password)
		}
		if len([]rune(password)) >= PasswordLengthMin {
			enough++
		}
	}
	if enough < 40_000 {
		t.Errorf("%d common passwords are long enough to count", enough)
	}
}

func TestWordsAreTakenOutOnce(t *testing.T) {
	// "admin" and "administrator" overlap, and what remains around a word does not become another.
	for password, want := range map[string]bool{"administrator99": true, "adadminmin": true, "xxadminxxyyyyzzz": false, "adpasswordminxyzxyz": false} {
		if got := madeOf(password, slices.Clone(guessedFirst)); got != want {
			t.Errorf("%s is made of words: %v, want %v", password, got, want)
		}
	}
}

func ExampleValidatePassword() {
	fmt.Println(ValidatePassword("Alpina-2026-!!", "anna@example.com", "Alpina Vertrieb GmbH"))
	fmt.Println(ValidatePassword("blauer Tee im Regen", "anna@example.com", "Alpina Vertrieb GmbH"))
	// Output:
	// password: the password is made of words that are easy to guess, such as an e-mail address or the company's name: choose other words
	// <nil>
}

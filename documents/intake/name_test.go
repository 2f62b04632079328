package intake_test

import (
	"mime"
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"upline/documents/intake"
)

func TestNamesAreMadeSafe(t *testing.T) {
	for raw, want := range map[string]string{
		"Vertrag Müller.pdf":             "Vertrag Müller.pdf",
		"Vertrag Mu\u0308ller.pdf":       "Vertrag Müller.pdf",
		"":                               "unnamed",
		".":                              "unnamed",
		"..":                             "unnamed",
		"/":                              "unnamed",
		"../../etc/passwd":               "passwd",
		`C:\Windows\system32\cmd.exe`:    "cmd.exe",
		`..\..\a.txt`:                    "a.txt",
		"/absolute/..":                   "unnamed",
		".htaccess":                      "htaccess",
		"-rf":                            "rf",
		"~root":                          "root",
		"a\x00b.pdf":                     "ab.pdf",
		"a\r\nSet-Cookie: x=1.pdf":       "a Set-Cookie_ x=1.pdf",
		"a\tb\u2028c.pdf":                "a b c.pdf",
		"Rechnung\u202efdp.exe":          "Rechnungfdp.exe",
		"\u2066a\u2069.pdf":              "a.pdf",
		"a\u200b\ufeffb.pdf":             "ab.pdf",
		"\U000e0041\U000e0042.pdf":       "pdf",
		"a\ufe0fb\u3164.pdf":             "ab.pdf",
		"\xff\xfe.pdf":                   "_.pdf",
		`a<b>c:d"e|f?g*h.pdf`:            "a_b_c_d_e_f_g_h.pdf",
		"CON":                            "_CON",
		"con.txt":                        "_con.txt",
		"Lpt1 .pdf":                      "_Lpt1 .pdf",
		"COM¹.pdf":                       "_COM¹.pdf",
		"console.txt":                    "console.txt",
		"a.pdf. . .":                     "a.pdf",
		"   viel    Platz  .pdf ":        "viel Platz .pdf",
		"社會科學院語學研究所.pdf":                 "社會科學院語學研究所.pdf",
		"👩🏽.pdf":                         "👩🏽.pdf",
		"'; DROP TABLE documents; --":    "'; DROP TABLE documents; --",
		"<script>alert(1)</script>.pdf":  "script_.pdf",
		"%2e%2e%2fa.pdf":                 "%2e%2e%2fa.pdf",
		"$(rm -rf ~).pdf":                "$(rm -rf ~).pdf",
		"\u0627\u0644\u0639\u0642\u062f": "\u0627\u0644\u0639\u0642\u062f",
	} {
		if got := intake.Name(raw); got != want {
			t.Errorf("%q becomes %q, want %q", raw, got, want)
		}
	}
}

func TestAnyNameIsSafe(t *testing.T) {
	parts := []string{"/", `\`, "..", ".", "\x00", "\u202e", "\u0301", "ä", "a\u0308", "CON", " ", "\n", "\xff", "x", "😀", ".pdf", ".exe", ":", strings.Repeat("ü", 90)}
	rapid.Check(t, func(t *rapid.T) {
		raw := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(parts), rapid.String()), 0, 12).Draw(t, "parts"), "")
		got := intake.WithExtension(intake.Name(raw), intake.PDF)
		switch {
		case got == "" || got == "." || got == "..", len(got) > 220, !utf8.ValidString(got), strings.ContainsAny(got, "/\\\x00:"), path.Base(got) != got:
			t.Fatalf("%q becomes %q", raw, got)
		case !strings.EqualFold(path.Ext(got), ".pdf"), !norm.NFC.IsNormalString(got):
			t.Fatalf("%q becomes %q", raw, got)
		case intake.Name(got) != got:
			t.Fatalf("%q becomes %q, and then %q", raw, got, intake.Name(got))
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q becomes %q", raw, got)
			}
		}
		value := intake.Disposition("attachment", raw)
		how, parameters, err := mime.ParseMediaType(value)
		if err != nil || how != "attachment" || parameters["filename"] != intake.Name(raw) && !strings.ContainsAny(intake.Name(raw), "%\";") {
			t.Fatalf("%q gives %s, which is read as %v, %v", raw, value, parameters, err)
		}
	})
}

func TestLongNamesKeepTheirExtension(t *testing.T) {
	got := intake.Name(strings.Repeat("ü", 300) + ".pdf")
	if len(got) > 200 || !strings.HasSuffix(got, "ü.pdf") {
		t.Errorf("%q", got)
	}
	got = intake.Name(strings.Repeat("x", 195) + "x\u0323\u0301\u0302.pdf")
	if strings.HasSuffix(got, "x\u0323.pdf") || len(got) > 200 {
		t.Errorf("marks are cut from their letter: %q", got)
	}
}

func TestWhatIsHiddenIsShown(t *testing.T) {
	if got, want := intake.Shown("a\u202eb\x00\n\xff ü"), "a‹U+202E›b‹U+0000›‹U+000A›\ufffd ü"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := intake.Shown(strings.Repeat("x", 1000)); utf8.RuneCountInString(got) != 301 {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
}

func TestHowFilesAreHandedOut(t *testing.T) {
	for _, c := range []struct {
		t      intake.Type
		v      intake.Verdict
		inline bool
		want   string
	}{
		{intake.PDF, intake.Accepted, true, "application/pdf inline"},
		{intake.PDF, intake.Accepted, false, "application/pdf attachment"},
		{intake.PDF, intake.Attachment, true, "application/octet-stream attachment"},
		{intake.Text, intake.Accepted, true, "text/plain; charset=utf-16le inline"},
		{intake.XML, intake.Accepted, true, "application/octet-stream attachment"},
		{intake.HTML, intake.Attachment, true, "application/octet-stream attachment"},
		{intake.SVG, intake.Accepted, true, "application/octet-stream attachment"},
	} {
		d, err := intake.Deliver("a.b", c.t, "utf-16le", c.v, c.inline)
		how, _, _ := strings.Cut(d.ContentDisposition, ";")
		if got := d.ContentType + " " + how; err != nil || got != c.want {
			t.Errorf("%s %s: %s, want %s", c.t, c.v, got, c.want)
		}
	}
	if _, err := intake.Deliver("a", intake.PDF, "", intake.Refused, false); err == nil {
		t.Error("a refused file is handed out")
	}
	if got, want := intake.Disposition("inline", "Vertrag \"Ä\".pdf"), `inline; filename="Vertrag ___.pdf"; filename*=UTF-8''Vertrag%20_%C3%84_.pdf`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

package joining

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Print is what tells whether two applications are of one person, without telling who it is: each part is the HMAC-SHA256 of a
// normalised part of the form under a key, in hex; empty where the form has none. Keep it with partners and applications under
// way, each part indexed, and the key apart from the database.
type Print struct {
	Person string `json:"person"` // name and day of birth
	Email  string `json:"email"`
	IBAN   string `json:"iban"`
	Phone  string `json:"phone,omitempty"`
	VATID  string `json:"vat_id,omitempty"`
}

// PrintOf returns the print of a form under a key of at least 32 bytes.
func PrintOf(key []byte, a Application) Print {
	a = a.Normal()
	keyed := func(label, text string) string {
		if text == "" {
			return ""
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(label + "\x00" + text))
		return hex.EncodeToString(mac.Sum(nil))
	}
	return Print{
		Person: keyed("person", personKey(a)),
		Email:  EmailHash(key, a.Email),
		IBAN:   keyed("iban", a.Bank.IBAN),
		Phone:  keyed("phone", a.Phone),
		VATID:  keyed("vat", vatKey(a.Tax.VATID)),
	}
}

// vatKey returns a VAT id without what may stand behind a Swiss one: MWST, TVA or IVA, by language.
func vatKey(id string) string {
	if strings.HasPrefix(id, "CHE") {
		return strings.TrimRight(id, "MWSTVAI")
	}
	return id
}

// EmailHash returns the part of a print that stands for an e-mail address: the key under which times of mails are kept for MaySend.
func EmailHash(key []byte, email string) string {
	email = Application{Email: email}.Normal().Email
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("email\x00" + strings.ToLower(email)))
	return hex.EncodeToString(mac.Sum(nil))
}

// Mark is a part in which two prints agree.
type Mark string

// The marks.
const (
	MarkPerson Mark = "person"
	MarkEmail  Mark = "email"
	MarkIBAN   Mark = "iban"
	MarkPhone  Mark = "phone"
	MarkVATID  Mark = "vat_id"
)

// FirstMail returns which mail answers a form: MailKnown when a partner has the same e-mail address, else MailConfirm. Only the
// address decides: a stranger who writes a partner's name and day of birth, with an own address, must not learn from the mail
// that there is such a partner. Those are found at the confirmation, and refused by a person.
//
// With MailKnown nothing of the form is kept: no Receive.
func FirstMail(marks []Mark) string {
	if slices.Contains(marks, MarkEmail) {
		return MailKnown
	}
	return MailConfirm
}

// letters are those that Unicode does not take apart, and the German way to write umlauts without them.
var letters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "oe", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// small are words that people write or leave out: titles, and particles of family names.
var small = []string{"dr", "prof", "dipl", "ing", "mag", "med", "jur", "phil", "von", "vom", "van", "zu", "zum", "zur", "de", "del", "della", "den", "der", "di", "la", "le"}

// personKey returns the first given and the first family name in small Latin letters, sorted, and the day of birth. So "Dr. Anna Lena
// Müller-Lüdenscheidt", "anna Mueller", and the same with the names in each other's field are alike.
func personKey(a Application) string {
	given, family := words(a.Given), words(a.Family)
	both := slices.Concat(given[:min(1, len(given))], family[:min(1, len(family))])
	slices.Sort(both)
	return strings.Join(both, " ") + "\x00" + a.Birth
}

func words(name string) []string {
	name = letters.Replace(norm.NFC.String(strings.ToLower(name)))
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' {
			return -1 // an accent that was taken off, an apostrophe inside a name
		}
		if !unicode.IsLetter(r) {
			return ' '
		}
		return r
	}, norm.NFKD.String(name))
	return slices.DeleteFunc(strings.Fields(name), func(word string) bool { return slices.Contains(small, word) })
}

package jobs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"upline/graph/access"
)

// indexWords say what is in each file of an export, in the order in which the index lists them.
var indexWords = []struct {
	list string
	is   access.Words
}{
	{"account", access.Words{EN: "your account, without secrets", DE: "Ihr Benutzerkonto, ohne Geheimnisse"}},
	{"passkeys", access.Words{EN: "your passkeys", DE: "Ihre Passkeys"}},
	{"tokens", access.Words{EN: "links and tokens of your account, without secrets", DE: "Links und Schlüssel Ihres Kontos, ohne Geheimnisse"}},
	{"belongings", access.Words{EN: "groups, departments, profiles, and for whom you stand in, on which days", DE: "Gruppen, Abteilungen, Profile und Vertretungen, mit Tagen"}},
	{"sessions", access.Words{EN: "where you are logged in", DE: "wo Sie angemeldet sind"}},
	{"partner", access.Words{EN: "your number, name and day of joining, as recorded now and before", DE: "Ihre Nummer, Ihr Name und Eintrittstag, wie jetzt und früher erfasst"}},
	{"person", access.Words{EN: "address, birth, bank and tax data, as recorded now and before", DE: "Anschrift, Geburts-, Bank- und Steuerdaten, wie jetzt und früher erfasst"}},
	{"registrations", access.Words{EN: "how you joined, with the proof of each step", DE: "wie Sie beigetreten sind, mit dem Nachweis jedes Schritts"}},
	{"consents", access.Words{EN: "what you consented to", DE: "worin Sie eingewilligt haben"}},
	{"documents", access.Words{EN: "documents that you were shown, by their SHA-256", DE: "Dokumente, die Ihnen gezeigt wurden, nach SHA-256"}},
	{"withdrawals", access.Words{EN: "your statements of withdrawal", DE: "Ihre Widerrufserklärungen"}},
	{"contract_end", access.Words{EN: "how your contract ends", DE: "wie Ihr Vertrag endet"}},
	{"link", access.Words{EN: "your registration link", DE: "Ihr Registrierungslink"}},
	{"positions", access.Words{EN: "your sponsors and places over time; others by number", DE: "Ihre Sponsoren und Plätze im Lauf der Zeit; andere nur mit Nummer"}},
	{"markets", access.Words{EN: "your markets over time", DE: "Ihre Märkte im Lauf der Zeit"}},
	{"departments", access.Words{EN: "departments that look after you, over time", DE: "Abteilungen, die Sie betreuen, im Lauf der Zeit"}},
	{"statuses", access.Words{EN: "your statuses over time", DE: "Ihre Status im Lauf der Zeit"}},
	{"careers", access.Words{EN: "your ranks over time", DE: "Ihre Ränge im Lauf der Zeit"}},
	{"orders", access.Words{EN: "your orders", DE: "Ihre Bestellungen"}},
	{"cancellations", access.Words{EN: "cancellations of your orders", DE: "Stornos Ihrer Bestellungen"}},
	{"statements", access.Words{EN: "your statements of posted runs", DE: "Ihre Abrechnungen aus gebuchten Läufen"}},
	{"lines", access.Words{EN: "each line that you earned; others by number", DE: "jede Provisionszeile; andere nur mit Nummer"}},
	{"papers", access.Words{EN: "documents about you; the folder papers holds them", DE: "Dokumente über Sie; sie liegen im Ordner papers"}},
	{"audit", access.Words{EN: "who changed or looked at your data, and what you did", DE: "wer Ihre Daten geändert oder angesehen hat, und was Sie getan haben"}},
}

// rightsWords close the index.
var rightsWords = access.Words{
	EN: `Why: to carry out the contract, to settle commissions, and because the law asks for it (Art. 6(1)(b), (c), (f) GDPR).
How long: papers of the contract six years, vouchers eight and books ten from the end of the year; proofs of consents as long as they can be disputed.
Your rights: to have it corrected, erased or restricted, to object, to take it elsewhere (these files are for that), and to complain to a supervisory authority.
`,
	DE: `Wozu: um den Vertrag zu erfüllen, Provisionen abzurechnen, und weil das Gesetz es verlangt (Art. 6 Abs. 1 lit. b, c, f DSGVO).
Wie lange: Vertragsunterlagen sechs, Belege acht und Bücher zehn Jahre ab dem Jahresende; Nachweise von Einwilligungen, solange man über sie streiten kann.
Ihre Rechte: Berichtigung, Löschung, Einschränkung, Widerspruch, Mitnahme der Daten (dafür sind diese Dateien), Beschwerde bei einer Aufsichtsbehörde.
`,
}

// index writes the index, which people read.
func (e *personExport) index(language string) error {
	in := func(w access.Words) string {
		if language == "de" {
			return w.DE
		}
		return w.EN
	}
	head := access.Words{EN: "What is kept of %s, as of %s. The files are JSON.\n\n", DE: "Was über %s gespeichert ist, Stand %s. Die Dateien sind JSON.\n\n"}
	var text strings.Builder
	fmt.Fprintf(&text, in(head), e.who.Person, time.Now().UTC().Format(time.RFC3339))
	for _, one := range indexWords {
		f, listed := e.files[one.list]
		switch {
		case listed:
			fmt.Fprintf(&text, "%-20s %6d  %s\n", f.name, f.rows, in(one.is))
		case one.list == "audit" && e.entries:
			fmt.Fprintf(&text, "%-20s %6s  %s\n", auditFile, "", in(one.is))
		}
	}
	text.WriteString("\n" + in(rightsWords))
	name := map[string]string{"de": "INHALT.txt"}[language]
	if name == "" {
		name = "CONTENTS.txt"
	}
	return os.WriteFile(filepath.Join(e.dir, name), []byte(text.String()), 0o600)
}

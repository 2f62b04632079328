package joining

// Outcome is what became of somebody's press on a button behind a link.
type Outcome uint8

const (
	// Done means that it had its effect.
	Done Outcome = iota
	// Again means that it had its effect before, and the applicant can go on.
	Again
	// LinkExpired is a link that came too late. Look for it among the spent hashes too (see Spent).
	LinkExpired
	// LinkUsed is a link that has done all it can.
	LinkUsed
	// LinkUnknown is a link that we do not know, or no longer.
	LinkUnknown
	// LinkSuperseded is a link after which a newer one was sent.
	LinkSuperseded
	// Limited means that no mail may go out now. Do not tell: the answer is Answer.
	Limited
	// Retracted is an application that is withdrawn before there was anything to prove.
	Retracted
	// Released is an application that is withdrawn after the contract was accepted: a mail confirms it.
	Released
)

// outcomes are the words for somebody who has the link. None says whether an address is registered.
var outcomes = [...]wording{
	Done:           {"Vielen Dank, Ihre Adresse ist bestätigt. Als Nächstes sehen Sie den Vertrag.", "Thank you, your address is confirmed. Next you see the contract."},
	Again:          {"Ihre Adresse ist bereits bestätigt. Hier geht es weiter zum Vertrag.", "Your address is confirmed already. Go on to the contract here."},
	LinkExpired:    {"Dieser Link ist abgelaufen: er gilt 48 Stunden. Was Sie eingegeben hatten, wird gelöscht. Bitte füllen Sie das Formular noch einmal aus.", "This link has expired: it holds for 48 hours. What you had entered is deleted. Please fill in the form once more."},
	LinkUsed:       {"Dieser Link ist bereits verwendet worden und wird nicht mehr gebraucht. Alles Weitere steht in unserer letzten Mail an Sie.", "This link has been used and is not needed any more. Our last mail to you says what comes next."},
	LinkUnknown:    {"Diesen Link kennen wir nicht, oder nicht mehr. Bitte übernehmen Sie ihn vollständig aus der Mail, oder füllen Sie das Formular noch einmal aus.", "We do not know this link, or no longer. Please take it from the mail as a whole, or fill in the form once more."},
	LinkSuperseded: {"Nach diesem Link haben wir Ihnen einen neueren geschickt; nur der gilt. Bitte sehen Sie in der letzten Mail nach.", "We have sent you a newer link after this one; only that one holds. Please look at the last mail."},
	Limited:        answer,
	Retracted:      {"Ihr Antrag ist zurückgezogen, und was Sie eingegeben hatten, ist gelöscht. Haben Sie nach der Bestätigung Ihrer Adresse in Werbung eingewilligt, so gilt das, bis Sie es widerrufen.", "Your application is withdrawn, and what you had entered is deleted. If you have confirmed your address and consented to advertising, that holds until you revoke it."},
	Released:       {"Ihr Antrag ist zurückgezogen; ein Vertrag kommt nicht zustande. Wir bestätigen es Ihnen per Mail.", "Your application is withdrawn; there is no contract. We confirm it to you by mail."},
}

// answer is what everybody gets who sends a form or asks for another mail.
var answer = wording{
	"Wir haben Ihnen eine Mail geschickt. Bitte öffnen Sie sie und folgen Sie ihr. Kommt in zehn Minuten keine an, sehen Sie bitte auch im Ordner für unerwünschte Mails nach.",
	"We have sent you a mail. Please open it and do what it says. If none arrives within ten minutes, please look into the folder of unwanted mails, too.",
}

// Explain says it in German (de) or English, for the page that somebody sees who followed a link.
func (o Outcome) Explain(language string) string { return outcomes[o].in(language) }

// Answer is what everybody is told who sends a form that Rules.Check has nothing against, or asks for another mail, in German (de)
// or English: the same words (and status, and as nearly as may be the same time) whether the address is new, known, or over its
// limit.
func Answer(language string) string { return answer.in(language) }

// Spent returns the hashes of a process that is deleted, which are kept for SpentTerm so that a link can still be explained as
// LinkExpired. They are hashes of random numbers, with nothing beside them: no personal data. Others are LinkUnknown.
func (p Process) Spent() []string {
	hashes := make([]string, len(p.Links))
	for i, link := range p.Links {
		hashes[i] = link.Hash
	}
	return hashes
}

// SpentTerm is how many days hashes of deleted processes are kept.
const SpentTerm = 30

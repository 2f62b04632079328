package access

import (
	"fmt"
	"slices"
	"strings"
)

// ReadyMade are the profiles with which a company starts, and which it may change or leave. Each has what its work takes, and no
// more: nobody but accounting and the partner concerned sees bank and tax data, and the administrator gives rights, but has none
// about partners or money. Free Cypher (questions:free) is in none of them.
func ReadyMade() []Profile {
	list := make([]Profile, len(readyMade))
	for i, m := range readyMade {
		p := Profile{ID: m.id, Name: m.name, About: m.about, Start: m.start, Fields: m.fields}
		for _, row := range m.grants {
			scope, permissions, _ := strings.Cut(row, ": ")
			s, err := ParseScope(strings.Split(scope, "+"))
			if err != nil {
				panic(fmt.Sprintf("ready-made profile %s: %v", m.id, err)) // a defect of the table below
			}
			for word := range strings.FieldsSeq(permissions) {
				resource, actions, _ := strings.Cut(word, ":")
				for action := range strings.SplitSeq(actions, ",") {
					p.Permissions = append(p.Permissions, Grant{Permission(resource + ":" + action), s})
				}
			}
		}
		list[i] = p.sorted()
	}
	return list
}

// ReadyMadeNamed returns the ready-made profile of an id.
func ReadyMadeNamed(id string) (Profile, bool) {
	list := ReadyMade()
	i := slices.IndexFunc(list, func(p Profile) bool { return p.ID == id })
	if i < 0 {
		return Profile{}, false
	}
	return list[i], true
}

// readyMade is the table of them. A row of grants is "scope+scope: resource:action,action resource:action".
var readyMade = []struct {
	id          string
	name, about Words
	start       string
	fields      Fields
	grants      []string
}{
	{
		"management",
		Words{"Management", "Geschäftsleitung"},
		Words{
			"Sees how the company does, decides about moves, plans and exports, and approves runs that others computed.",
			"Sieht, wie es dem Unternehmen geht, entscheidet über Umzüge, Pläne und Ausgaben und gibt Läufe frei, die andere berechnet haben.",
		},
		"/overview", Basic | Sales | Earnings | Notes,
		[]string{
			"all: partners:read,history,move,place,preview tree:read ranks:override orders:read cancellations:read",
			"all: plans:read,check,compare,publish runs:read,approve earnings:read payouts:read documents:read,looks credit_notes:read",
			"all: company:export jobs:read,fetch questions:read,ask users:read profiles:read extracts:make auditor:export procedures:read,archive",
		},
	},
	{
		"sales_leader",
		Words{"Sales leader", "Vertriebsleitung"},
		Words{
			"Looks after the own downline: its structure, volumes, contacts and newcomers, without anybody's earnings.",
			"Betreut die eigene Downline: Struktur, Umsätze, Kontakte und Neuzugänge, ohne jemandes Verdienste.",
		},
		"/team", Basic | Contact | Sales,
		[]string{
			"downline: partners:read,history tree:read contact_data:read orders:read cancellations:read registrations:read,place",
			"own: registrations:invite",
		},
	},
	{
		"partner",
		Words{"Partner", "Partner"},
		Words{
			"Sees the own sales, earnings, documents and data, and who is in the own downline with which volumes.",
			"Sieht eigene Verkäufe, Verdienste, Dokumente und Daten, und wer mit welchen Umsätzen zur eigenen Downline gehört.",
		},
		"/me", Basic | Contact | Birth | Bank | Tax | Sales | Earnings,
		[]string{
			"downline: partners:read tree:read",
			"own: contact_data:read,change birth_data:read bank_data:read,change tax_data:read,change personal_data:export",
			"own: orders:read cancellations:read earnings:read payouts:read documents:read,bring extracts:make registrations:read,invite,place,prove,withdraw",
			"own: credit_notes:read,object",
		},
	},
	{
		"order_desk",
		Words{"Order desk", "Auftragsabteilung"},
		Words{
			"Records, corrects and cancels orders, and records their payments.",
			"Erfasst, berichtigt und storniert Bestellungen und erfasst deren Zahlungen.",
		},
		"/orders", Basic | Contact | Sales | Notes,
		[]string{
			"all: partners:read contact_data:read orders:read,record,import,correct,withdraw,pay",
			"all: cancellations:read,record,correct,withdraw jobs:read",
		},
	},
	{
		"settlement",
		Words{"Settlement", "Abrechnung"},
		Words{
			"Computes, checks and posts runs, and approves those that somebody else computed.",
			"Berechnet, prüft und bucht Läufe und gibt frei, was jemand anders berechnet hat.",
		},
		"/runs", Basic | Sales | Earnings | Notes,
		[]string{
			"all: partners:read,history,preview tree:read ranks:record,override orders:read cancellations:read",
			"all: plans:read,check,compare runs:read,compute,approve,discard,post,verify earnings:read jobs:read,cancel,retry extracts:make",
			"all: documents:read,make credit_notes:read,answer,correct",
		},
	},
	{
		"accounting",
		Words{"Accounting", "Buchhaltung"},
		Words{
			"Pays out and books: sees earnings, bank and tax data, and prepares payouts or releases those of others.",
			"Zahlt aus und bucht: sieht Verdienste, Bank- und Steuerdaten und bereitet Auszahlungen vor oder gibt fremde frei.",
		},
		"/payouts", Basic | Contact | Bank | Tax | Sales | Earnings,
		[]string{
			"all: partners:read contact_data:read bank_data:read,change tax_data:read,change orders:read cancellations:read",
			"all: runs:read earnings:read payouts:read,prepare,release documents:read,make jobs:read extracts:make auditor:export procedures:read",
			"all: credit_notes:read,object,answer,correct",
		},
	},
	{
		"support",
		Words{"Support", "Betreuung"},
		Words{
			"Helps partners: registers and corrects them, changes contact data and status, and sees their orders.",
			"Hilft Partnern: registriert und berichtigt sie, ändert Kontaktdaten und Status und sieht ihre Bestellungen.",
		},
		"/partners", Basic | Contact | Birth | Sales | Notes,
		[]string{
			"all: partners:read,history,register,correct,change_status,assign tree:read contact_data:read,change birth_data:read",
			"all: orders:read cancellations:read documents:read,bring registrations:read,invite,place,decide,prove,withdraw",
		},
	},
	{
		"documents",
		Words{"Documents", "Dokumente"},
		Words{
			"Files documents with partners and publishes those for everybody.",
			"Legt Dokumente bei Partnern ab und veröffentlicht solche für alle.",
		},
		"/documents", Basic,
		[]string{"all: partners:read documents:read,looks,bring,file,hold,delete,check,publish"},
	},
	{
		"analyst",
		Words{"Analyst", "Analyse"},
		Words{
			"Asks the library of questions, and simulates plans; changes nothing.",
			"Stellt Fragen der Sammlung und rechnet Pläne durch; ändert nichts.",
		},
		"/questions", Basic | Sales | Earnings,
		[]string{
			"all: partners:read tree:read orders:read cancellations:read plans:read,check,compare runs:read earnings:read",
			"all: jobs:read questions:read,ask",
		},
	},
	{
		"administrator",
		Words{"Administrator", "Administration"},
		Words{
			"Manages users, profiles, jobs and backups, and sees nothing of partners and their money.",
			"Verwaltet Benutzer, Profile, Aufträge und Sicherungen und sieht nichts von Partnern und ihrem Geld.",
		},
		"/users", Basic,
		[]string{
			"all: users:read,invite,lock,reset,group,deputize,explain tokens:manage profiles:read,design,assign audit:read,verify",
			"all: company:import,backup jobs:read,cancel,retry personal_data:erase procedures:read,archive",
		},
	},
}

package jobs

import (
	"strconv"
	"strings"

	"upline/documents/gdpdu"
)

// cols makes columns of words: a name, or name:places of a number, or name:day, or name! of the key, and behind = what it is.
func cols(list ...string) []gdpdu.Column {
	columns := make([]gdpdu.Column, len(list))
	for i, text := range list {
		text, about, _ := strings.Cut(text, "=")
		text, columns[i].Key = strings.CutSuffix(text, "!")
		name, kind, _ := strings.Cut(text, ":")
		columns[i].Name, columns[i].Description = name, about
		switch {
		case kind == "day":
			columns[i].Kind = gdpdu.Day
		case kind != "":
			columns[i].Kind = gdpdu.Number
			columns[i].Places, _ = strconv.Atoi(kind) // they stand below
		}
	}
	return columns
}

// to says that a column names a row of a table, by its id.
func to(column, table string) gdpdu.Reference {
	return gdpdu.Reference{Columns: []string{column}, Table: table, Key: []string{"id"}}
}

// parts are the tables, each after those that it refers to.
func (a *auditor) parts() []auditorPart {
	scale := strconv.Itoa(a.scale)
	table := func(file, name, about string, columns []gdpdu.Column, references ...gdpdu.Reference) *gdpdu.Table {
		return &gdpdu.Table{File: file, Name: name, Description: about, Columns: columns, References: references}
	}
	return []auditorPart{
		{table("partners.csv", "Partners", "Partner (Stammdaten am letzten Tag des Zeitraums)", cols("id!=Partnernummer", "name=Name", "joined:day=Eintritt", "sponsor=Sponsor",
			"status=Status", "rank=Karriererang", "company=Firma", "street=Straße", "postal_code=Postleitzahl", "city=Ort", "country=Land", "tax_status=steuerlicher Status",
			"vat_id=USt-IdNr.", "tax_number=Steuernummer"), to("sponsor", "Partners")), a.partnerRows},
		{table("orders.csv", "Orders", "Aufträge, die im Zeitraum erteilt oder bezahlt wurden", cols("id!=Auftrag", "partner=Partner, dem er zugeordnet ist", "kind=Art",
			"placed_on:day=erteilt", "paid_on:day=bezahlt", "points:4=Punkte", "cv:4=Provisionswert", "currency=Währung", "cancelled:6=stornierter Anteil", "recorded=erfasst"),
			to("partner", "Partners")), a.orderRows},
		{table("cancellations.csv", "Cancellations", "Stornos des Zeitraums", cols("id!=Storno", "order=Auftrag", "partner=Partner des Auftrags", "cancelled_on:day=storniert",
			"share:6=Anteil", "reason=Grund", "recorded=erfasst"), to("order", "Orders"), to("partner", "Partners")), a.cancellationRows},
		{table("plans.csv", "Plans", "Planversionen; ihre Texte liegen im Ordner plans", cols("sha256!=SHA-256 des Textes", "file=Name", "valid_from:day=gültig ab", "currency=Währung",
			"recorded=veröffentlicht", "superseded=ersetzt", "path=Datei")), a.planRows},
		{table("runs.csv", "Runs", "gebuchte Abrechnungsläufe der Monate des Zeitraums", cols("id!=Lauf", "period=Monat", "last_day:day=letzter Tag, der zählt", "known_at=Wissensstand",
			"orders:0=Aufträge", "lines:0=Zeilen", "statements:0=Abrechnungen", "payout:"+scale+"=Auszahlungen", "currency=Währung", "facts_sha256=SHA-256 der Grundlagen",
			"plans_sha256=SHA-256 der Pläne", "computed_by=berechnet von", "approved_by=freigegeben von", "posted_by=gebucht von", "posted_at=gebucht")), a.runRows},
		{table("lines.csv", "Lines", "Provisionszeilen der Läufe", cols("run!=Lauf", "no:0!=laufende Nummer im Lauf", "kind=Art (earning Provision, reversal Storno, reserve Einbehalt, release Auflösung)",
			"bonus=Bonus", "order=Auftrag", "source=Verkäufer", "beneficiary=Empfänger", "level:0=Ebene", "base:10=Grundlage", "percent:6=Satz in Prozent", "amount:"+scale+"=Betrag",
			"currency=Währung", "condition=Monat der Konditionen"), to("run", "Runs"), to("order", "Orders"), to("beneficiary", "Partners")), a.lineRows},
		{table("statements.csv", "Statements", "Abrechnungen der Partner", cols("run!=Lauf", "partner!=Partner", "opening:"+scale+"=Vortrag", "earnings:"+scale+"=Provisionen",
			"reversals:"+scale+"=Stornos", "reserve:"+scale+"=Einbehalt", "release:"+scale+"=Auflösung", "balance:"+scale+"=Saldo", "payout:"+scale+"=Auszahlung",
			"closing:"+scale+"=Übertrag", "currency=Währung", "document=Dokument"), to("run", "Runs"), to("partner", "Partners")), a.statementRows},
		{table("credit_notes.csv", "CreditNotes", "Gutschriften, die im Zeitraum ausgestellt wurden", cols("number!=Nummer", "partner=Partner", "run=Lauf", "period=Monat", "issued:day=ausgestellt",
			"tax_status=steuerlicher Status", "net:"+scale+"=netto", "tax_percent:6=Steuersatz", "tax:"+scale+"=Umsatzsteuer", "gross:"+scale+"=brutto", "tax_paid:"+scale+"=damit ausgezahlte Steuer",
			"currency=Währung", "state=Zustand", "corrects=korrigiert", "corrected_by=korrigiert durch", "objected_at=Widerspruch am", "objection=Widerspruch",
			"answered_at=Antwort am", "answer=Antwort"), to("partner", "Partners"), to("run", "Runs")), a.noteRows},
		{table("documents.csv", "Documents", "Dokumente des Zeitraums; ihre Dateien liegen im Ordner documents, wenn sie mitgegeben sind", cols("id!=Dokument", "class=Klasse", "title=Titel",
			"number=Nummer", "language=Sprache", "day:day=Tag", "partner=Partner", "order=Auftrag", "run=Lauf", "amount:4=Betrag", "currency=Währung", "sha256=SHA-256", "size:0=Bytes",
			"type=Medientyp", "version:0=Fassung", "kept_until:day=aufzubewahren bis", "lock=Sperre", "source=Herkunft", "recorded=erfasst", "path=Datei"),
			to("partner", "Partners"), to("order", "Orders"), to("run", "Runs")), a.documentRows},
		{table("audit_anchors.csv", "AuditAnchors", "Anker des Änderungsprotokolls, dessen Einträge durch Prüfsummen verkettet sind", cols("no:0!=Nummer", "at=Zeitpunkt", "sha256=SHA-256 des Ankers",
			"previous=SHA-256 des vorigen", "stripes:0=Ketten", "entries:0=Einträge")), a.anchorRows},
	}
}

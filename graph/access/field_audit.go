package access

import "strings"

// auditFields says of each kind of thing in the audit to which group its fields belong. The empty name stands for all others, and for the
// reason that somebody gave. Of a kind that is not here, only those see a field who see all groups.
var auditFields = func() map[string]map[string]Fields {
	kinds := map[string]map[string]Fields{}
	for kind, parts := range auditKinds {
		kinds[kind] = map[string]Fields{}
		for group, names := range parts {
			for name := range strings.FieldsSeq(names) {
				kinds[kind][strings.Trim(name, "*")] = group
			}
		}
	}
	return kinds
}()

// ofPerson are the fields of people in the audit, wherever they are recorded.
var ofPerson = map[Fields]string{
	Basic:    "id name joined sponsor places waiting placement status rank override terms privacy_noted state partner number from until kind contract count",
	Contact:  "contact given_name family_name company address email phone language newsletter phone_contact consents",
	Birth:    "birth birth_date",
	Bank:     "bank iban bic",
	Tax:      "tax vat_id tax_number",
	Notes:    "reason",
	Sales:    "volume",
	Earnings: "payout",
}

// auditKinds is the table. * is the empty name.
var auditKinds = map[string]map[Fields]string{
	"Partner":      ofPerson,
	"Person":       ofPerson,
	"Order":        {Sales: "*", Basic: "partner id", Notes: "reason"},
	"Cancellation": {Sales: "*", Basic: "id", Notes: "reason"},
	"Run":          {plain: "state count", Notes: "reason"},
	// Nothing of a partner is in these but an id (see schemaFields).
	"Company": {plain: "*"}, "Import": {plain: "*"}, "Plan": {plain: "*"}, "Job": {plain: "*"}, "Schedule": {plain: "*"}, "Anchor": {plain: "*"},
	"Audit": {plain: "*"}, "User": {plain: "*"}, "Group": {plain: "*"}, "Department": {plain: "*"}, "Profile": {plain: "*"}, "Token": {plain: "*"},
}

// AuditReason names the reason that somebody gave for a change, as AuditGroup asks for it.
const AuditReason = "reason"

// AuditGroup returns the group of a field that an audit entry about a kind of thing names. Of a field such as address.city, address
// decides where nothing is said of the whole name.
func AuditGroup(kind, field string) Fields {
	fields := auditFields[kind]
	head, _, _ := strings.Cut(field, ".")
	for _, name := range []string{field, head, ""} {
		if group, known := fields[name]; known {
			return group
		}
	}
	return AllFields
}

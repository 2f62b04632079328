package access

import "strings"

// fieldGroups says for each schema of an answer to which group its fields belong. A test compares it with the contract.
var fieldGroups = func() map[string]map[string]Fields {
	groups := map[string]map[string]Fields{}
	for schema, parts := range schemaFields {
		groups[schema] = map[string]Fields{}
		for group, names := range parts {
			for name := range strings.FieldsSeq(names) {
				groups[schema][name] = group
			}
		}
	}
	return groups
}()

var schemaFields = map[string]map[Fields]string{
	"Partner":      {Basic: "id name joined sponsor status rank"},
	"PartnerView":  {Basic: "id name joined sponsor status rank places"},
	"PartnerPage":  {plain: "items next"},
	"Place":        {Basic: "tree parent slot"},
	"History":      {plain: "sponsors places statuses careers markets departments"},
	"Assigned":     {plain: "partners changed"},
	"Span":         {Basic: "value tree slot from to recorded superseded run override", Notes: "reason"},
	"PartnerEvent": {Basic: "kind partner name day before after"},
	"EventPage":    {plain: "items next"},

	"Member":          {Basic: "id name sponsor level"},
	"Upline":          {plain: "items"},
	"Branch":          {Basic: "id name level recruits below", Sales: "pv gv"},
	"DownlinePage":    {plain: "items all known_at next"},
	"ChildPage":       {plain: "partner items all known_at next"},
	"Path":            {Basic: "partners"},
	"MovePreview":     {Basic: "partners upline", plain: "closed", Earnings: "earnings"},
	"TouchedEarnings": {Basic: "partner", Earnings: "period lines amount"},

	"Order":            {Basic: "id partner", Sales: "kind placed_on paid_on points cv currency cancelled recorded"},
	"OrderPage":        {plain: "items next"},
	"Cancellation":     {Basic: "id order partner", Sales: "cancelled_on share reason recorded"},
	"CancellationPage": {plain: "items next"},

	"Plan":      {plain: "sha256 file valid_from currency recorded superseded text"},
	"PlanList":  {plain: "items"},
	"PlanCheck": {plain: "ok findings"},
	"Defect":    {plain: "field file line message"},

	"Run": {
		plain: "id kind period state last_day known_at started_at computed_at approved_at posted_at discarded_at computed_by approved_by " +
			"posted_by discarded_by absorbed_by orders late_orders cancellations lines statements careers currency facts_sha256 plans_sha256 evidence",
		Earnings: "payout", Notes: "reason",
	},
	"RunEvidence": {plain: "name sha256 size"},
	"RunPage":     {plain: "items next"},
	// A line names whose sale it comes from, also when that one has moved away since: who earned has a right to know for what
	// (HGB § 87c).
	"Line":          {Basic: "partner source", Sales: "order", Earnings: "kind bonus level base percent amount condition"},
	"LinePage":      {plain: "currency items next"},
	"Statement":     {Basic: "partner", Earnings: "run period currency opening earnings reversals reserve release balance payout closing"},
	"StatementPage": {plain: "items next"},
	// An explanation is whole or not at all: whoever may see it has all groups that are in it.
	"Explanation": {Basic | Sales | Earnings: "partner period settled_from asked_order currency places plan absent standing orders earlier_orders " +
		"period_bonuses sums statement lines"},

	"RunDocuments": {
		plain: "run job state parts parts_done parts_failed parts_cancelled partners partners_done statements credit_notes certificates there problems error",
	},
	"DocumentProblem": {Basic: "partner error"},
	"MadeDocument":    {plain: "document"},
	"CreditNote": {
		Basic: "number kind partner document state effective",
		Earnings: "run period issued tax_status currency net tax tax_percent gross tax_paid corrects corrected_by replaces " +
			"objected_at objected_by objection answered_at answered_by outcome answer",
	},
	"CreditNotePage": {plain: "items next"},

	"Job": {
		plain: "id kind queue subject state created_by created_at due_at started_at progress_at finished_at worker attempt step done of error error_kind",
		// What a comparison or a settlement came to.
		Earnings: "result",
	},
	"Procedures":        {plain: "language version sha256 archived markdown"},
	"JobPage":           {plain: "items next"},
	"ServerSentEvent":   {plain: "event id data"},
	"ScheduleList":      {plain: "items"},
	"Schedule":          {plain: "name cron kind next paused"},
	"QuestionList":      {plain: "items"},
	"Question":          {plain: "name title parameters columns"},
	"QuestionParameter": {plain: "name type description"},
	// Rows of the library hold names, volumes and earnings.
	"Answer": {plain: "columns truncated", Basic | Sales | Earnings: "rows"},

	// Who sees a document sees all that is known of it: which groups that takes is said for each class (DocumentFields).
	"Document":             {Basic: "id class title number language day amount currency partner order run tags media_type file sha256 size pages version state source kept_through lock hold recorded"},
	"DocumentPage":         {plain: "items next"},
	"DocumentDeletion":     {Basic: "id class title number day partner sha256 size kept_through why"},
	"DocumentDeletionPage": {plain: "items next"},
	"DocumentCheck":        {plain: "id recorded seed documents contents bytes problems oldest late findings"},
	"DocumentFinding":      {plain: "document sha256 flaw text"},
	"DocumentCheckPage":    {plain: "items next"},
	"DocumentVersion":      {Basic: "version media_type file sha256 size pages recorded replaced replaced_by", Notes: "reason"},
	"DocumentVersionList":  {plain: "items"},
	"DocumentLook":         {Basic: "actor day version recorded"},
	"DocumentLookPage":     {plain: "items next"},
	"PassagePiece":         {Basic: "text hit"},
	"Passage":              {Basic: "pieces"},
	"DocumentHit":          {Basic: "document passages"},
	"DocumentHits":         {plain: "items"},
	"DocumentFilter":       {Basic: "class state source number tag partner order run from through amount_min amount_max currency"},
	"SavedSearch":          {Basic: "id name own shared q filter"},
	"SavedSearchList":      {plain: "items"},

	// What who joins online sees: nothing of anybody else.
	"Told":             {plain: "text"},
	"Invitation":       {plain: "text sponsor_name"},
	"RegistrationForm": {plain: "language sha256 boxes contract instruction"},
	"FormBox":          {plain: "name required words version"},
	"TextDocument":     {plain: "kind version sha256 content html"},
	"Outcome":          {plain: "outcome text"},
	"ShownContract":    {plain: "documents"},
	"Accepted":         {plain: "state partner"},

	"OnlineRegistration":     {Basic: "id state name sponsor partner received waiting_until held"},
	"OnlineRegistrationPage": {plain: "items next"},
	"RegistrationLink":       {Basic: "partner code url"},
	"WithdrawalReceipt":      {plain: "received text"},
	"WithdrawalList":         {plain: "items"},
	"WithdrawalStatement":    {Basic: "id received name partner_number partner closed closed_by", Contact: "email", Notes: "declaration closed_reason"},
	"RegistrationProof": {
		Basic: "partner registration sha256 events consents", Contact: "given_name family_name company street postal_code city country email phone language documents",
		Birth: "birth_date", Bank: "iban bic", Tax: "tax_status vat_id tax_number", Basic | Contact | Birth | Bank | Tax: "record",
	},
	"ProofEvent":    {Basic: "kind at proves by note mail texts", Contact: "ip user_agent"},
	"ProofMail":     {Basic: "template message_id sha256"},
	"ProofText":     {Basic: "kind language version sha256"},
	"ProofDocument": {Contact: "kind language version sha256 content"},
	"KeptDataList":  {plain: "items"},
	"KeptData":      {Basic: "class count until ground erased"},
	"ContractEnd":   {Basic: "partner kind from applied"},
	"ContactData":   {Contact: "given_name family_name company address email phone language newsletter phone_contact"},
	"PostalAddress": {Contact: "street postal_code city country"},
	"BankData":      {Bank: "iban bic"},
	"TaxData":       {Tax: "status vat_id tax_number"},
	// Documents that are brought in.
	"BroughtFiles":     {plain: "files"},
	"BroughtFile":      {Basic: "name verdict findings document state type sha256 size"},
	"FileFinding":      {Basic: "verdict code where message"},
	"InboxPage":        {plain: "items next"},
	"InboxDocument":    {Basic: "id title class file type size pages verdict source day partner recorded version read sure sheets problem partners classes findings"},
	"Suggestion":       {Basic: "value name points reasons"},
	"SuggestionReason": {Basic: "code found points"},
	// Of accounts: who may see users at all sees whose they are. Nothing of a partner is in them but an id.
	"PasskeyOptions":        {plain: "options"},
	"SessionView":           {plain: "id pending second_factors method second_factor second_factor_at begun ends"},
	"ListedSession":         {plain: "id begun ends seen current method second_factor agent address seen_address"},
	"SessionList":           {plain: "items"},
	"TOTPSecret":            {plain: "secret url qr"},
	"RecoveryCodes":         {plain: "codes"},
	"Passkey":               {plain: "id name created backed_up"},
	"PasskeyList":           {plain: "items"},
	"Reach":                 {plain: "all own downline markets departments"},
	"MyPermission":          {plain: "permission reach fields"},
	"Me":                    {plain: "actor user email name language partner everything start second_factors second_factor_until second_factor_missing permissions"},
	"Held":                  {plain: "id from to"},
	"HeldByGroup":           {plain: "id from to profiles"},
	"KindMember":            {plain: "id email from to"},
	"Group":                 {plain: "id name profiles members"},
	"GroupList":             {plain: "items"},
	"Department":            {plain: "id name members"},
	"DepartmentList":        {plain: "items"},
	"User":                  {plain: "id email name partner language machine invited locked_at created second_factors"},
	"UserPage":              {plain: "items next"},
	"UserView":              {plain: "id email name partner language machine invited locked_at created second_factors profiles groups departments stands_in_for"},
	"Deputy":                {plain: "deputy for from to"},
	"DeputyList":            {plain: "items"},
	"Words":                 {plain: "en de"},
	"ProfileGrant":          {plain: "permission scope"},
	"Profile":               {plain: "id name about start fields permissions version recorded superseded"},
	"ProfileList":           {plain: "items"},
	"PermissionAbout":       {plain: "permission about company fields"},
	"PermissionList":        {plain: "items"},
	"PermissionExplanation": {plain: "user permission day allowed reach fields whys"},
	"Why":                   {plain: "profile group for grants en de"},
	// Of the audit: what of an entry is shown is decided for each of its fields (see AuditGroup).
	"AuditRow":          {plain: "id recorded actor operation kind key subjects fields reason"},
	"AuditPage":         {plain: "items next"},
	"AuditEntry":        {plain: "id recorded actor session receipt operation kind key fields erased_person ground details"},
	"AuditDetail":       {plain: "subject erased from reason changes"},
	"AuditChange":       {plain: "field before after"},
	"AuditVerification": {plain: "job state created_at finished_at step done of error summary found"},
	"AuditSummary":      {plain: "entries details erased receipts anchors anchored_at unanchored findings"},
	"AuditFinding":      {plain: "what stripe no recorded operation text"},
	"AuditAnchor":       {plain: "no sha256 at entries known"},
	"AuditAnchorPage":   {plain: "items next"},
	"Token":             {plain: "id user name scopes expires created created_by"},
	"TokenList":         {plain: "items"},
	"TokenMade":         {plain: "token id user name scopes expires created created_by"},
}

package jobs_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

func accountsOf(t *testing.T, store *chronicle.Store) *accounts.Store {
	t.Helper()
	s, err := accounts.New(store, []byte("0123456789abcdef0123456789abcdef"))
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var operator = accounts.By{By: chronicle.By{Actor: "test"}, Today: 20_000}

const herons = "seven quiet herons at dawn"

func invitation(name, language string) accounts.Invitation {
	email, err := access.ParseEmail(name + "@example.com")
	if err != nil {
		panic(err)
	}
	return accounts.Invitation{Email: email, Name: name, Language: language}
}

// Mails of accounts are in the language of the user, and their links are good; nobody who is not there is written to.
func TestMailsOfAccounts(t *testing.T) {
	mails := storetest.Mail(t)
	mailer, err := jobs.NewMailer(mails.URL, "Upline <upline@example.com>", "en")
	must(t, err)
	s := working(t, func(w *jobs.Worker) { w.Mailer, w.PublicURL = mailer, "https://portal.example.com" })
	ctx, store := t.Context(), accountsOf(t, s.Graph.Store)
	anna, err := store.Invite(ctx, invitation("anna", "de"), operator, nil)
	must(t, err)
	link := func(m jobs.AccountMail, to, says string) string {
		t.Helper()
		before := len(mails.Mails())
		done(t, s, jobs.NewAccountMail(m))
		caught := mails.Mails()
		if len(caught) != before+1 {
			t.Fatalf("%d mails", len(caught)-before)
		}
		last := caught[before]
		body := strings.ReplaceAll(strings.ReplaceAll(last.Body, "=\r\n", ""), "=3D", "=")
		found := regexp.MustCompile(`https://portal\.example\.com/[a-z-]+#(upl_\w+)`).FindStringSubmatch(body)
		if found == nil || last.To[0] != to || !strings.Contains(last.Header.Get("Subject"), says) {
			t.Fatalf("to %v, %q:\n%s", last.To, last.Header.Get("Subject"), body)
		}
		return found[1]
	}
	token := link(jobs.AccountMail{Kind: access.InvitationToken, User: anna}, "anna@example.com", "Ihr Zugang")
	_, err = store.Accept(ctx, token, herons, operator)
	must(t, err)
	token = link(jobs.AccountMail{Kind: access.ResetToken, User: anna}, "anna@example.com", "Passwort")
	_, err = store.Reset(ctx, token, "nine loud geese at midnight", operator)
	must(t, err)
	token = link(jobs.AccountMail{Kind: access.ConfirmationToken, User: anna, Address: invitation("annika", "").Email}, "annika@example.com", "E-Mail-Adresse")
	_, err = store.ConfirmEmail(ctx, token, operator)
	must(t, err)
	before := len(mails.Mails())
	done(t, s, jobs.NewAccountMail(jobs.AccountMail{Kind: access.ResetToken}))
	done(t, s, jobs.NewAccountMail(jobs.AccountMail{Kind: access.InvitationToken, User: anna})) // accepted long ago
	must(t, store.Lock(ctx, anna, operator))
	done(t, s, jobs.NewAccountMail(jobs.AccountMail{Kind: access.ResetToken, User: anna}))
	if now := len(mails.Mails()); now != before {
		t.Errorf("%d mails to nobody", now-before)
	}
	for _, what := range []string{"password_changed", "email_changed", "factor_added", "factor_removed", "recovery_used"} {
		for _, language := range []string{"de", "en"} {
			done(t, s, jobs.NewMail(jobs.Mail{To: "x@example.com", Template: "account_notice", Language: language, Values: map[string]string{"what": what}}))
		}
	}
	if storetest.Count(t, "MATCH (j:Job) WHERE j.args CONTAINS 'upl_' RETURN 'told' AS key, count(j) AS count")["told"] != 0 {
		t.Error("a token stands in a job")
	}
}

// Accounts come back from the journal, in full and on top, as they were.
func TestAccountsComeBack(t *testing.T) {
	k := newKept(t)
	ctx := t.Context()
	store := accountsOf(t, k.graph.Store)
	k.must(store.Prepare(ctx, operator))
	ids := map[string]string{}
	for _, name := range []string{"anna", "ben", "cora"} {
		id, err := store.Invite(ctx, invitation(name, "en"), operator, nil)
		k.must(err)
		ids[name] = id
	}
	always := access.Days{From: 20_000, To: period.Forever}
	k.must(store.PutGroup(ctx, "desk", "Desk", operator))
	k.must(store.PutDepartment(ctx, "south", "South", operator))
	k.must(store.Join(ctx, ids["anna"], "desk", always, operator))
	k.must(store.AssignToGroup(ctx, "desk", "order_desk", always, operator))
	k.must(store.Employ(ctx, ids["ben"], "south", always, operator))
	k.write(true)
	k.must(store.Assign(ctx, ids["ben"], "support", always, operator))
	k.must(store.Appoint(ctx, access.StandIn{Deputy: ids["cora"], For: ids["ben"], Days: access.Days{From: 20_000, To: 20_010}}, operator))
	_, err := store.AddPasskey(ctx, ids["cora"], access.Passkey{ID: []byte{7}, PublicKey: []byte("key")}, "blue", operator)
	k.must(err)
	token, _, err := store.Ask(ctx, access.InvitationToken, ids["anna"], access.Email{}, operator)
	k.must(err)
	versions, err := store.Profile(ctx, "support")
	k.must(err)
	changed := versions[0].Profile
	changed.Start = "/elsewhere"
	k.must(store.PutProfile(ctx, changed, "", operator))
	k.must(store.Leave(ctx, ids["anna"], "desk", 20_005, operator))
	k.write(false)
	want := picture(t, store, ids)
	k.empty()
	k.restore(jobs.RestoreOptions{})
	store = accountsOf(t, k.graph.Store)
	if got := picture(t, store, ids); got != want {
		t.Errorf("after the restore:\n%s\nbefore:\n%s", got, want)
	}
	_, err = store.Accept(ctx, token, herons, operator)
	k.must(err)
	k.must(store.Withdraw(ctx, ids["ben"], "support", 20_003, operator))
	_, err = store.Invite(ctx, invitation("dora", "en"), operator, nil) // numbers go on
	k.must(err)
	want = picture(t, store, ids)
	k.write(false)
	k.empty()
	k.restore(jobs.RestoreOptions{})
	if got := picture(t, accountsOf(t, k.graph.Store), ids); got != want {
		t.Errorf("after the second restore:\n%s\nbefore:\n%s", got, want)
	}
}

// picture is all that is known of accounts, as text.
func picture(t *testing.T, store *accounts.Store, ids map[string]string) string {
	t.Helper()
	ctx := t.Context()
	var lines []string
	for _, id := range ids {
		user, err := store.User(ctx, id)
		must(t, err)
		account, err := store.Account(ctx, id)
		must(t, err)
		lines = append(lines, fmt.Sprintf("%+v\n%+v", user, *account))
	}
	slices.Sort(lines)
	groups, err := store.Groups(ctx)
	must(t, err)
	departments, err := store.Departments(ctx)
	must(t, err)
	versions, err := store.Profile(ctx, "support")
	must(t, err)
	return strings.Join(lines, "\n") + fmt.Sprintf("\n%+v\n%+v\n%+v", groups, departments, versions)
}

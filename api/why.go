package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
	"upline/internal/period"
)

// whyPath is where people read why somebody may or may not do a thing.
const whyPath = "/api/why"

//go:embed why.html
var whyHTML string

//go:embed why.css
var whyCSS string

var whyTemplate = template.Must(template.New("why").Parse(whyHTML)) // a part of the program, which a test executes

// whyPolicy is what a browser may do with the page: use its own style, and send the form to this server. There are no scripts.
var whyPolicy = func() string {
	style := sha256.Sum256([]byte(whyCSS))
	return "default-src 'none'; object-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(style[:]) +
		"'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}()

// These permissions are what the page asks of whoever reads it, since no operation of the contract stands for it.
const (
	explainRights access.Permission = "users:explain"
	listUsers     access.Permission = "users:read"
	seePartners   access.Permission = "partners:read"
)

// Why answers GET /api/why: a form that picks a user, a permission, a day and perhaps a partner, and the answer in words. Who may not
// explain is told that there is no such page.
func (r *Resources) Why(c *gin.Context) {
	if !r.may(c, explainRights) {
		NotFound(c)
		return
	}
	page, err := r.whyPage(c)
	if err != nil {
		Refuse(c, err)
		return
	}
	var text bytes.Buffer
	if err := whyTemplate.Execute(&text, page); err != nil {
		Refuse(c, &fault.Error{Kind: fault.Internal, Op: "why", Msg: "the page cannot be made", Err: err})
		return
	}
	c.Header("Content-Security-Policy", whyPolicy)
	c.Data(http.StatusOK, "text/html; charset=utf-8", text.Bytes())
}

// may says whether the caller holds a permission today.
func (r *Resources) may(ctx context.Context, permission access.Permission) bool {
	caller, known := CallerOf(ctx)
	return known && (caller.Everything || access.Decide(caller.User, permission, r.Today()).Allowed)
}

// whyPage fills in the form, and answers it if it names a user and a permission.
func (r *Resources) whyPage(c *gin.Context) (*whyPage, error) {
	page := &whyPage{
		Style: template.CSS(whyCSS), Language: r.languageOf(c), User: strings.TrimSpace(c.Query("user")), Permission: c.Query("permission"),
		Partner: strings.TrimSpace(c.Query("partner")), Day: c.Query("day"),
	}
	page.groupPermissions()
	if r.may(c, listUsers) {
		rows, _, err := r.Accounts.Users(c, "", graph.Slice{Limit: usersSuggested})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			page.Users = append(page.Users, row.Email)
		}
	}
	if page.User == "" || page.Permission == "" {
		return page, nil
	}
	err := r.answerWhy(c, page)
	if kind := fault.KindOf(err); err != nil && (kind == fault.NotFound || kind == fault.Invalid) {
		page.Error, err = said(err), nil
	}
	return page, err
}

// usersSuggested is how many addresses the form suggests. Any other can be typed.
const usersSuggested = 200

// languageOf is the language of who asks: the query's, or the account's.
func (r *Resources) languageOf(c *gin.Context) string {
	if wanted := c.Query("language"); wanted == "de" || wanted == "en" {
		return wanted
	}
	caller, _ := CallerOf(c)
	if account, err := r.Accounts.Account(c, caller.User.ID); err == nil && account.Language == "de" {
		return "de"
	}
	return "en"
}

// userNamed is the user whom a form names by address or id.
func (r *Resources) userNamed(ctx context.Context, name string) (*accounts.Account, error) {
	email, err := access.ParseEmail(name)
	if err != nil {
		return r.Accounts.Account(ctx, name)
	}
	account, err := r.Accounts.AccountOf(ctx, email)
	if err == nil && account == nil {
		err = fault.NotFoundf("user", "there is no user %s", name)
	}
	return account, err
}

// answerWhy decides, and says why.
func (r *Resources) answerWhy(ctx context.Context, page *whyPage) error {
	permission, err := access.ParsePermission(page.Permission)
	if err != nil {
		return err
	}
	day := r.Today()
	if page.Day != "" {
		if day, err = period.ParseDay(page.Day); err != nil {
			return fault.Invalidf("why", "%.20q is no day: write it as 2026-03-31", page.Day)
		}
	}
	account, err := r.userNamed(ctx, page.User)
	if err != nil {
		return err
	}
	user, err := r.Accounts.User(ctx, account.ID)
	if err != nil {
		return err
	}
	rows, err := r.Accounts.Profiles(ctx)
	if err != nil {
		return err
	}
	profiles := mapped(rows, func(row *accounts.ProfileRow) access.Profile { return row.Profile })
	d := access.Decide(user, permission, day)
	called, err := r.called(ctx, account, &user)
	if err != nil {
		return err
	}
	page.tell(called, &user, &d, day, access.Missing(d, user, day, profiles))
	if page.Partner == "" || permission.OfCompany() {
		return nil
	}
	return r.answerPartner(ctx, page, d, day)
}

// called is how people call those whom a decision names by their ids: the user, and for whom that one stands in.
func (r *Resources) called(ctx context.Context, account *accounts.Account, user *access.User) (called, error) {
	c := called{user: account.Email.Address}
	if account.Name != "" {
		c.user = account.Name + " (" + c.user + ")"
	}
	pairs := []string{account.ID, account.Email.Address}
	for _, absence := range user.StandsInFor {
		absent, err := r.Accounts.Account(ctx, absence.For.ID)
		if err != nil {
			return c, err
		}
		pairs = append(pairs, absent.ID, absent.Email.Address)
	}
	c.addresses = strings.NewReplacer(pairs...)
	return c, nil
}

// answerPartner says whether the decision is about a partner. Of a partner whom the reader does not see, nothing is said.
func (r *Resources) answerPartner(ctx context.Context, page *whyPage, d access.Decision, day period.Day) error {
	caller, _ := CallerOf(ctx)
	today := r.Today()
	reader := graph.Everybody
	if !caller.Everything {
		reader = graph.SightOf(access.Decide(caller.User, seePartners, today), today, false)
	}
	if _, err := r.Graph.Partner(ctx, page.Partner, graph.View{AsOf: today, KnownAt: graph.Latest, Within: reader}); err != nil {
		return err
	}
	inside, err := r.Graph.AreWithin(ctx, graph.SightOf(d, today, false), []string{page.Partner}, day)
	if err != nil {
		return err
	}
	page.tellPartner(d, inside[0])
	return nil
}

// resourceOf is what a permission is about.
func resourceOf(p access.Permission) string {
	resource, _, _ := strings.Cut(string(p), ":")
	return resource
}

// groupPermissions lists all permissions by what they are about.
func (page *whyPage) groupPermissions() {
	for _, p := range access.Permissions() {
		i := slices.IndexFunc(page.Resources, func(g whyResource) bool { return g.Name == resourceOf(p) })
		if i < 0 {
			i = len(page.Resources)
			page.Resources = append(page.Resources, whyResource{Name: resourceOf(p)})
		}
		page.Resources[i].Permissions = append(page.Resources[i].Permissions, whyPermission{string(p), p.About().In(page.Language), string(p) == page.Permission})
	}
}

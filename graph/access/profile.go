package access

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"upline/internal/fault"
)

// Profile is a set of permissions that the company designs: what somebody may do, of whom, which fields are shown, and on which
// page that one starts.
type Profile struct {
	ID          string  `json:"id"`    // such as "order_desk"
	Name        Words   `json:"name"`  // for the screen
	About       Words   `json:"about"` // a sentence: for whom it is, and what for
	Start       string  `json:"start"` // the page after logging in: a path of the browser app, such as "/orders"
	Fields      Fields  `json:"fields"`
	Permissions []Grant `json:"permissions"`
}

// Grant is a permission of a profile, and of whom.
type Grant struct {
	Permission Permission `json:"permission"`
	Scope      Scope      `json:"scope"`
}

// Finding is something wrong with a profile.
type Finding struct {
	Field string // a JSON pointer into the profile's text
	Msg   string // what is wrong, and what would be right
}

// Findings is all that is wrong with a profile.
type Findings []Finding

func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Field + ": " + one.Msg
	}
	return strings.Join(lines, "\n")
}

// What the parts of a profile look like, and how long they may be.
var (
	profileID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	startPage = regexp.MustCompile(`^/([a-z0-9-]+(/[a-z0-9-]+)*)?$`) // a page of ours: never another host's, as in //host
)

const (
	profileSizeMax = 64 << 10 // bytes of a text
	nameLengthMax  = 100      // bytes
	aboutLengthMax = 1000     // bytes
)

// ParseProfile reads the text of a profile, a JSON object, and checks it.
//
// Errors: Invalid, with Findings in its chain where the text can be read.
func ParseProfile(text []byte) (Profile, error) {
	var p Profile
	if len(text) > profileSizeMax {
		return Profile{}, fault.Invalidf("profile", "the text has %d bytes: it may have %d", len(text), profileSizeMax)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&p)
	if err == nil && decoder.Decode(&struct{}{}) != io.EOF {
		err = errors.New("something follows the object: leave it out")
	}
	if err != nil {
		return Profile{}, &fault.Error{Kind: fault.Invalid, Op: "profile", Msg: "the text is not a profile", Err: err}
	}
	if findings := p.Check(); len(findings) > 0 {
		return Profile{}, &fault.Error{Kind: fault.Invalid, Op: "profile", Msg: "the profile is not sound", Err: findings}
	}
	return p.sorted(), nil
}

// Text is the profile as it is stored and shown: JSON, a grant a line, the same bytes for the same profile.
func (p Profile) Text() []byte {
	p = p.sorted()
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"id\": %s,\n  \"name\": %s,\n  \"about\": %s,\n  \"start\": %s,\n  \"fields\": %s,\n  \"permissions\": [",
		line(p.ID), line(p.Name), line(p.About), line(p.Start), line(p.Fields))
	for i, g := range p.Permissions {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n    %s", line(g))
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

// line is a value as JSON; those of a profile always have one. Letters such as & stay readable.
func line(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // texts, lists of texts: nothing that JSON lacks
	return bytes.TrimSpace(b.Bytes())
}

// SHA256 is the sum of the text, in hexadecimal digits.
func (p Profile) SHA256() string {
	sum := sha256.Sum256(p.Text())
	return hex.EncodeToString(sum[:])
}

// sorted is the profile with its grants in the order of the list of permissions.
func (p Profile) sorted() Profile {
	p.Permissions = slices.Clone(p.Permissions)
	slices.SortStableFunc(p.Permissions, func(a, b Grant) int { return cmp.Compare(a.Permission.place(), b.Permission.place()) })
	return p
}

// Scope is of whom the profile grants a permission; of nobody where it does not.
func (p Profile) Scope(permission Permission) (s Scope) {
	for _, g := range p.Permissions {
		if g.Permission == permission {
			s = s.Union(g.Scope)
		}
	}
	return s
}

// Check finds what is wrong with a profile; nothing: it is sound.
func (p Profile) Check() Findings {
	c := &profileCheck{profile: p}
	c.texts()
	c.grants()
	c.guarded()
	return c.findings
}

// profileCheck collects what is wrong with a profile.
type profileCheck struct {
	profile  Profile
	findings Findings
}

func (c *profileCheck) find(field, format string, args ...any) {
	c.findings = append(c.findings, Finding{field, fmt.Sprintf(format, args...)})
}

func (c *profileCheck) texts() {
	p := c.profile
	if !profileID.MatchString(p.ID) {
		c.find("/id", "%q is no id: write small letters, digits and underscores, at most 64, a letter first", p.ID)
	}
	for _, one := range []struct {
		field, text string
		length      int
	}{
		{"/name/en", p.Name.EN, nameLengthMax},
		{"/name/de", p.Name.DE, nameLengthMax},
		{"/about/en", p.About.EN, aboutLengthMax},
		{"/about/de", p.About.DE, aboutLengthMax},
	} {
		switch text := one.text; {
		case strings.TrimSpace(text) == "":
			c.find(one.field, "is missing: people read it")
		case len(text) > one.length:
			c.find(one.field, "has %d bytes: it may have %d", len(text), one.length)
		case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7F }):
			c.find(one.field, "has a line break or another control character: write one line")
		}
	}
	if !startPage.MatchString(p.Start) {
		c.find("/start", "%q is no page: write a path of the app, such as /orders", p.Start)
	}
}

func (c *profileCheck) grants() {
	if len(c.profile.Permissions) == 0 {
		c.find("/permissions", "are empty: whoever has just this profile may do nothing")
	}
	seen := map[Permission]bool{}
	for i, g := range c.profile.Permissions {
		field := fmt.Sprintf("/permissions/%d", i)
		if _, err := ParsePermission(string(g.Permission)); err != nil {
			c.find(field+"/permission", "%s", message(err))
			continue
		}
		if seen[g.Permission] {
			c.find(field+"/permission", "%s is there twice: write it once, with all words of its scope", g.Permission)
		}
		seen[g.Permission] = true
		if _, err := ParseScope(g.Scope.Words()); err != nil {
			c.find(field+"/scope", "%s", message(err))
		} else if g.Permission.OfCompany() && !g.Scope.All {
			c.find(field+"/scope", "%s is about the company, not about partners: its scope can only be all", g.Permission)
		}
		if missing := g.Permission.Needs() &^ c.profile.Fields; missing != 0 {
			c.find("/fields", "%s shows nothing without %s: add these fields, or leave the permission out", g.Permission, strings.Join(missing.Names(), ", "))
		}
	}
}

// guarded finds groups of personal data without the permission that they need, and free questions without everything.
func (c *profileCheck) guarded() {
	free := !c.profile.Scope(AskFreely).empty()
	for _, guard := range guards {
		scope := c.profile.Scope(guard.permission)
		if c.profile.Fields.Has(guard.fields) && scope.empty() {
			c.find("/fields", "%s is shown to nobody without %s: add it, with the scope of whom", strings.Join(guard.fields.Names(), ""), guard.permission)
		}
		if free && !scope.All {
			c.find("/permissions", "%s reads the whole graph, which no rule of fields can hold back: then say that with %s for all", AskFreely, guard.permission)
		}
	}
}

func (s Scope) empty() bool { return len(s.Words()) == 0 }

// message is what an error of ours says, without where it came from.
func message(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Msg
	}
	return err.Error()
}

package main

import (
	"context"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"

	"upline/documents/procedures"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/jobs"
)

// environments are those whose settings the documentation of procedures lists.
var environments = []any{environment{}, serveEnvironment{}, workEnvironment{}, accountsEnvironment{}, joinEnvironment{}, deskEnvironment{}}

// procedures are what is set up around the stores.
func (m *Main) procedures(users *accounts.Store, joining bool) *jobs.Procedures {
	return &jobs.Procedures{
		Release: strings.TrimSpace(versionLine()), Settings: settingsList(os.Getenv), Joining: joining, Mail: os.Getenv("SMTP_URL")+os.Getenv("SMTP_URL_FILE") != "",
		Profiles: func(ctx context.Context) (list []access.Profile, err error) {
			rows, err := users.Profiles(ctx)
			for i := range rows {
				list = append(list, rows[i].Profile)
			}
			return list, err
		},
	}
}

// settingsList is what the environment says, by name. Of secrets it says whether they are set, and no address shows who logs in there.
func settingsList(get func(name string) string) (list []procedures.Setting) {
	once := map[string]bool{}
	for _, e := range environments {
		for field := range reflect.TypeOf(e).Fields() {
			name := field.Tag.Get("env")
			if name == "" || once[name] {
				continue
			}
			once[name] = true
			s := procedures.Setting{Name: name, Value: get(name), Secret: slices.Contains(secrets, name)}
			switch {
			case s.Secret && s.Value+get(name+"_FILE") != "":
				s.Value = "set"
			case s.Secret:
			case s.Value == "":
				s.Value = field.Tag.Get("envDefault")
			default:
				s.Value = withoutUser(s.Value)
			}
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b procedures.Setting) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// withoutUser is a setting without the user and the password of an address.
func withoutUser(value string) string {
	if u, err := url.Parse(value); err == nil && u.User != nil {
		u.User = nil
		return u.String()
	}
	return value
}

// sightOf says of whom a user sees something under a permission, today: for jobs that somebody has asked for.
func (m *Main) sightOf(users *accounts.Store) func(ctx context.Context, user string, permission access.Permission) (graph.Sight, error) {
	return func(ctx context.Context, user string, permission access.Permission) (graph.Sight, error) {
		account, err := users.User(ctx, user)
		if err != nil {
			return graph.Sight{}, err
		}
		day := localToday()
		return graph.SightOf(access.Decide(account, permission, day), day, false), nil
	}
}

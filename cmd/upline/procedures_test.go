package main

import (
	"strings"
	"testing"
)

// No secret is in the list of settings, whoever set it how; and no address shows who logs in there.
func TestSettingsListedHoldNoSecrets(t *testing.T) {
	given := map[string]string{
		"NEO4J_URI": "bolt+s://reader:hidden-1@db:7687", "S3_ENDPOINT": "https://s3.example.com", "UPLINE_RATE_LIMIT": "7", "UPLINE_JOIN_KEY_FILE": "/run/secrets/hidden-9",
	}
	for _, name := range secrets {
		if name != "UPLINE_JOIN_KEY" && name != "SMTP_URL" {
			given[name] = "hidden-2"
		}
	}
	said := map[string]string{}
	for _, s := range settingsList(func(name string) string { return given[name] }) {
		if strings.Contains(s.Value, "hidden") || strings.Contains(s.Value, "reader") {
			t.Errorf("%s is %q", s.Name, s.Value)
		}
		if _, twice := said[s.Name]; twice {
			t.Errorf("%s is listed twice", s.Name)
		}
		said[s.Name] = s.Value
	}
	for name, want := range map[string]string{
		"NEO4J_URI": "bolt+s://db:7687", "S3_ENDPOINT": "https://s3.example.com", "UPLINE_RATE_LIMIT": "7", "UPLINE_CREDIT_NOTE_PREFIX": "G",
		"UPLINE_SECRET": "set", "UPLINE_JOIN_KEY": "set", "SMTP_URL": "", "UPLINE_FOUR_EYES": "",
	} {
		if got, listed := said[name]; got != want || !listed {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

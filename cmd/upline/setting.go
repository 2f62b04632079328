package main

import (
	"os"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"

	"upline/internal/fault"
)

// secrets are the settings that nobody else may know. Each can be in a file, as vaults, Docker and Kubernetes hand them over: NAME_FILE
// names it in place of NAME.
var secrets = []string{
	"NEO4J_PASSWORD", "NEO4J_REHEARSAL_PASSWORD", "REDIS_PASSWORD", "REDIS_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL",
	"UPLINE_JOIN_KEY", "UPLINE_OIDC_SECRET", "UPLINE_SECRET", "UPLINE_TOKENS",
}

// mounted are the folders into which orchestrators mount secrets. They are in no other process's sight, whatever their modes say.
var mounted = []string{"/run/secrets/", "/var/run/secrets/"}

// settings reads what the environment says, and the files of secrets that it names. It is the one place that does.
//
// Errors: Invalid when something cannot be understood, or a secret is given twice or lies open. No secret appears in them.
func settings[T any]() (T, error) {
	var e T
	given := env.ToMap(os.Environ())
	for _, name := range secrets {
		if err := readSecret(given, name); err != nil {
			return e, err
		}
	}
	e, err := env.ParseAsWithOptions[T](env.Options{Environment: given})
	if err != nil {
		return e, &fault.Error{Kind: fault.Invalid, Msg: "the environment is at fault", Err: err}
	}
	return e, nil
}

// readSecret takes a secret from its file, if one is named.
func readSecret(given map[string]string, name string) error {
	path := given[name+"_FILE"]
	if path == "" {
		return nil
	}
	if given[name] != "" {
		return fault.Invalidf("", "%s and %s_FILE are both set: keep one of them", name, name)
	}
	info, err := os.Stat(path)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Msg: name + "_FILE names no file", Err: err}
	}
	if open := info.Mode().Perm() & 0o007; open != 0 && !isMounted(path) {
		return fault.Invalidf("", "every user of this machine can read or write %s, which %s_FILE names: chmod o= %s", path, name, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Msg: name + "_FILE cannot be read", Err: err}
	}
	if given[name] = strings.TrimRight(string(text), "\r\n"); given[name] == "" {
		return fault.Invalidf("", "%s, which %s_FILE names, is empty: write the secret into it", path, name)
	}
	return nil
}

func isMounted(path string) bool {
	return slices.ContainsFunc(mounted, func(folder string) bool { return strings.HasPrefix(path, folder) && !strings.Contains(path, "..") })
}

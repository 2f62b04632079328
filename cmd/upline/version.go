package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand shows what was built, and from what.
type versionCommand struct{}

// Run prints one line.
func (versionCommand) Run(m *Main) error { return m.print(versionLine()) }

// versionFlag is the command for those who look for a flag.
type versionFlag bool

// IgnoreDefault keeps kong from calling the flag when it is not given.
func (versionFlag) IgnoreDefault() {}

// BeforeReset is called by kong when the flag is given, before a command is missed.
func (versionFlag) BeforeReset(m *Main) error {
	if err := m.print(versionLine()); err != nil {
		return err
	}
	return errShown
}

// versionLine reads what the Go toolchain recorded in the binary.
func versionLine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "upline, of an unknown version\n"
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	line := fmt.Sprintf("upline %s", info.Main.Version)
	if revision := settings["vcs.revision"]; revision != "" {
		line += fmt.Sprintf(", revision %.12s of %s", revision, settings["vcs.time"])
	}
	if settings["vcs.modified"] == "true" {
		line += ", with changes"
	}
	return fmt.Sprintf("%s, built by %s for %s/%s\n", line, info.GoVersion, settings["GOOS"], settings["GOARCH"])
}

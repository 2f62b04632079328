package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// helpWidth is how many columns help takes at most.
const helpWidth = 90

// helpFlag shows the help of the command it stands at.
type helpFlag bool

// IgnoreDefault keeps kong from calling the flag when it is not given.
func (helpFlag) IgnoreDefault() {}

// BeforeReset is called by kong when the flag is given, before required flags are missed.
func (helpFlag) BeforeReset(c *kong.Context) error {
	if err := c.PrintUsage(false); err != nil {
		return err
	}
	return errShown
}

// printHelp prints the help of a command as kong does, and an own one for upline itself.
func printHelp(o kong.HelpOptions, c *kong.Context) error {
	if c.Selected() != nil {
		return kong.DefaultHelpPrinter(o, c)
	}
	_, err := fmt.Fprintf(c.Stdout, frontPage, commandList(c.Model.Leaves(true)))
	return err
}

const frontPage = `Upline settles the commissions of network marketing: it reads a folder of CSV
files and plan versions, and writes who earned what, for which order, and why.

Usage: upline COMMAND [FLAGS]

Commands:
%s
Exit status:
  0    done
  1    something failed: reading, writing, or a defect of Upline
  2    bad input or usage; findings on a bundle or a plan are on standard error,
       one a line, as file:line: what is wrong and what would be right
  130  interrupted; nothing was left behind

upline COMMAND --help tells more about a command. README.md tells where to begin,
commission/README.md what a bundle and a plan can say and what a run does with it.
`

// commandList lists the commands, each with an example.
func commandList(commands []*kong.Node) string {
	var list strings.Builder
	for _, command := range commands {
		fmt.Fprintf(&list, "  %-11s  %s\n", command.Path(), command.Help)
		if example := command.Tag.Get("example"); example != "" {
			fmt.Fprintf(&list, "      $ %s\n", example)
		}
	}
	return list.String()
}

package main

import (
	"fmt"
	"io"
	"os"

	"upline/commission/planfile"
	"upline/internal/fault"
)

// planCommand groups what helps to write plans.
type planCommand struct {
	Schema planSchemaCommand `cmd:"" help:"Print the JSON Schema of plan files, for editors." example:"upline plan schema > plan.schema.json"`
	Check  planCheckCommand  `cmd:"" help:"Check plan files, the versions of one plan." example:"upline plan check plans/*.yaml"`
}

// planSchemaCommand prints the schema.
type planSchemaCommand struct{}

// Run prints it.
func (planSchemaCommand) Run(m *Main) error { return m.print(string(planfile.Schema())) }

// planCheckCommand checks plan files by themselves, and against each other.
type planCheckCommand struct {
	Files []string `arg:"" name:"file" help:"Plan files; - is standard input."`
}

// Run prints the findings file by file, each in the order of its lines, or that there are none.
func (c *planCheckCommand) Run(m *Main) error {
	var versions []*planfile.File
	var findings fault.Findings
	place := map[string]int{}
	for i, name := range c.Files {
		content, err := m.readFile(name)
		if err != nil {
			return &fault.Error{Kind: fault.Invalid, Msg: "name plan files that can be read", Err: err}
		}
		version := planfile.Read(name, content)
		versions = append(versions, version)
		findings = append(findings, version.Findings...)
		place[name] = i
	}
	findings = append(findings, planfile.Compare(versions)...)
	if len(findings) > 0 {
		findings.Sort(func(file string) int { return place[file] })
		return findings
	}
	return m.print(fmt.Sprintf("%s of %s: no findings\n", counting(len(versions), "version"), versions[0].Plan.Name))
}

// readFile reads a file, or standard input where the name is a dash.
func (m *Main) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(m.Stdin)
	}
	return os.ReadFile(name)
}

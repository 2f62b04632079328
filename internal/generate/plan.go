package generate

import (
	"embed"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"upline/internal/period"
)

// The plans are templates, for the thresholds of their ranks depend on how much the partners of a bundle sell.
//
//go:embed plans/*.yaml
var planFiles embed.FS

var planTemplates = template.Must(template.ParseFS(planFiles, "plans/*.yaml"))

// versionsFrom is the number of periods from which the full plan has a second version, in force from the middle on.
const versionsFrom = 6

// A version is what a template needs to become a version of a plan.
type version struct {
	ValidFrom period.Day
	Revised   bool  // the second version
	volume    int64 // mean points of a partner in a period, in hundredths
}

// Group is the volume of a group of so many partners with mean sales, in points, with two digits that count.
func (v version) Group(partners int64) int64 {
	points := v.volume * partners / 100
	unit := int64(1)
	for points/unit >= 100 {
		unit *= 10
	}
	return max(1, points/unit*unit)
}

// writePlans writes the version in force from the company's first day on, and the second one if there is one.
func (c *company) writePlans(f *folder) error {
	if err := os.MkdirAll(filepath.Join(f.dir, "plans"), 0o755); err != nil {
		return failed("creating the folder plans", err)
	}
	o := c.options
	volume := orderPoints * 100 * int64(o.Orders) / int64(o.Partners) / int64(o.Periods)
	if err := c.writePlan(f, version{ValidFrom: c.calendar.founded, volume: volume}); err != nil {
		return err
	}
	if o.Plan != Full || o.Periods < versionsFrom {
		return nil
	}
	middle := c.calendar.settled(o.Periods / 2).Start()
	return c.writePlan(f, version{ValidFrom: middle, Revised: true, volume: volume})
}

// writePlan writes one version, into a file named by the day from which it holds.
func (c *company) writePlan(f *folder, v version) error {
	var text strings.Builder
	if err := planTemplates.ExecuteTemplate(&text, string(c.options.Plan)+".yaml", v); err != nil {
		return err
	}
	name := filepath.Join("plans", v.ValidFrom.String()+".yaml")
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text.String()), 0o644); err != nil {
		return failed("writing "+name, err)
	}
	return nil
}

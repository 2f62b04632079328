package bundle

import (
	"cmp"
	"io"
	"slices"

	"golang.org/x/sync/errgroup"

	"upline/commission/planfile"
	"upline/internal/fault"
)

// reading is a bundle that is being read.
type reading struct {
	options Options
	sources *sources
	reports []*report      // by fileRank
	planned fault.Findings // in plans, and between them

	planFiles     []PlanFile
	plans         *plans
	partners      *partners
	sponsorships  *sponsorships
	placements    *placements
	statuses      *statuses
	careers       *careers
	overrides     *overrides
	orders        *orders
	cancellations *cancellations
}

func newReading(s *sources, o Options) *reading {
	r := &reading{options: o, sources: s}
	for _, file := range tableFiles {
		r.reports = append(r.reports, newReport(file.name))
	}
	r.reports = append(r.reports, newReport("plans"))
	return r
}

// read reads all files: the plans first, since rows of the others name their ranks and trees, then the largest ones.
func (r *reading) read() error {
	if err := r.readPlans(); err != nil {
		return err
	}
	files := slices.Clone(tableFiles)
	slices.SortStableFunc(files, func(a, b tableFile) int {
		return cmp.Compare(r.sources.tables[b.name].size, r.sources.tables[a.name].size)
	})
	var all errgroup.Group
	all.SetLimit(r.options.Workers)
	for _, file := range files {
		all.Go(func() error { return r.readTable(file) })
	}
	return all.Wait()
}

func (r *reading) readTable(file tableFile) error {
	report := r.reports[fileRank(file.name)]
	source, there := r.sources.tables[file.name]
	if !there {
		file.read(r, file.absent(report))
		return nil
	}
	f, err := r.sources.open(source)
	if err != nil {
		return err
	}
	defer f.Close()
	t := file.open(f, source.size, report)
	file.read(r, t)
	if t.err != nil {
		return source.ioError(t.err)
	}
	return nil
}

func (r *reading) readPlans() error {
	report := r.reports[len(tableFiles)]
	if len(r.sources.plans) == 0 {
		report.addf(1, "there is no plan: put one into plans/NAME.yaml")
	}
	var versions []*planfile.File
	for _, source := range r.sources.plans {
		f, err := r.sources.open(source)
		if err != nil {
			return err
		}
		content, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return source.ioError(err)
		}
		r.planFiles = append(r.planFiles, PlanFile{source.name, content})
		version := planfile.Read(source.name, content)
		versions = append(versions, version)
		r.planned = append(r.planned, version.Findings...)
	}
	r.planned = append(r.planned, planfile.Compare(versions)...)
	r.plans = newPlans(versions)
	r.plans.checkPeriods(report, r.options)
	return nil
}

// findings returns what is wrong, as fault.Findings, or nil.
func (r *reading) findings() error {
	all := r.planned
	for _, report := range r.reports {
		report.cut()
		all = append(all, report.list...)
	}
	if len(all) == 0 {
		return nil
	}
	all.Sort(fileRank)
	return all[:min(len(all), findingsMax)]
}

package bundle

import (
	"io"
	"path"
	"slices"

	"upline/internal/fault"
	"upline/internal/folder"
)

// planPattern is how the files of plan versions are named.
const planPattern = "plans/*.yaml"

// Write writes a bundle into a folder, all of it or nothing. The facts must be valid. What is written settles to the same
// results, for any periods, and reads as the same facts, but for the numbers of the kinds of orders. Nobody of it is placed
// automatically any more: those who were have rows like others. An existing folder is replaced, and must be empty or hold
// nothing but the files of a bundle.
//
// Errors: Invalid when a plan has no name such as plans/2026.yaml of its own, there is no plan, or an override has no reason;
// Conflict when the folder holds something else, or another command is writing to it; otherwise what the file system said.
func Write(dir string, content Content) error {
	if err := checkPlanNames(content.Plans); err != nil {
		return err
	}
	if err := checkReasons(&content); err != nil {
		return err
	}
	target, err := folder.Create(dir, bundleFiles())
	if err != nil {
		return err
	}
	defer target.Abort()
	if err := write(&content, func(name string) (io.Writer, error) { return target.File(name) }); err != nil {
		return err
	}
	return target.Commit()
}

// create makes a file of a bundle.
type create func(name string) (io.Writer, error)

func write(content *Content, create create) error {
	for _, plan := range content.Plans {
		file, err := create(plan.Name)
		if err != nil {
			return err
		}
		if _, err := file.Write(plan.Bytes); err != nil {
			return err
		}
	}
	for _, file := range tableFiles {
		w := &tableWriter{create: create, file: file, partners: content.Facts.Partners}
		file.write(w, content)
		if err := w.close(); err != nil {
			return err
		}
	}
	return nil
}

// bundleFiles is what a folder may hold that is replaced.
func bundleFiles() folder.Content {
	files := []string{planPattern}
	for _, file := range tableFiles {
		files = append(files, file.name)
	}
	return folder.Content{Op: "write bundle", Noun: "bundle file", Files: files}
}

// checkPlanNames refuses names by which Read would not find the plans again.
func checkPlanNames(plans []PlanFile) error {
	if len(plans) == 0 {
		return fault.Invalidf("write bundle", "there is no plan: a bundle has one at least")
	}
	names := map[string]bool{}
	for _, plan := range plans {
		matched, err := path.Match(planPattern, plan.Name)
		if !matched || err != nil || path.Base(plan.Name)[0] == '.' {
			return fault.Invalidf("write bundle", "a plan is named %s: name it plans/NAME.yaml", quoted(plan.Name))
		}
		if names[plan.Name] {
			return fault.Invalidf("write bundle", "two plans are named %s: give each a name of its own", quoted(plan.Name))
		}
		names[plan.Name] = true
	}
	return nil
}

// checkReasons refuses overrides without a reason, which Read would refuse.
func checkReasons(c *Content) error {
	spans := len(c.Facts.Overrides.Spans)
	if len(c.Reasons) != spans || slices.Contains(c.Reasons, "") {
		return fault.Invalidf("write bundle", "%d overrides have %d reasons, or an empty one: give each a reason of its own", spans, len(c.Reasons))
	}
	return nil
}

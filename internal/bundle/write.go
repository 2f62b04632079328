package bundle

import (
	"path"

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
// Errors: Invalid when a plan has no name such as plans/2026.yaml of its own, or there is no plan; Conflict when the folder
// holds something else, or another command is writing to it; otherwise what the file system said.
func Write(dir string, content Content) error {
	if err := checkPlanNames(content.Plans); err != nil {
		return err
	}
	target, err := folder.Create(dir, bundleFiles())
	if err != nil {
		return err
	}
	defer target.Abort()
	if err := writePlans(target, content.Plans); err != nil {
		return err
	}
	for _, file := range tableFiles {
		w := newTableWriter(target, file)
		file.write(w, content.Facts)
		if err := w.close(); err != nil {
			return err
		}
	}
	return target.Commit()
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

func writePlans(target *folder.Folder, plans []PlanFile) error {
	for _, plan := range plans {
		file, err := target.File(plan.Name)
		if err != nil {
			return err
		}
		if _, err := file.Write(plan.Bytes); err != nil {
			return err
		}
	}
	return nil
}

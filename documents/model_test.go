package documents_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"pgregory.net/rapid"

	"upline/documents"
	"upline/documents/retention"
	"upline/internal/fault"
)

// object is what should be under a name: its versions, the latest last. It says in the plainest way what an Archive promises.
type object struct{ versions []version }

type version struct {
	whole, marker bool
	lock          retention.Lock
	until         time.Time // zero: not locked
	held          bool
}

func (v *version) strengthen(keep documents.Retention) {
	if v.marker || keep.Lock == retention.Unlocked || keep.Until.Before(time.Now()) {
		return
	}
	if v.until.IsZero() || keep.Lock < v.lock {
		v.lock = keep.Lock
	}
	if keep.Until.After(v.until) {
		v.until = keep.Until
	}
}

func (o *object) put(keep documents.Retention) {
	if n := len(o.versions); n == 0 || !o.versions[n-1].whole {
		o.versions = append(o.versions, version{whole: true})
	}
	o.versions[len(o.versions)-1].strengthen(keep)
}

// each does something with all versions that have bytes, and says whether there were any.
func (o *object) each(do func(v *version)) (any bool) {
	for i := range o.versions {
		if !o.versions[i].marker {
			do(&o.versions[i])
			any = true
		}
	}
	return any
}

// erase says whether it may go, and lets it go then.
func (o *object) erase(lift bool) bool {
	for _, v := range o.versions {
		if v.held || !v.until.IsZero() && (v.lock == retention.Compliance || !lift) {
			return false
		}
	}
	o.versions = nil
	return true
}

// state is what can be compared with the model, sorted.
func (o *object) state() (all []string) {
	for _, v := range o.versions {
		all = append(all, fmt.Sprintf("whole %v, marker %v, %v until %v, held %v", v.whole, v.marker, v.lock, v.until.Unix(), v.held))
	}
	slices.Sort(all)
	return all
}

// stateOf is the same of what is there.
func stateOf(versions []documents.Version) []string {
	var o object
	for _, v := range versions {
		o.versions = append(o.versions, version{v.Whole, v.Marker, v.Kept.Lock, v.Kept.Until, v.Held})
	}
	return o.state()
}

// anyOrder does anything in any order, and compares what is there with the model after each step.
func anyOrder(t *testing.T, config documents.Config) {
	a, s3 := open(t, config), client(t, config)
	rapid.Check(t, func(rt *rapid.T) {
		data, model := content(50), &object{}
		name := "evidence/" + refOf(data).SHA256
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			step(rt, a, s3, config.Bucket, data, name, model)
			versions, err := a.Versions(t.Context(), "evidence", refOf(data))
			if got := stateOf(versions); err != nil || !slices.Equal(got, model.state()) {
				rt.Fatalf("there is %q, %v\nwant %q", got, err, model.state())
			}
			there := slices.ContainsFunc(model.versions, func(v version) bool { return v.whole })
			got, err := read(t, a, refOf(data), 0, -1)
			if there != (err == nil && bytes.Equal(got, data)) || !there && fault.KindOf(err) != fault.NotFound {
				rt.Fatalf("it should be there: %v; %d bytes come, %v", there, len(got), err)
			}
		}
	})
}

// step does one thing, to the archive and to the model.
func step(t *rapid.T, a *documents.Archive, s3 *minio.Client, bucket string, data []byte, name string, model *object) {
	ctx, ref := t.Context(), refOf(data)
	keep := documents.Retention{
		Until: hour(rapid.IntRange(-1, 3).Draw(t, "hours")).Add(30 * time.Minute),
		Lock:  rapid.SampledFrom([]retention.Lock{retention.Compliance, retention.Governance, retention.Unlocked, retention.Unlocked}).Draw(t, "lock"),
	}
	flag := rapid.Bool().Draw(t, "flag")
	var err error
	want, done := fault.NotFound, true
	switch action := rapid.SampledFrom([]string{"put", "put", "extend", "hold", "erase", "hide", "overwrite"}).Draw(t, "action"); action {
	case "put":
		_, err = a.Put(ctx, "evidence", bytes.NewReader(data), ref.Size, keep)
		model.put(keep)
	case "extend":
		err = a.Extend(ctx, "evidence", ref, keep)
		done = model.each(func(v *version) { v.strengthen(keep) })
	case "hold":
		err = a.Hold(ctx, "evidence", ref, flag)
		done = model.each(func(v *version) { v.held = flag })
	case "erase":
		var proof *documents.Erasure
		want = fault.Conflict
		before := model.state()
		proof, err = a.Erase(ctx, "evidence", ref, flag)
		if done = model.erase(flag); done && err == nil && !slices.Equal(stateOf(proof.Versions), before) {
			t.Fatalf("the proof says %+v, want %q", proof, before)
		}
	case "hide": // a marker without anything below it, or over another one, is each store's own affair
		if n := len(model.versions); n > 0 && !model.versions[n-1].marker {
			err = s3.RemoveObject(ctx, bucket, name, minio.RemoveObjectOptions{})
			model.versions = append(model.versions, version{marker: true})
		}
	case "overwrite":
		_, err = s3.PutObject(ctx, bucket, name, bytes.NewReader(data[:10]), 10, minio.PutObjectOptions{})
		model.versions = append(model.versions, version{})
	}
	if done != (err == nil) || !done && fault.KindOf(err) != want {
		t.Fatalf("%v; it should go: %v", err, done)
	}
}

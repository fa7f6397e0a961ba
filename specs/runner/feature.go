package runner

import (
	"context"
	"slices"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// findOut asks for every feature that is declared unsupported, whether it is.
func (s *suite) findOut(ctx context.Context) {
	for i := range harness.Features {
		f := &harness.Features[i]
		if s.Target.Features[f.Name] != harness.Unsupported {
			continue
		}
		if res := s.ask(ctx, f); res != nil && harness.Offers(res) {
			s.answers[f.Name] = res.RequestType + " is answered " + res.Type
		}
	}
}

// ask sends one of a feature's functions, without the parameters that it needs
// to do anything; nil where there is no answer, or where it must not be asked.
func (s *suite) ask(ctx context.Context, f *harness.Feature) *client.Result {
	web := f.Name == harness.WebAPI || f.Name == "export"
	if web {
		if s.Target.WebAPI == "" || s.Target.ReadOnly && f.Name != harness.WebAPI {
			return nil
		}
		typ := "TEST"
		if len(f.Functions) > 0 {
			typ = f.Functions[0]
		}
		w, err := client.NewWebAPI(s.Target.WebAPI, client.Options{Timeout: s.patience(), Fingerprint: s.Target.Fingerprint, Pace: s.run.Pace})
		if err != nil {
			return nil
		}
		defer w.Close()
		res, _ := w.Do(ctx, client.NewRequest(typ))
		return res
	}
	if s.Target.ReadOnly {
		return nil
	}
	c, err := client.Dial(ctx, s.Target.API, client.Options{Timeout: s.patience(), MaxMessage: 1 << 20, Pace: s.run.Pace})
	if err != nil {
		return nil
	}
	defer c.Close()
	res, _ := c.Do(ctx, client.NewRequest(f.Functions[0]))
	return res
}

// features says what was left out for each feature that is declared unsupported.
func (s *suite) features() []reports.LeftOut {
	var all []reports.LeftOut
	for i := range harness.Features {
		name := harness.Features[i].Name
		if s.Target.Features[name] != harness.Unsupported {
			continue
		}
		out := reports.LeftOut{Feature: name, Answers: s.answers[name], Specs: []string{}}
		for id, feature := range s.leftOut {
			if feature == name {
				out.Specs = append(out.Specs, id)
			}
		}
		slices.Sort(out.Specs)
		all = append(all, out)
	}
	return all
}

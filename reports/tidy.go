package reports

import (
	"cmp"
	"reflect"
)

// tidy gives every spec a valid state and bounds what the server had a say in.
func (c *Conform) tidy() {
	if c.Specs == nil {
		c.Specs = []Spec{}
	}
	if c.Ledger == nil {
		c.Ledger = []Requirement{}
	}
	for i := range c.LeftOut {
		if c.LeftOut[i].Specs == nil {
			c.LeftOut[i].Specs = []string{}
		}
	}
	for i := range c.Specs {
		s := &c.Specs[i]
		switch s.State {
		case Passed, Failed, Warned, Skipped:
		default:
			s.State = Skipped
			s.Reason = cmp.Or(s.Reason, "the run did not reach it")
		}
		if s.State == Skipped && s.Reason == "" {
			s.Reason = "no reason given"
		}
		s.ID, s.Level = cmp.Or(s.ID, "unnamed"), cmp.Or(s.Level, Must)
		if s.Requirements == nil {
			s.Requirements = []string{}
		}
		s.Exchanges = clip(s.Exchanges, maxTranscript)
	}
	keepAll(reflect.ValueOf(c).Elem())
}

// shorten bounds what failures say together: those that come late say less.
// Transcripts have the rest.
func (c *Conform) shorten() {
	said := 0
	for i := range c.Specs {
		s := &c.Specs[i]
		fields := []*string{&s.Message, &s.Sent, &s.Received, &s.Expected}
		for i := range s.Wrong {
			fields = append(fields, &s.Wrong[i])
		}
		for _, f := range fields {
			if said > maxSaid {
				*f = clip(*f, maxLate)
			}
			said += len(*f)
		}
	}
}

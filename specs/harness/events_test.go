package harness

import (
	"strings"
	"testing"
)

func TestEventsAreFoundByTypeDeviceAndFields(t *testing.T) {
	r := NewRun(system(t), 1, 1)
	holds(t, try(t, r, func(s *T) {
		ev := s.Events("ALL")
		a, b := s.Device(), s.Device()
		s.Start(a, "CALLINSTANCE", "1")
		s.Start(b, "CALLINSTANCE", "2")
		s.Stop(a)
		second := ev.Expect("CALLSTART", b, "CALLINSTANCE", "2")
		first := ev.Expect("CALLSTART", a)
		ev.InOrder(first, second, ev.Expect("CALLSTOP", a))
		s.Equal("MODULE", first.Module, "Api")
		ev.None("CALLSTART", a)
		s.Check(len(ev.Seen(b)) >= 1, "nothing seen of %s", b)
	}))
}

func TestAMissingEventTellsWhatCame(t *testing.T) {
	r := NewRun(system(t), 1, 0.1)
	fails(t, try(t, r, func(s *T) {
		ev := s.Events("CALL")
		d := s.Device()
		s.Start(d)
		ev.Expect("CALLSTOP", d)
	}), "on the device came: CALLSTART")
}

func TestAnEventThatMustNotComeFails(t *testing.T) {
	fails(t, try(t, NewRun(system(t), 1, 1), func(s *T) {
		ev := s.Events("CALL")
		d := s.Device()
		s.Start(d)
		ev.None("CALLSTART", d)
	}), "an event CALLSTART came")
}

func TestASubscriptionKeepsABoundedNumberOfEvents(t *testing.T) {
	const ok = "<RESULT><REQUESTTYPE>EVENTS</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG></RESULT>\r\n"
	event := "<CALLCOPYEVENT><EVENTTYPE>CALLSTART</EVENTTYPE><EVENTDATA><ANI>" + strings.Repeat("1", 1<<20) + "</ANI></EVENTDATA></CALLCOPYEVENT>\r\n"
	o := try(t, NewRun(scripted(t, ok+strings.Repeat(event, maxEvents>>20+2)), 1, 1), func(s *T) {
		s.Events("ALL").Expect("CALLSTOP", s.Device())
	})
	if o.Failure != nil || !strings.Contains(o.Skipped, "more events came than a spec can keep") {
		t.Errorf("failure %v, skipped %q", o.Failure, o.Skipped)
	}
}

func TestRowsWaitForTheRecording(t *testing.T) {
	holds(t, try(t, NewRun(system(t), 1, 1), func(s *T) {
		d := s.Device()
		row := s.Recorded(d, "ANI", "614")
		s.Matches("the row", row, "DEVICEID", d, "ANI", "614")
	}))
}

func TestTheClockOfAServerInThisZoneIsOurs(t *testing.T) {
	holds(t, try(t, NewRun(system(t), 1, 1), func(s *T) {
		skew := s.Clock().Skew
		s.Check(skew.Abs() < tolerance, "skew %s", skew)
	}))
}

package eventinterface

import (
	"strings"

	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("RECORDINGSTARTED event", func() {
	harness.Spec("EVENT-RECORDINGSTARTED-1", "names the file and the channel, and no error", func(t *harness.T) {
		e := tell(t, t.Device()).events["RECORDINGSTARTED"]
		t.Equal("EVENTCLASS", e.Class, "RECORD")
		t.Check(e.Get("FILENAME") != "", "FILENAME is blank")
		_, ok := e.Int("CHANNEL")
		t.Check(ok, "CHANNEL is %q", e.Get("CHANNEL"))
		t.Equal("ERRORREASON", e.Get("ERRORREASON"), "NONE")
	})
	harness.Spec("EVENT-RECORDINGSTARTED-2", "names the file that DEVICESTATUS shows", func(t *harness.T) {
		s := tell(t, t.Device())
		t.Equal("FILENAME of RECORDINGSTARTED", s.events["RECORDINGSTARTED"].Get("FILENAME"), s.shown.Get("FILENAME"))
	})
	harness.Spec("EVENT-RECORDINGSTARTED-3", "comes for each of two calls at once, with files and channels of their own", func(t *harness.T) {
		a, b, ev := t.Device(), t.Device(), t.Events("RECORD")
		t.StartRecorded(a)
		t.StartRecorded(b)
		one, two := ev.Expect("RECORDINGSTARTED", a), ev.Expect("RECORDINGSTARTED", b)
		t.Check(one.Get("FILENAME") != two.Get("FILENAME"), "both are recorded in %s", one.Get("FILENAME"))
		t.Check(one.Get("CHANNEL") != two.Get("CHANNEL") || one.Get("COREIDENT") != two.Get("COREIDENT"), "both are recorded on channel %s", one.Get("CHANNEL"))
	})
	harness.Spec("EVENT-RECORDINGSTARTED-4", "comes for a partial recording too, as do those of its end", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		t.StartRecorded(d, "USER1", "whole")
		whole := ev.Expect("RECORDINGSTARTED", d)
		t.OK("RECORDSTART", "DEVICEID", d, "USER1", "part")
		part := ev.Expect("RECORDINGSTARTED", d, "USER1", "part")
		t.Check(part.Get("FILENAME") != whole.Get("FILENAME"), "both are recorded in %s", whole.Get("FILENAME"))
		t.OK("RECORDSTOP", "DEVICEID", d)
		stopped := ev.Expect("RECORDINGSTOPPED", d)
		ev.Expect("RECORDINGUPDATE", d, "RECORDID", stopped.Get("RECORDID"))
		t.Stop(d)
		rest := ev.Expect("RECORDINGSTOPPED", d)
		t.Check(rest.Get("RECORDID") != stopped.Get("RECORDID"), "both recordings have the RECORDID %s", rest.Get("RECORDID"))
		ev.Expect("RECORDINGUPDATE", d, "RECORDID", rest.Get("RECORDID"))
	})
})

var _ = harness.Describe("RECORDINGSTOPPED event", func() {
	harness.Spec("EVENT-RECORDINGSTOPPED-1", "names the recording that RECORDINGUPDATE and CALLLIST name", func(t *harness.T) {
		mark := t.Name("m")
		s := tell(t, t.Device(), "USER15", mark)
		id := s.events["RECORDINGSTOPPED"].Get("RECORDID")
		t.Equal("EVENTCLASS", s.events["RECORDINGSTOPPED"].Class, "RECORD")
		t.Equal("RECORDID of RECORDINGUPDATE", s.events["RECORDINGUPDATE"].Get("RECORDID"), id)
		t.Equal("RECORDID of the row", t.Rows(1, "USER15", mark)[0].Get("RECORDID"), id)
	})
	harness.Spec("EVENT-RECORDINGSTOPPED-2", "and RECORDINGUPDATE tell the days that CALLUPDATE has set", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d)
		t.OK("CALLUPDATE", "DEVICEID", d, "KEEPDAYS", "45", "USER2", "kept")
		t.Stop(d)
		ev.Expect("CALLSTOP", d, "KEEPDAYS", "45")
		ev.Expect("RECORDINGSTOPPED", d, "KEEPDAYS", "45", "USER2", "kept")
		ev.Expect("RECORDINGUPDATE", d, "KEEPDAYS", "45")
	})
})

// stem is a file's name without its folder and its extension: a file may be
// stored elsewhere and in another format than it was recorded.
func stem(filename string) string {
	name := filename[strings.LastIndexAny(filename, `/\`)+1:]
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	return name
}

var _ = harness.Describe("RECORDINGUPDATE event", func() {
	harness.Spec("EVENT-RECORDINGUPDATE-1", "names the recording's file", func(t *harness.T) {
		s := tell(t, t.Device())
		t.Equal("EVENTCLASS", s.events["RECORDINGUPDATE"].Class, "RECORD")
		t.Check(s.events["RECORDINGUPDATE"].Get("FILENAME") != "", "FILENAME is blank")
	})
	harness.Spec("EVENT-RECORDINGUPDATE-4", "names the file that RECORDINGSTARTED named", func(t *harness.T) {
		s := tell(t, t.Device())
		t.Equal("FILENAME of RECORDINGUPDATE, without folder and extension", stem(s.events["RECORDINGUPDATE"].Get("FILENAME")), stem(s.events["RECORDINGSTARTED"].Get("FILENAME")))
	})
	harness.Spec("EVENT-RECORDINGUPDATE-2", "comes only when the database is back, once for each recording", func(t *harness.T) {
		ev := t.Events("RECORD")
		a, b := t.Device(), t.Device()
		t.StartRecorded(a)
		t.DatabaseDown()
		t.StartRecorded(b)
		for _, d := range []string{a, b} {
			t.Stop(d)
			ev.Expect("RECORDINGSTOPPED", d)
		}
		ev.None("RECORDINGUPDATE", a)
		t.Equal("the number of RECORDINGUPDATE events meanwhile", countOf(ev, "RECORDINGUPDATE", b), 0)
		t.DatabaseUp()
		for _, d := range []string{a, b} {
			ev.Expect("RECORDINGUPDATE", d)
		}
		ev.None("RECORDINGUPDATE", a)
		t.Equal("the number of RECORDINGUPDATE events", countOf(ev, "RECORDINGUPDATE", a)+countOf(ev, "RECORDINGUPDATE", b), 2)
	})
})

var _ = harness.Describe("RECORDINGPAUSED and RECORDINGRESUMED events", func() {
	harness.Spec("EVENT-RECORDINGPAUSED-1", "name the file, the channel and no error, as RECORDINGSTARTED did", func(t *harness.T) {
		s := tell(t, t.Device())
		started := s.events["RECORDINGSTARTED"]
		for _, typ := range []string{"RECORDINGPAUSED", "RECORDINGRESUMED"} {
			t.Equal("EVENTCLASS", s.events[typ].Class, "RECORD")
			t.Matches(typ, s.events[typ].Fields, "FILENAME", started.Get("FILENAME"), "CHANNEL", started.Get("CHANNEL"), "ERRORREASON", "NONE")
		}
	})
	harness.Spec("EVENT-RECORDINGPAUSED-2", "come each time that a recording is paused and resumed", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		t.StartRecorded(d)
		for range 3 {
			t.OK("BLACKOUTSTART", "DEVICEID", d)
			paused := ev.Expect("RECORDINGPAUSED", d)
			t.OK("BLACKOUTSTOP", "DEVICEID", d)
			ev.InOrder(paused, ev.Expect("RECORDINGRESUMED", d))
		}
		ev.None("RECORDINGPAUSED", d)
		t.Equal("the number of RECORDINGRESUMED events", countOf(ev, "RECORDINGRESUMED", d), 3)
	})
	harness.Spec("EVENT-RECORDINGPAUSED-3", "come for the device that is meant alone", func(t *harness.T) {
		d, other, ev := t.Device(), t.Device(), t.Events("ALL")
		t.StartRecorded(d)
		t.StartRecorded(other)
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		ev.Expect("RECORDINGPAUSED", d)
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		ev.Expect("RECORDINGRESUMED", d)
		settled(t, ev)
		t.Equal("the number of RECORDINGPAUSED events of another device", countOf(ev, "RECORDINGPAUSED", other), 0)
		t.Equal("the number of RECORDINGRESUMED events of another device", countOf(ev, "RECORDINGRESUMED", other), 0)
	})
	harness.Spec("EVENT-RECORDINGPAUSED-4", "come once though the blackout is started twice", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d)
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		ev.Expect("RECORDINGPAUSED", d)
		settled(t, ev)
		t.Equal("the number of RECORDINGPAUSED events", countOf(ev, "RECORDINGPAUSED", d), 1)
	})
	harness.Spec("EVENT-RECORDINGRESUMED-1", "are not sent by a stop where nothing is paused", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d)
		t.Send("BLACKOUTSTOP", "DEVICEID", d)
		settled(t, ev)
		t.Equal("the number of RECORDINGRESUMED events", countOf(ev, "RECORDINGRESUMED", d), 0)
	})
})

package status

import (
	"regexp"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// channels returns what CHANNELS says of each channel.
func channels(t *harness.T) []harness.Fields { return t.OK("CHANNELS").Sections("CHANNEL") }

// channel returns the channel of that ID.
func channel(t *harness.T, id string) harness.Fields {
	for _, c := range channels(t) {
		if c.Get("ID") == id {
			return c
		}
	}
	t.Failf("CHANNELS shows no channel with ID %s", id)
	return harness.Fields{}
}

// recording is what STATE says of a channel that records or is about to:
// numbers 2 and 7, or a text (E-16).
var recording = regexp.MustCompile(`(?i)^(2|7|.*record.*)$`)

var _ = harness.Describe("CHANNELS", func() {
	harness.Spec("CHANNELS-1", "counts the channels that it shows", func(t *harness.T) {
		r := t.OK("CHANNELS")
		t.Equal("COUNT", count(t, r), len(r.Sections("CHANNEL")))
		r.Want(len(r.Sections("CHANNEL")) > 0, "at least one channel")
	})
	harness.Spec("CHANNELS-2", "has every field for each channel, blank or not", func(t *harness.T) {
		for _, c := range channels(t) {
			t.HasFields("channel "+c.Get("ID"), c, "ID", "STATE", "PLAYBACKEXTENSION", "RECORDINGDEVICEALIAS", "RECORDINGDEVICE",
				"LASTSTATECHANGE", "LASTSTATECHANGEUNIXTIME")
		}
	})
	harness.Spec("CHANNELS-3", "gives each channel an ID of its own, a number", func(t *harness.T) {
		seen := map[int64]bool{}
		for _, c := range channels(t) {
			id, ok := c.Int("ID")
			t.Check(ok, "the ID of a channel is %q", c.Get("ID"))
			t.Check(!seen[id], "two channels have the ID %d", id)
			seen[id] = true
		}
	})
	harness.Spec("CHANNELS-4", "gives the state of each channel as a number from 0 to 9 or a text", func(t *harness.T) {
		for _, c := range channels(t) {
			state := c.Get("STATE")
			t.Check(state != "", "the STATE of channel %s is blank", c.Get("ID"))
			n, err := strconv.Atoi(state)
			t.Check(err != nil || 0 <= n && n <= 9, "the STATE of channel %s is %s", c.Get("ID"), state)
			t.Reading("E-16", map[bool]string{true: "number", false: "text"}[err == nil])
		}
	})
	harness.Spec("CHANNELS-5", "gives the time of the last change in both forms, the same in both", func(t *harness.T) {
		for _, c := range channels(t) {
			unix, ok := c.Int("LASTSTATECHANGEUNIXTIME")
			t.Check(ok, "LASTSTATECHANGEUNIXTIME is %q", c.Get("LASTSTATECHANGEUNIXTIME"))
			at := t.Time("LASTSTATECHANGE", c.Get("LASTSTATECHANGE"))
			t.Between("LASTSTATECHANGEUNIXTIME", t.Unix(unix), at, at)
			t.Check(!at.After(time.Now().Add(time.Minute)), "LASTSTATECHANGE is in the future: %s", c.Get("LASTSTATECHANGE"))
		}
	})
	harness.Spec("CHANNELS-6", "shows the channel of a recording as recording, since the recording began", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		before := map[string]string{}
		for _, c := range channels(t) {
			before[c.Get("ID")] = c.Get("LASTSTATECHANGEUNIXTIME")
		}
		t.Elapse(time.Now(), 1100*time.Millisecond) // it is told in whole seconds
		t.StartRecorded(d)
		id := ev.Expect("RECORDINGSTARTED", d).Get("CHANNEL")
		t.Eventually("the channel records", func() {
			state := channel(t, id).Get("STATE")
			t.Check(recording.MatchString(state), "the STATE of channel %s is %s while it records", id, state)
		})
		t.Check(channel(t, id).Get("LASTSTATECHANGEUNIXTIME") != before[id], "channel %s has last changed at %s as before", id, before[id])
		unix, _ := channel(t, id).Int("LASTSTATECHANGEUNIXTIME")
		t.Between("LASTSTATECHANGEUNIXTIME", t.Unix(unix), time.Now(), time.Now())
		t.Stop(d)
		ev.Expect("RECORDINGSTOPPED", d)
		channel(t, id)
	})
	harness.Spec("CHANNELS-9", "shows that a channel has changed when its recording is over", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		t.StartRecorded(d)
		id := ev.Expect("RECORDINGSTARTED", d).Get("CHANNEL")
		began := channel(t, id).Get("LASTSTATECHANGEUNIXTIME")
		t.Elapse(time.Now(), 1100*time.Millisecond) // it is told in whole seconds
		t.Stop(d)
		ev.Expect("RECORDINGSTOPPED", d)
		t.Eventually("the channel has changed", func() { // to rest, or to another call's recording
			c := channel(t, id)
			t.Check(!recording.MatchString(c.Get("STATE")) || c.Get("LASTSTATECHANGEUNIXTIME") != began,
				"channel %s is still %s since %s, though its recording is over", id, c.Get("STATE"), began)
		})
	})
	harness.Spec("CHANNELS-7", "is refused while the database is lost", func(t *harness.T) {
		t.DatabaseDown()
		t.Send("CHANNELS").Is(catalog.API_DATABASE_QUERY_ERROR)
		t.DatabaseUp()
		t.Eventually("CHANNELS works again", func() { t.OK("CHANNELS") })
	})
	harness.Spec("CHANNELS-8", "refuses a REQUESTID that is none", func(t *harness.T) { requestIDs(t, "CHANNELS") })
})

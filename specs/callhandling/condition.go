package callhandling

import (
	"fmt"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// obstacles are conditions under which a call is not recorded, as the control
// plane sets them, and the code of each.
var obstacles = []struct {
	name, condition string
	value           func(t *harness.T) any
	code            catalog.Code
	ends            bool // what is being recorded, too
}{
	{"the disk is full", "disk", is("full"), catalog.API_ERROR_OUT_OF_DISK_SPACE, true},
	{"the logger has stopped", "logger", is("stopped"), catalog.API_ERROR_LOGGER_NOT_RUNNING, true},
	{"there is no recording path", "recording_path", is(false), catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH, false},
	{"the scheduler has stopped", "scheduler", is("stopped"), catalog.API_ERROR_SCHEDULER_NOT_RUNNING, false},
	{"no channel is free", "channels", func(t *harness.T) any { return channels(t, 0) }, catalog.API_ERROR_NO_FREE_CHANNELS, false},
	{"a filter forbids it", "filters", is([]map[string]string{{"variable": "GROUP", "pattern": "forbidden"}}), catalog.API_ERROR_BLOCKED_RECORDING_FILTER, false},
}

func is(value any) func(*harness.T) any { return func(*harness.T) any { return value } }

// channels leaves n channels to the first core, and none to the others.
func channels(t *harness.T, n int) map[string]int {
	limits := map[string]int{}
	for i, core := range t.Cores() {
		limits[fmt.Sprint(core)] = 0
		if i == 0 {
			limits[fmt.Sprint(core)] = n
		}
	}
	return limits
}

var _ = harness.Describe("a condition", func() {
	for _, o := range obstacles {
		harness.Spec("CONDITION-1 CONDITION-2", "keeps a call from being recorded, and nothing else: "+o.name, func(t *harness.T) {
			d, ev := t.Device(), t.Events("ALL")
			t.Condition(o.condition, o.value(t))
			t.StopAfterwards(d)
			t.Send("CALLSTART", "DEVICEID", d, "GROUP", "forbidden").Is(catalog.API_OK, o.code)
			ev.Expect("CALLSTART", d)
			t.Active(d, "")
			ev.None("RECORDINGSTARTED", d)
			t.Equal("ISRECORDING", t.Status(d).Get("ISRECORDING"), "N")
			t.InOrder(o.condition)
			t.Stop(d)
			t.Active(d)
			t.StartRecorded(d, "GROUP", "forbidden")
		})
		if !o.ends {
			continue
		}
		harness.Spec("CONDITION-3", "ends what is being recorded, and keeps it: "+o.name, func(t *harness.T) {
			d, ev := t.Device(), t.Events("RECORD")
			t.StartRecorded(d, "USER1", "kept")
			t.Condition(o.condition, o.value(t))
			ev.Expect("RECORDINGSTOPPED", d)
			t.Active(d, "")
			t.InOrder(o.condition)
			t.Equal("USER1 of the recording", t.Row(d).Get("USER1"), "kept")
		})
	}

	harness.Spec("CONDITION-4", "lets nothing be done without a licence", func(t *harness.T) {
		d := t.Device()
		t.Condition("licence", false)
		t.Send("CALLSTART", "DEVICEID", d).Is(catalog.API_UNLICENSED)
		t.InOrder("licence")
		t.Active(d)
	})

	harness.Spec("CONDITION-5", "lets nothing be done while the queue is full", func(t *harness.T) {
		d := t.Device()
		t.Condition("queue_full", true)
		t.StopAfterwards(d)
		t.Send("CALLSTART", "DEVICEID", d).Is(catalog.API_COMMAND_QUEUE_FULL)
		t.InOrder("queue_full")
		t.Active(d)
		t.Start(d)
		t.Active(d, "")
	})

	harness.Spec("CONDITION-6", "keeps clients out where there are too many", func(t *harness.T) {
		first := t.Dial()
		first.OK("TEST")
		t.Condition("client_limit", 1)
		if r := t.Dial().NextIfAny(); r != nil {
			r.Is(catalog.API_TOO_MANY_CLIENTS)
		}
		first.OK("TEST")
		t.InOrder("client_limit")
		t.Dial().OK("TEST")
	})

	harness.Spec("CONDITION-7", "of too few channels gives way to PRIORITY", func(t *harness.T) {
		low, high, ev := t.Device(), t.Device(), t.Events("RECORD")
		t.Condition("channels", channels(t, 1))
		t.StartRecorded(low, "PRIORITY", "1")
		t.StartRecorded(high, "PRIORITY", "50")
		ev.Expect("RECORDINGSTOPPED", low)
		t.Active(low, "")
		t.Stop(high)
		t.Row(low)
	})

	for _, lowest := range []string{"first", "last"} {
		harness.Spec("CONDITION-7", "of too few channels gives way to PRIORITY, the lowest first, and to no equal: the "+lowest+" is it", func(t *harness.T) {
			t.Condition("channels", channels(t, 2))
			a, b, c, ev := t.Device(), t.Device(), t.Device(), t.Events("RECORD")
			if lowest == "first" {
				t.StartRecorded(b, "PRIORITY", "10")
			}
			t.StartRecorded(a, "PRIORITY", "30")
			if lowest == "last" {
				t.StartRecorded(b, "PRIORITY", "10")
			}
			t.StartRecorded(c, "PRIORITY", "20")
			ev.Expect("RECORDINGSTOPPED", b)
			for _, priority := range []string{"20", "10", "0", ""} {
				d := t.Device()
				t.StopAfterwards(d)
				t.Send("CALLSTART", "DEVICEID", d, "PRIORITY", priority).Is(catalog.API_OK, catalog.API_ERROR_NO_FREE_CHANNELS)
				t.Equal("ISRECORDING of a call of PRIORITY "+priority, t.Status(d).Get("ISRECORDING"), "N")
			}
			t.Equal("ISRECORDING of the call of PRIORITY 30", t.Status(a).Get("ISRECORDING"), "Y")
			t.Equal("ISRECORDING of the call of PRIORITY 20", t.Status(c).Get("ISRECORDING"), "Y")
			t.StartRecorded(t.Device(), "PRIORITY", "21")
			ev.Expect("RECORDINGSTOPPED", c)
			t.StartRecorded(t.Device(), "PRIORITY", "100")
			exactly(t, ev, 0, "RECORDINGSTOPPED", a)
		})
	}
	harness.Spec("CONDITION-7", "of too few channels gives way to the PRIORITY of RECORDSTART", func(t *harness.T) {
		low, high, ev := t.Device(), t.Device(), t.Events("RECORD")
		t.Condition("channels", channels(t, 1))
		t.StartRecorded(low, "PRIORITY", "10")
		t.StopAfterwards(high)
		t.Send("CALLSTART", "DEVICEID", high, "PRIORITY", "5").Is(catalog.API_OK, catalog.API_ERROR_NO_FREE_CHANNELS)
		t.Send("RECORDSTART", "DEVICEID", high).Is(catalog.API_OK, catalog.API_ERROR_NO_FREE_CHANNELS)
		exactly(t, ev, 0, "RECORDINGSTOPPED", low)
		t.OK("RECORDSTART", "DEVICEID", high, "PRIORITY", "11")
		ev.Expect("RECORDINGSTARTED", high)
		ev.Expect("RECORDINGSTOPPED", low)
	})
	harness.Spec("CONDITION-9", "of cores leaves recording to those that are up", func(t *harness.T) {
		cores := t.Cores()
		t.CoresDown()
		for _, core := range cores {
			t.CoreUp(core)
			d, ev := t.Device(), t.Events("RECORD")
			t.StopAfterwards(d)
			t.Send("CALLSTART", "DEVICEID", d).Is(catalog.API_OK, catalog.API_PARTIAL_CORE_RESPONSE)
			e := ev.Expect("RECORDINGSTARTED", d)
			t.Equal("COREIDENT of the recording", e.Get("COREIDENT"), fmt.Sprint(core))
			t.Equal("COREIDENT of the call", t.Status(d).Get("COREIDENT"), fmt.Sprint(core))
			t.CoresDown(core)
			ev.Expect("RECORDINGSTOPPED", d)
			t.Equal("ISRECORDING", t.Status(d).Get("ISRECORDING"), "N")
		}
	})

	harness.Spec("CONDITION-8", "of time ends a recording after an hour by MAXRECORDTIME", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		t.StartRecorded(d, "MAXRECORDTIME", "3600")
		t.Advance(59 * time.Minute)
		ev.None("RECORDINGSTOPPED", d)
		t.Advance(61 * time.Minute)
		ev.Expect("RECORDINGSTOPPED", d)
		t.Active(d, "")
		t.Equal("DURATION", t.Row(d).Get("DURATION"), "3600")
	})
})

package status

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// kept makes a recording of a short call and returns its row.
func kept(t *harness.T, nameValues ...string) harness.Fields {
	return keptOn(t, t.Device(), nameValues...)
}

// keptOn is kept on a device. Its USER15 finds the row, whatever else the device
// has recorded: one of its own unless it is given.
func keptOn(t *harness.T, device string, nameValues ...string) harness.Fields {
	mark := t.Name("m")
	if i := slices.Index(nameValues, "USER15"); i >= 0 {
		mark = nameValues[i+1]
	} else {
		nameValues = append([]string{"USER15", mark}, nameValues...)
	}
	t.StartRecorded(device, nameValues...)
	t.Stop(device)
	return t.Rows(1, "USER15", mark)[0]
}

// rowFields are the fields of a SEARCHRESULT section.
var rowFields = slices.Concat([]string{"CALLNUMBER", "DEVICEID", "DEVICEALIAS", "ANI", "DNIS", "CALLDIRECTION", "GROUP", "GATE"}, users,
	[]string{"RECORDID", "RECORDINGTIME", "DURATION", "AGENTFIRSTNAME", "AGENTLASTNAME", "CRM_USER", "SYS_USER"})

var _ = harness.Describe("CALLLIST", func() {
	harness.Spec("CALLLIST-1", "has every field for a recording, blank or not", func(t *harness.T) {
		t.HasFields("the SEARCHRESULT section", kept(t), rowFields...)
		r := t.OK("CALLLIST", "USER15", t.Name("m"))
		t.Reading("E-06", map[bool]string{true: "head", false: "bare"}[r.CodePresent()])
	})
	harness.Spec("CALLLIST-2", "shows what the call was described with, each value in its field", func(t *harness.T) {
		d := t.Device()
		values := described(t, "CALLID", "CALLINSTANCE")
		row := keptOn(t, d, values...)
		t.Matches("the row", row, append(values, "DEVICEID", d)...)
	})
	for _, v := range variables[:len(variables)-2] { // but for CALLID and CALLINSTANCE, which a row does not have
		harness.Spec("CALLLIST-2", "shows the call's "+v+" there alone", func(t *harness.T) {
			value := valueOf(t, v)
			only(t, "the row", kept(t, v, value), v, value)
		})
	}
	harness.Spec("CALLLIST-3", "shows the names and users of the agent who had the phone", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		t.Matches("the row", keptOn(t, d), "AGENTFIRSTNAME", u.FirstName, "AGENTLASTNAME", u.LastName, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
	})
	harness.Spec("CALLLIST-3", "shows nothing of an agent who has another phone", func(t *harness.T) {
		u := t.Agent(t.Device())
		row := kept(t)
		t.Check(row.Get("AGENTLASTNAME") != u.LastName && row.Get("SYS_USER") != u.SysUser && row.Get("CRM_USER") != u.CRMUser, "the row names agent %s", u.LastName)
	})

	harness.Spec("CALLLIST-4", "shows when the recording began", func(t *harness.T) {
		t.Clock()
		before := time.Now()
		row := kept(t)
		at, ok := row.Int("RECORDINGTIME")
		t.Check(ok, "RECORDINGTIME is %q", row.Get("RECORDINGTIME"))
		t.Between("RECORDINGTIME", t.Unix(at), before, time.Now())
	})
	harness.Spec("CALLLIST-5", "shows how many seconds the recording took", func(t *harness.T) {
		d, mark := t.Device(), t.Name("m")
		begin := time.Now()
		t.StartRecorded(d, "USER15", mark)
		recorded := time.Now()
		t.Elapse(recorded, 1200*time.Millisecond)
		least := time.Since(recorded).Seconds()
		t.Stop(d)
		most := time.Since(begin).Seconds()
		shown, err := strconv.ParseFloat(t.Rows(1, "USER15", mark)[0].Get("DURATION"), 64)
		t.Check(err == nil && shown >= math.Floor(least) && shown <= math.Ceil(most), "DURATION is %v; the call was recorded between %.1f and %.1f s", shown, least, most)
	})
	harness.Spec("CALLLIST-6", "gives each recording a RECORDID of its own, that of its events", func(t *harness.T) {
		seen, ev := map[string]bool{}, t.Events("RECORD")
		for range 3 {
			d := t.Device()
			row := keptOn(t, d)
			id, ok := row.Int("RECORDID")
			t.Check(ok && id > 0 && !seen[row.Get("RECORDID")], "RECORDID is %q; before came %v", row.Get("RECORDID"), seen)
			seen[row.Get("RECORDID")] = true
			ev.Expect("RECORDINGUPDATE", d, "RECORDID", row.Get("RECORDID"))
		}
	})
	harness.Spec("CALLLIST-7", "finds a recording as soon as RECORDINGUPDATE has announced it", func(t *harness.T) {
		ev := t.Events("RECORD")
		for range 5 {
			d, mark := t.Device(), t.Name("m")
			t.StartRecorded(d, "USER15", mark)
			t.Stop(d)
			id := ev.Expect("RECORDINGUPDATE", d).Get("RECORDID")
			rows := t.CallList("USER15", mark)
			t.Check(len(rows) == 1 && rows[0].Get("RECORDID") == id, "recording %s was announced; CALLLIST finds %d rows", id, len(rows))
		}
	})
	harness.Spec("CALLLIST-8", "shows each of two calls that a device had at once", func(t *harness.T) {
		d, mark := t.Device(), t.Name("m")
		t.StartRecorded(d, "CALLINSTANCE", "a", "USER15", mark, "ANI", "614")
		t.StartRecorded(d, "CALLINSTANCE", "b", "USER15", mark, "ANI", "615")
		t.Stop(d, "CALLINSTANCE", "a")
		t.Stop(d, "CALLINSTANCE", "b")
		rows := t.Rows(2, "USER15", mark)
		t.Check(rows[0].Get("ANI") != rows[1].Get("ANI") && rows[0].Get("RECORDID") != rows[1].Get("RECORDID"), "both rows are of the call from %s", rows[0].Get("ANI"))
	})
	harness.Spec("CALLLIST-9", "numbers the recordings of an answer from 1", func(t *harness.T) {
		gate := t.Name("g")
		for range 3 {
			kept(t, "GATE", gate)
		}
		for i, row := range t.Rows(3, "GATE", gate) {
			t.Matches("the row", row, "CALLNUMBER", strconv.Itoa(i+1))
		}
	})
	harness.Spec("CALLLIST-10", "shows and finds a recording by what CALLUPDATE has made of it", func(t *harness.T) {
		before, after := t.Name("v"), t.Name("v")
		row := kept(t, "USER4", before, "USER5", before)
		t.OK("CALLUPDATE", "RECORDID", row.Get("RECORDID"), "USER4", after)
		changed := t.Rows(1, "USER4", after)[0]
		t.Matches("the row", changed, "RECORDID", row.Get("RECORDID"), "USER4", after, "USER5", before)
		t.Rows(0, "USER4", before)
	})

	harness.Spec("CALLLIST-11", "is refused while the database is lost, and then shows what was recorded meanwhile", func(t *harness.T) {
		d, mark := t.Device(), t.Name("m")
		row := kept(t, "GATE", mark)
		t.DatabaseDown()
		t.Send("CALLLIST", "GATE", mark).Is(catalog.API_DATABASE_QUERY_ERROR)
		t.StartRecorded(d, "GATE", mark)
		t.Stop(d)
		t.Send("CALLLIST", "GATE", mark).Is(catalog.API_DATABASE_QUERY_ERROR)
		t.DatabaseUp()
		t.Eventually("CALLLIST works again", func() { t.OK("CALLLIST", "GATE", mark) })
		rows := t.Rows(2, "GATE", mark)
		t.Check(slices.Contains(ids(rows), row.Get("RECORDID")), "recording %s is gone", row.Get("RECORDID"))
		t.Check(rows[0].Get("DEVICEID") == d || rows[1].Get("DEVICEID") == d, "the recording made meanwhile is not among them")
	})
	harness.Spec("CALLLIST-12", "refuses a REQUESTID that is none", func(t *harness.T) { requestIDs(t, "CALLLIST", "USER15", t.Name("m")) })
})

// ids are the RECORDIDs of rows, in their order.
func ids(rows []harness.Fields) []string {
	var list []string
	for _, row := range rows {
		list = append(list, row.Get("RECORDID"))
	}
	return list
}

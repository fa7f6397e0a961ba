package pci_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/pci"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/wire"
)

var start = time.Date(2026, 1, 7, 9, 0, 0, 0, time.UTC)

// nobody is a directory without users.
type nobody struct{}

func (nobody) AgentByID(int64) (recorder.Agent, bool)          { return recorder.Agent{}, false }
func (nobody) AgentByPhone(string) (recorder.Agent, bool)      { return recorder.Agent{}, false }
func (nobody) AgentBySysUser(string) (recorder.Agent, bool)    { return recorder.Agent{}, false }
func (nobody) AgentByCRMUser(string) (recorder.Agent, bool)    { return recorder.Agent{}, false }
func (nobody) AgentByUsername(string) (recorder.Agent, bool)   { return recorder.Agent{}, false }
func (nobody) AgentByEmployeeID(string) (recorder.Agent, bool) { return recorder.Agent{}, false }
func (nobody) Phones(int64) []string                           { return nil }
func (nobody) StationOf(string) (string, bool)                 { return "", false }
func (nobody) DeviceOf(string) (string, bool)                  { return "", false }

// staffed knows two agents by their names and phones.
type staffed struct{ nobody }

var people = []recorder.Agent{{ID: 1, FirstName: "Ada", LastName: "Byron", SysUser: "ada"}, {ID: 2, FirstName: "Kim", LastName: "Doe", SysUser: "kim"}}

func (staffed) AgentByID(id int64) (recorder.Agent, bool) {
	if id < 1 || id > 2 {
		return recorder.Agent{}, false
	}
	return people[id-1], true
}

func (staffed) AgentBySysUser(name string) (recorder.Agent, bool) {
	for _, p := range people {
		if strings.EqualFold(p.SysUser, name) {
			return p, true
		}
	}
	return recorder.Agent{}, false
}

func (staffed) AgentByPhone(phone string) (recorder.Agent, bool) {
	return staffed{}.AgentByID(map[string]int64{"7001": 1, "7002": 2}[phone])
}

func (staffed) Phones(id int64) []string { return []string{fmt.Sprint(7000 + id)} }

// world is a recorder that an audit follows.
type world struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
	}
	rec   *recorder.Recorder
	audit *pci.Audit
	now   time.Time
	out   recorder.Outcome
	rows  []recorder.Recording
	said  []string
}

func (w *world) carry(req *catalog.Request) {
	w.audit.Observe(w.now, req, w.out.Result.Code, w.out.Events)
	for _, s := range w.out.Saves {
		w.rows = append(w.rows, s.Recording)
	}
	for _, x := range w.out.Amendments {
		for i := range w.rows {
			if w.rows[i].ID == x.RecordID {
				w.rows[i].Blackouts = x.Blackouts
			}
		}
	}
}

func (w *world) do(typ string, fields ...string) {
	w.t.Helper()
	w.said = append(w.said, fmt.Sprintf("%v %s %s: %v", w.now.Sub(start), typ, strings.Join(fields, " "), nil))
	frame := wire.AppendField([]byte("<REQUEST>"), "TYPE", typ)
	frame = wire.AppendField(frame, "REQUESTID", "1")
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		frame = wire.AppendField(frame, name, value)
	}
	var m wire.Message
	if err := m.Decode(append(frame, "</REQUEST>"...)); err != nil {
		w.t.Fatalf("%v", err)
	}
	var req catalog.Request
	if res := catalog.Bind(&m, catalog.TCP, &req); res != nil {
		w.t.Fatalf("%s %q: %v", typ, fields, res)
	}
	w.rec.Do(w.now, &req, &w.out)
	w.said[len(w.said)-1] = strings.Replace(w.said[len(w.said)-1], "<nil>", w.out.Result.Code.String(), 1)
	w.carry(&req)
}

func (w *world) pass(d time.Duration) {
	end := w.now.Add(d)
	for {
		at, ok := w.rec.Wake()
		if !ok || at.After(end) {
			break
		}
		w.now = at
		w.rec.Tick(w.now, &w.out)
		w.carry(nil)
	}
	w.now = end
}

func newWorld(t interface {
	Helper()
	Fatalf(string, ...any)
}, dir recorder.Directory) *world {
	const longest = 10 * time.Minute
	return &world{t: t, now: start, audit: pci.New(pci.Options{AgentMax: longest}),
		rec: recorder.New(recorder.Config{Start: start, Cores: []recorder.Core{{ID: 1, Channels: 20}}, AgentBlackoutMax: longest}, dir)}
}

// TestTheRecorderLeaksNothing plays random calls and blackouts: what the audit
// says had to be silent, is; and where it is not, the audit says so.
func TestTheRecorderLeaksNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, staffed{})
		offset := rapid.SampledFrom([]string{"TIMEOFFSET=0", "TIMEOFFSET=-9", "TIMEOFFSET=12", "TIMEOFFSET=-300", "TIMEOFFSET=40"})
		device := rapid.SampledFrom([]string{"DEVICEID=7001", "DEVICEID=7002", "DEVICEID=5"})
		instance := rapid.SampledFrom([]string{"CALLINSTANCE=", "CALLINSTANCE=a"})
		who := rapid.SampledFrom([]string{"DEVICEID=7001", "DEVICEID=5", "SYS_USER=ada", "SYS_USER=kim", "SYS_USER=eve", "DEVICEALIAS=x"})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			w.pass(time.Duration(rapid.IntRange(0, 30).Draw(t, "seconds")) * time.Second)
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1:
				w.do("CALLSTART", device.Draw(t, "device"), instance.Draw(t, "instance"),
					rapid.SampledFrom([]string{"SYS_USER=", "SYS_USER=eve"}).Draw(t, "user"), rapid.SampledFrom([]string{"DEVICEALIAS=", "DEVICEALIAS=x"}).Draw(t, "alias"))
			case 2:
				w.do("CALLSTOP", device.Draw(t, "device"))
			case 3:
				w.do("RECORDSTART", device.Draw(t, "device"))
			case 4, 5:
				w.do("BLACKOUTSTART", who.Draw(t, "who"), offset.Draw(t, "offset"))
			case 6:
				w.do("BLACKOUTSTOP", who.Draw(t, "who"), offset.Draw(t, "offset"))
			case 7:
				w.do("AGENTBLACKOUTSTART", who.Draw(t, "who"), offset.Draw(t, "offset"))
			case 8:
				w.do("AGENTBLACKOUTSTOP", who.Draw(t, "who"), offset.Draw(t, "offset"))
			case 9:
				w.do("CHATSTART", "SESSIONID=s", "AGENTID=1")
			}
		}
		w.pass(time.Hour)
		w.rec.EndAll(w.now, &w.out)
		w.carry(nil)
		for i := range w.rows {
			row := w.rows[i]
			if asked, leaks := w.audit.Judge(&row); len(leaks) > 0 {
				t.Fatalf("recording %d of %s from %v to %v: asked for %s, silent %s, leaks %s\n%s", row.ID, row.GlobalCallID,
					row.Start.Sub(start), row.Stop.Sub(start), text(asked), text(row.Blackouts), text(leaks), strings.Join(w.said, "\n"))
			}
			row.Blackouts = nil
			if asked, leaks := w.audit.Judge(&row); text(asked) != text(leaks) {
				t.Fatalf("asked for %s, nothing is silent, leaks %s", text(asked), text(leaks))
			}
		}
	})
}

func text(ranges []recorder.Range) string {
	var words []string
	for _, r := range ranges {
		words = append(words, fmt.Sprintf("[%v %v)", r.Start.Sub(start), r.Stop.Sub(start)))
	}
	return strings.Join(words, " ")
}

func TestLeaksAreSeen(t *testing.T) {
	w := newWorld(t, nobody{})
	w.do("CALLSTART", "DEVICEID=1")
	w.do("CALLSTART", "DEVICEID=2", "SYS_USER=eve")
	w.pass(10 * time.Second)
	w.do("BLACKOUTSTART", "DEVICEID=1", "TIMEOFFSET=-3")
	w.do("AGENTBLACKOUTSTART", "SYS_USER=eve")
	w.pass(20 * time.Second)
	w.do("BLACKOUTSTOP", "DEVICEID=1")
	w.do("CALLSTOP", "DEVICEID=2")
	w.pass(10 * time.Second)
	w.do("CALLSTART", "DEVICEID=3", "SYS_USER=eve")
	w.pass(20 * time.Minute)
	w.do("CALLSTOP", "DEVICEID=3")
	w.do("CALLSTOP", "DEVICEID=1")
	for i, want := range []string{"[10s 30s)", "[40s 10m10s)", "[7s 30s)"} {
		row := w.rows[i]
		asked, leaks := w.audit.Judge(&row)
		if text(asked) != want || leaks != nil {
			t.Errorf("asked for %s, want %s; leaks %s", text(asked), want, text(leaks))
		}
		row.Blackouts[0].Start = row.Blackouts[0].Start.Add(2 * time.Second)
		if _, leaks := w.audit.Judge(&row); len(leaks) != 1 || leaks[0].Stop.Sub(leaks[0].Start) != 2*time.Second {
			t.Errorf("two seconds recorded nevertheless: %s", text(leaks))
		}
	}
	w.do("AGENTBLACKOUTSTART", "SYS_USER=eve", "TIMEOFFSET=-1238") // back to 2 s
	if asked, leaks := w.audit.Judge(&w.rows[0]); text(asked) != "[2s 30s)" || leaks != nil {
		t.Errorf("asked for %s, leaks %s", text(asked), text(leaks))
	}
	w.do("AGENTBLACKOUTSTART", "DEVICEID=9")
	if got := w.audit.Count(); got != (pci.Count{Followed: 3, Unfollowed: 1}) {
		t.Errorf("%+v", got)
	}
	w.audit.Reset(pci.Options{})
	if asked, _ := w.audit.Judge(&w.rows[0]); asked != nil {
		t.Errorf("after a reset: %s", text(asked))
	}
}

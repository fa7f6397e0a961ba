package reference_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reference/wire"
)

// stage is a system in some dialect, and a client of it.
type stage struct {
	peer
	sys *reference.System
}

// A probe makes the exchanges that tell the readings of an erratum apart, and
// returns the name of the one that it sees, or what else it saw.
type probe func(*stage) string

// TestEveryReadingShowsOnTheWire starts a system in each reading of each
// erratum, the reference's own included, and asks it which one it takes.
func TestEveryReadingShowsOnTheWire(t *testing.T) {
	probes := maps.Clone(probesOfForm)
	maps.Copy(probes, probesOfBehaviour)
	for i := range catalog.Errata {
		e := &catalog.Errata[i]
		ask := probes[e.ID]
		delete(probes, e.ID)
		if (ask == nil) != (len(e.Readings) == 0) {
			t.Errorf("%s has %d readings; is there a probe: %t", e.ID, len(e.Readings), ask != nil)
			continue
		}
		for n, r := range e.Readings {
			t.Run(e.ID+"="+r.Name, func(t *testing.T) {
				t.Parallel()
				choices := []string{e.ID + "=" + r.Name}
				if n == 0 {
					choices = nil
				}
				if got := ask(enter(t, choices...)); got != r.Name {
					t.Errorf("it takes %s", got)
				}
			})
		}
	}
	for id := range probes {
		t.Errorf("a probe of %s, which is no erratum", id)
	}
}

// TestReadingsKeepOutOfEachOthersWay asks a system that takes the second
// reading of every erratum about each.
func TestReadingsKeepOutOfEachOthersWay(t *testing.T) {
	var choices []string
	for _, id := range apart {
		choices = append(choices, id+"="+catalog.LookupErratum(id).Readings[1].Name)
	}
	probes := maps.Clone(probesOfForm)
	maps.Copy(probes, probesOfBehaviour)
	for _, id := range apart {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			if got, want := probes[id](enter(t, choices...)), catalog.LookupErratum(id).Readings[1].Name; got != want {
				t.Errorf("it takes %s, not %s", got, want)
			}
		})
	}
}

// apart are errata whose probes need nothing that another reading takes away.
var apart = strings.Fields(`E-01 E-03 E-05 E-07 E-08 E-09 E-10 E-12 E-13 E-16 E-17 E-18 E-20 E-22 E-23 E-28 E-30
	E-32 E-34 E-36 E-37 E-38 E-39 E-42 E-43 E-47 E-48 E-58 E-59 E-60 E-61 E-63 E-67 E-68`)

// enter starts a system with all its interfaces in a dialect. Its relay is one
// that nobody answers for.
func enter(t *testing.T, choices ...string) *stage {
	d, err := catalog.ParseDialect(choices)
	if err != nil {
		t.Fatal(err)
	}
	relay, err := mail.ParseRelay("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	relay.From.Address = "recorder@example.com"
	sys := startSystem(t, reference.Config{Dialect: d, Channels: 4, WebAPI: "127.0.0.1:0", Events: "127.0.0.1:0", Control: aPlane, Relay: &relay})
	return &stage{dial(t, sys.Addr().String()), sys}
}

// code is the RESULTCODE of a request's result.
func (s *stage) code(typ string, nameValues ...string) string {
	s.t.Helper()
	return s.do(typ, nameValues...).Body.Value("RESULTCODE")
}

// told is code, or "ok" for 20.
func (s *stage) told(typ string, nameValues ...string) string {
	s.t.Helper()
	if c := s.code(typ, nameValues...); c != "20" {
		return c
	}
	return "ok"
}

// web is the HTTP response to a GET of the WebAPI.
func (s *stage) web(nameValues ...string) *http.Response {
	s.t.Helper()
	q := url.Values{}
	for i := 0; i < len(nameValues); i += 2 {
		q.Set(nameValues[i], nameValues[i+1])
	}
	res, err := http.Get("http://" + s.sys.WebAPIAddr().String() + "/webAPI.aspx?" + q.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	res.Body.Close()
	return res
}

// recorded makes a recording and returns its RECORDID.
func (s *stage) recorded(device string) string {
	s.t.Helper()
	s.ok("CALLSTART", "DEVICEID", device)
	s.ok("CALLSTOP", "DEVICEID", device)
	return texts(s.ok("CALLLIST", "DEVICEID", device).Body, "RECORDID")[0]
}

// paused reports whether a device's call is recorded with a pause now.
func (s *stage) paused(device string) bool {
	s.t.Helper()
	return slices.Contains(texts(s.ok("DEVICERECORDINGSTATUS", "DEVICEID", device).Body, "STATUS"), "recordpaused")
}

// texts are the texts of all elements of that name below e.
func texts(e wire.Element, name string) []string {
	var all []string
	for _, c := range e.Children {
		if c.Name == name {
			all = append(all, c.Text)
		}
		all = append(all, texts(c, name)...)
	}
	return all
}

// hasTag reports whether there is an element of that name in e.
func hasTag(e wire.Element, name string) bool { return len(texts(e, name)) > 0 }

// which returns yes or no.
func which(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// probesOfForm ask how things are said.
var probesOfForm = map[string]probe{
	"E-01": func(s *stage) string {
		c := rawDial(s.t, s.sys.Addr().String())
		document := func(end string) string {
			text := ""
			for buf := make([]byte, 1); !strings.HasSuffix(text, end); text += string(buf) {
				if _, err := c.Read(buf); err != nil {
					s.t.Fatal(err)
				}
			}
			return text
		}
		c.Write([]byte("<REQUEST><TYPE>EVENTS</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>2</REQUESTID><DEVICEID>1</DEVICEID></REQUEST>\r\n"))
		document("</RESULT>")
		result, _, _ := strings.Cut(document("</RESULT>"), "<")
		document("</CALLCOPYEVENT>")
		event, _, _ := strings.Cut(document("<"), "<")
		if result != event {
			return strconv.Quote(result) + " after a result and " + strconv.Quote(event) + " after an event"
		}
		return map[string]string{"\r\n": "crlf", "\n": "lf", "\r": "cr"}[result]
	},
	"E-02": func(s *stage) string {
		s.say("<REQUEST><TYPE>TEST</TYPE></WRONG>\r\n")
		bad := s.hear().Body.Value("RESULTCODE")
		planeOf(s.t, s.sys).set(`{"recording_path":false}`)
		path := s.do("CALLSTART", "DEVICEID", "1")
		if path.Label() != "API_ERROR_NO_DEFAULT_RECORDING_PATH" {
			return string(path.Raw)
		}
		return map[string]string{"16 18": "16", "17 18": "17", "16 17": "path-17", "17 17": "both-17"}[bad+" "+path.Body.Value("RESULTCODE")]
	},
	"E-03": func(s *stage) string {
		r := s.do("CALLSTART", "DEVICEALIAS", "nobody").Body
		if r.Value("RESULTTYPE") == "ERROR" && strings.HasPrefix(r.Value("RESULTMSG"), "API_DEVICE_INVALID: ") {
			return "error"
		}
		return which(r.Value("RESULTTYPE") == "API_DEVICE_INVALID", "label", r.Value("RESULTTYPE"))
	},
	"E-05": func(s *stage) string {
		return map[string]string{"REQUESTTYPE": "type-first", "REQUESTID": "id-first"}[s.ok("TEST").Body.Children[0].Name]
	},
	"E-06": func(s *stage) string {
		r := s.ok("CALLLIST", "ANI", "1").Body
		return which(r.Value("TYPE") == "CALLLIST" && !hasTag(r, "REQUESTTYPE") && !hasTag(r, "RESULTCODE"), "bare", which(hasTag(r, "RESULTCODE"), "head", "neither"))
	},
	"E-07": func(s *stage) string {
		r := s.ok("FETCHTERMINOLOGY").Body
		return which(hasTag(r, "REQUESTTYPE") && !hasTag(r, "RESULTCODE"), "bare", "head")
	},
	"E-08": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1", "CALLINSTANCE", "a")
		s.ok("CALLSTART", "DEVICEID", "1", "CALLINSTANCE", "b")
		r := s.ok("DEVICERECORDINGSTATUS", "DEVICEID", "1").Body
		if n := len(texts(r, "RECORDING")); n != 2 {
			return strconv.Itoa(n) + " RECORDING sections"
		}
		if hasTag(r, "DEVICES") {
			return "wrapped"
		}
		return which(len(texts(*r.Child("DEVICE"), "RECORDING")) == 2, "inside", "after")
	},
	"E-09": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1", "CALLID", "c")
		seen := ""
		for _, f := range []string{"DEVICELIST", "DEVICESTATUS"} {
			r := s.ok(f, "DEVICEID", "1").Body
			d := r.Child("DEVICES").Child("DEVICE")
			seen += which(d.Child("STATIONNAME") != nil && d.Value("CALLID") == "c" && d.Child("RECORDING").Child("CALLID") == nil, "list ",
				which(d.Child("STATION") != nil && d.Child("RECORDING").Value("CALLID") == "c", "example ", "neither "))
		}
		return twice(seen)
	},
	"E-10": func(s *stage) string {
		r := s.ok("SYSTEMSTATUS").Body
		return which(hasTag(r, "RECORDINGSPACEINFO"), "space", which(hasTag(r, "RECORDINGSPEACEINFO"), "speace", "neither"))
	},
	"E-12": func(s *stage) string {
		added := s.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ann", "LASTNAME", "Lee").Body
		list := s.ok("IMPORTUSER", "ACTION", "LIST").Body
		tag := func(e wire.Element) string {
			return which(hasTag(e, "AGENTID"), "AGENTID", which(hasTag(e, "AGENT_ID"), "AGENT_ID", ""))
		}
		return map[string]string{"AGENTID AGENT_ID": "example", "AGENTID AGENTID": "agentid", "AGENT_ID AGENT_ID": "agent_id", "AGENT_ID AGENTID": "swapped"}[tag(added)+" "+tag(list)]
	},
	"E-13": func(s *stage) string {
		s.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ann", "LASTNAME", "Lee", "EMPLOYEEID", "7")
		list := s.ok("IMPORTUSER", "ACTION", "LIST").Body
		all := func(names ...string) bool {
			return !slices.ContainsFunc(names, func(n string) bool { return !hasTag(list, n) })
		}
		return which(all("EMPLOYEEID", "FIRSTNAME", "LASTNAME"), "example", which(all("EMPLOYEE_ID", "FIRST_NAME", "LAST_NAME"), "underscore", "neither"))
	},
	"E-16": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1")
		states := texts(s.ok("CHANNELS").Body, "STATE")
		slices.Sort(states)
		return map[string]string{"Idle Recording": "text", "0 2": "number"}[strings.Join(slices.Compact(states), " ")]
	},
	"E-18": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1")
		seen := ""
		for _, f := range []string{"CALLUPDATE", "RECORDSTART", "RECORDSTOP", "BLACKOUTSTOP"} {
			first, _, _ := strings.Cut(s.ok(f, "DEVICEID", "1").Message, " ")
			seen += which(first == f, "own", first) + " "
		}
		return map[string]string{"own own own own ": "own", "CALLSTART CALLSTART CALLSTOP BLACKOUTSTART ": "printed"}[seen]
	},
	"E-36": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1")
		s.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ann", "LASTNAME", "Lee", "USERNAME", "alee")
		form := func(e wire.Element, tag string) string {
			text := texts(e, tag)[0]
			return which(slash.MatchString(text), "slash", which(month.MatchString(text), "month", text))
		}
		status, window := form(s.ok("DEVICESTATUS", "DEVICEID", "1").Body, "STARTTIME"), form(s.ok("AGENTWINDOW", "USERNAME", "alee").Body, "LASTUPDATE")
		return map[string]string{"slash month": "shown", "slash slash": "slash", "month month": "month"}[status+" "+window]
	},
	"E-37": func(s *stage) string {
		up := s.ok("SYSTEMSTATUS").Value("SYSTEMUPTIME")
		return which(strings.HasSuffix(up, "seconds."), "stop", which(strings.HasSuffix(up, "seconds"), "none", up))
	},
	"E-38": func(s *stage) string {
		events := subscribe(s.t, s.sys.Addr().String(), "RECORD")
		s.ok("CALLSTART", "DEVICEID", "1")
		eventually(s.t, "a recording is announced", func() bool { return len(events.all("RECORDINGSTARTED")) > 0 })
		ending := func(file string) string { return file[strings.LastIndex(file, ".")+1:] }
		return twice(ending(texts(s.ok("DEVICESTATUS", "DEVICEID", "1").Body, "FILENAME")[0]) + " " + ending(events.all("RECORDINGSTARTED")[0].Get("FILENAME")))
	},
	"E-39": func(s *stage) string {
		events := subscribe(s.t, s.sys.Addr().String(), "CALL")
		s.ok("CALLSTART", "DEVICEID", "1")
		s.ok("CALLSTART", "DEVICEID", "2", "CALLDIRECTION", "sideways")
		eventually(s.t, "the calls are announced", func() bool { return len(events.all("CALLSTART")) == 2 })
		shown := append(texts(s.ok("DEVICELIST").Body, "CALLDIRECTION"), events.all("CALLSTART")[0].Get("CALLDIRECTION"))
		return map[string]string{"?": "mark", "": "blank"}[strings.Join(slices.Compact(shown), " ")]
	},
	"E-42": func(s *stage) string {
		if ok := s.web("type", "test", "requestid", "1"); ok.StatusCode != http.StatusOK {
			return "no success: " + ok.Status
		}
		return strconv.Itoa(s.web("type", "nosuch", "requestid", "1").StatusCode)
	},
	"E-43": func(s *stage) string {
		res := s.web("type", "export", "requestid", "1", "uniquefield", "ident", "uniqueid", s.recorded("1"), "media_format", "wav")
		return map[string]string{"audio/wav": "typed", "application/octet-stream": "plain"}[res.Header.Get("Content-Type")]
	},
}

// twice is what was seen two times, or all of it where that differs.
func twice(seen string) string {
	if f := strings.Fields(seen); len(f) == 2 && f[0] == f[1] {
		return f[0]
	}
	return seen
}

// The two forms of dates (E-36).
var (
	slash = regexp.MustCompile(`^\d+/\d+/\d{4} \d+:\d\d:\d\d [AP]M$`)
	month = regexp.MustCompile(`^[A-Z][a-z]{2} \d+ \d{4} \d+:\d\d[AP]M$`)
)

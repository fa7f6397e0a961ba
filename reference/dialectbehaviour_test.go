package reference_test

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// user adds a user and returns the AGENTID.
func (s *stage) user(nameValues ...string) string {
	s.t.Helper()
	r := s.ok("IMPORTUSER", append([]string{"ACTION", "ADD"}, nameValues...)...).Body
	return append(texts(r, "AGENTID"), texts(r, "AGENT_ID")...)[0]
}

// seated adds an agent who sits at the devices 1 and 2.
func (s *stage) seated() {
	s.t.Helper()
	id := s.user("FIRSTNAME", "Ann", "LASTNAME", "Lee", "SYS_USER", "alee")
	s.ok("IMPORTAGENTPHONE", "ACTION", "ADD", "AGENTID", id, "PHONEID", "1")
	s.ok("IMPORTAGENTPHONE", "ACTION", "ADD", "AGENTID", id, "PHONEID", "2")
}

// probesOfBehaviour ask what is done.
var probesOfBehaviour = map[string]probe{
	"E-17": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1")
		s.sys.SetCore(2, false)
		r := s.do("BLACKOUTSTART", "DEVICEID", "1")
		return map[string]string{"46": "partial", "20": "ok"}[r.Body.Value("RESULTCODE")+which(strings.Contains(r.Message, "BLACKOUTSTART could not be sent to the following cores: 2"), "", r.Message)]
	},
	"E-20": func(s *stage) string { return twice(s.code("CHATSTOP") + " " + s.code("CHATUPDATE", "SESSIONID", "")) },
	"E-22": func(s *stage) string {
		s.user("FIRSTNAME", "Ann", "LASTNAME", "Lee", "USERNAME", "alee")
		username := s.code("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Al", "LASTNAME", "Lee", "USERNAME", "alee")
		name := s.code("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ann", "LASTNAME", "Lee", "USERNAME", "another")
		return map[string]string{"54 42": "distinct", "42 42": "42", "54 54": "54", "42 54": "swapped"}[username+" "+name]
	},
	"E-23": func(s *stage) string {
		s.seated()
		s.ok("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", "1")
		list := s.ok("IMPORTUSER", "ACTION", "LIST").Body
		if !hasTag(list, "AGENT") {
			return "left-out"
		}
		return map[string]string{"I ": "inactive"}[texts(list, "STATUS")[0]+" "+texts(list, "PHONES")[0]]
	},
	"E-25": func(s *stage) string {
		long := strings.Repeat("0123456789", 3)
		if r := s.do("CALLSTART", "DEVICEID", "1", "ANI", long, "SYS_USER", long+long); !r.OK() {
			return strconv.Itoa(r.Code)
		}
		r := s.ok("DEVICESTATUS", "DEVICEID", "1").Body
		return map[string]string{long[:20] + " " + long: "cut", long + " " + long + long: "whole"}[texts(r, "ANI")[0]+" "+texts(r, "SYS_USER")[0]]
	},
	"E-26": func(s *stage) string {
		apart := dial(s.t, s.sys.EventsAddr().String())
		apart.ok("EVENTS")
		return which(s.do("EVENTS").OK(), "same-port", "other-port")
	},
	"E-28": func(s *stage) string {
		s.ok("MODIFYROLE", "ACTION", "ADD", "ROLENAME", "Supervisor")
		r := s.do("MODIFYROLEGROUPPERMISSION", "ACTION", "ADD", "ROLENAME", "Supervisor", "GROUPNAME", "Ghosts")
		return map[string]string{"20 true": "ok", "27 true": "27"}[r.Body.Value("RESULTCODE")+" "+strconv.FormatBool(strings.Contains(r.Message, "Ghosts"))]
	},
	"E-29": func(s *stage) string {
		seen := s.told("TEST", "REQUESTID", "0") + " " + s.told("EVENTS", "REQUESTID", "0")
		return map[string]string{"14 ok": "events", "ok ok": "everywhere", "14 14": "nowhere"}[seen]
	},
	"E-30": func(s *stage) string {
		seen := s.do("TEST", "REQUESTID", "-7").RequestID + " " + s.do("TEST", "REQUESTID", "a<b").RequestID
		s.say("<REQUEST><TYPE>TEST</TYPE></WRONG>\r\n")
		return map[string]string{"-7 0 0": "number", "0 0 0": "zero", "-7 a<b 0": "sent", "  ": "blank"}[seen+" "+s.hear().RequestID]
	},
	"E-31": func(s *stage) string {
		s.ok("IMPORTWORKSTATION", "DEVICEID", "1", "STATIONNAME", "DESK1", "LOCATIONID", "1")
		s.user("FIRSTNAME", "Ann", "LASTNAME", "Lee")
		s.ok("IMPORTAGENTPHONE", "ACTION", "ADD", "AGENTID", "1", "PHONEID", "2")
		seen := s.told("CALLSTART", "DEVICEID", "1") + " " + s.told("CALLSTART", "DEVICEID", "2") + " " + s.told("CALLSTART", "DEVICEID", "3")
		return map[string]string{"ok ok ok": "any", "ok ok 8": "configured"}[seen]
	},
	"E-32": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1", "CALLINSTANCE", "a")
		first := s.told("CALLSTOP", "DEVICEID", "1", "CALLINSTANCE", "b")
		for _, f := range []string{"CALLSTOP", "RECORDSTART", "RECORDSTOP", "BLACKOUTSTART", "BLACKOUTSTOP"} {
			if seen := s.told(f, "DEVICEID", "2"); seen != first {
				return seen + " of " + f
			}
		}
		return which(len(texts(s.ok("DEVICERECORDINGSTATUS", "DEVICEID", "1").Body, "RECORDING")) == 1, first, "the call was lost")
	},
	"E-33": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1", "USER1", "earlier")
		again := s.told("CALLSTART", "DEVICEID", "1", "USER1", "later")
		calls := texts(s.ok("DEVICERECORDINGSTATUS", "DEVICEID", "1").Body, "USER1")
		return map[string]string{"ok later": "replace", "1 earlier": "1"}[again+" "+strings.Join(calls, " ")]
	},
	"E-34": func(s *stage) string {
		return twice(s.code("CALLUPDATE", "RECORDID", "999", "USER1", "x") + " " + s.code("CALLUPDATE", "RECORDID", "none", "USER1", "x"))
	},
	"E-41": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1")
		s.ok("CALLSTART", "DEVICEID", "2", "DEVICEALIAS", "200")
		seen := s.told("BLACKOUTSTART", "DEVICEID", "1", "DEVICEALIAS", "200")
		if s.paused("2") || s.paused("1") != (seen == "ok") {
			return seen + ", and the wrong call is paused"
		}
		return which(seen == "ok", "deviceid", seen)
	},
	"E-45": func(s *stage) string {
		seen := s.told("EMAIL", "TOADDRESS", "ann@example.com", "UNIQUEFIELD", "ident", "UNIQUEID", s.recorded("1"))
		return map[string]string{"ok": "queued", "31": "delivered"}[seen]
	},
	"E-47": func(s *stage) string {
		return map[string]string{"10 15": "distinct", "10 10": "10", "15 15": "15"}[s.code("NOSUCH")+" "+s.code("")]
	},
	"E-48": func(s *stage) string {
		r := s.do("IMPORTAGENT")
		return which(strings.Contains(r.Message, "not supported"), r.Body.Value("RESULTCODE"), r.Message)
	},
	"E-50": func(s *stage) string {
		s.recorded("1")
		if n := len(texts(s.ok("CALLLIST", "DEVICEID", "1").Body, "RECORDID")); n != 1 {
			return strconv.Itoa(n) + " with a filter"
		}
		return which(hasTag(s.ok("CALLLIST").Body, "RECORDID"), "all", "fewer")
	},
	"E-52": func(s *stage) string {
		s.seated()
		s.ok("CALLSTART", "DEVICEID", "1")
		s.ok("CALLSTART", "DEVICEID", "2")
		s.ok("BLACKOUTSTART", "DEVICEID", "1")
		seen := which(s.paused("1"), which(s.paused("2"), "agent", "call"), "nobody")
		s.ok("BLACKOUTSTOP", "DEVICEID", "1")
		return which(s.paused("1") || s.paused("2"), "no stop", seen)
	},
	"E-55": func(s *stage) string {
		return map[string]string{"ok ok": "all", "30 30": "30"}[s.told("EVENTS")+" "+s.told("EVENTS", "EVENTCLASS", "")]
	},
	"E-56": func(s *stage) string {
		other := dial(s.t, s.sys.Addr().String())
		first, second := s.ok("EVENTS", "EVENTCLASS", "CALL", "EVENTVALUE", "1").Value("EVENTXREF"), other.ok("EVENTS").Value("EVENTXREF")
		s.ok("CALLSTART", "DEVICEID", "2")
		s.ok("CALLSTART", "DEVICEID", "1")
		ev, err := s.NextEvent(s.t.Context())
		if err != nil || ev.XRef != first {
			return "no event of the subscription"
		}
		reading := map[string]string{"1": "narrow", "2": "ignored"}[ev.Get("DEVICEID")]
		return which(first != second && reading == "narrow", "counted", reading)
	},
	"E-57": func(s *stage) string {
		s.ok("EVENTS", "EVENTCLASS", "CALL")
		s.ok("EVENTS", "EVENTCLASS", "RECORD")
		s.say("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>9</REQUESTID><DEVICEID>1</DEVICEID></REQUEST>\r\n")
		var came []string
		for !slices.Contains(came, "result") || !slices.Contains(came, "RECORDINGSTARTED") {
			m, err := s.Receive(s.t.Context())
			if err != nil {
				return err.Error()
			}
			if m.Result != nil {
				came = append(came, "result")
			} else {
				came = append(came, m.Event.Type)
			}
		}
		return map[string]string{"result CALLSTART RECORDINGSTARTED": "each", "result RECORDINGSTARTED": "last",
			"CALLSTART RECORDINGSTARTED result": "events-first"}[strings.Join(came, " ")]
	},
	"E-58": func(s *stage) string { return s.told("CALLUPDATE", "DEVICEID", "1", "USER1", "x") },
	"E-59": func(s *stage) string {
		s.seated()
		other := s.user("FIRSTNAME", "Bob", "LASTNAME", "Day")
		return s.code("IMPORTAGENTPHONE", "ACTION", "ADD", "AGENTID", other, "PHONEID", "1")
	},
	"E-60": func(s *stage) string {
		s.user("FIRSTNAME", "Ann", "LASTNAME", "Lee", "USERNAME", "alee")
		return twice(s.code("MODIFYGROUPPERMISSION", "ACTION", "ADD", "GROUPNAME", "Ghosts", "AGENTID", "1") + " " +
			s.code("MODIFYUSERGROUPPERMISSION", "ACTION", "ADD", "GROUPNAME", "Ghosts", "USERNAME", "alee"))
	},
	"E-61": func(s *stage) string {
		seen := s.told("DEVICESTATUS", "DEVICEID", "1") + " " + s.told("DEVICERECORDINGSTATUS", "DEVICEID", "1")
		if seen == "ok ok" && !hasTag(s.ok("DEVICERECORDINGSTATUS", "DEVICEID", "1").Body, "DEVICE") {
			return map[string]string{"0": "empty"}[texts(s.ok("DEVICESTATUS", "DEVICEID", "1").Body, "COUNT")[0]]
		}
		return twice(seen)
	},
	"E-62": func(s *stage) string {
		s.recorded("1")
		stops := texts(s.ok("DEVICERECORDINGSTATUS", "DEVICEID", "1").Body, "STOPTIME")
		return which(len(stops) == 0, "none", which(len(stops) == 1 && stops[0] != "", "last", strings.Join(stops, " ")))
	},
	"E-63": func(s *stage) string {
		return twice(s.told("CHATSTOP", "SESSIONID", "x") + " " + s.told("CHATUPDATE", "SESSIONID", "x", "USER1", "y"))
	},
	"E-64": func(s *stage) string {
		seen := s.code("ADDGROUP") + " " + s.code("ADDGROUP", "GROUPNAME", " ")
		return which(seen == "16 26", "distinct", twice(seen))
	},
	"E-67": func(s *stage) string {
		s.seated()
		s.ok("CALLSTART", "DEVICEID", "1")
		s.ok("AGENTBLACKOUTSTART", "SYS_USER", "alee")
		s.ok("CALLSTART", "DEVICEID", "2")
		return which(s.paused("1"), which(s.paused("2"), "all", "active"), "nobody")
	},
	"E-68": func(s *stage) string {
		s.ok("CALLSTART", "DEVICEID", "1", "MAXRECORDSILENCE", "5")
		if err := s.sys.Advance(s.t.Context(), 10*time.Second); err != nil {
			return err.Error()
		}
		return map[string]string{"N": "honoured", "Y": "ignored"}[texts(s.ok("DEVICESTATUS", "DEVICEID", "1").Body, "ISRECORDING")[0]]
	},
}

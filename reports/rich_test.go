package reports

import "time"

// rich is a run with something in every place, finished.
func rich() *Conform {
	c := &Conform{
		Version: "0.1.0",
		Started: time.Date(2025, 3, 4, 5, 6, 7, 0, time.UTC),
		Seed:    7, Duration: 41.25,
		Target:   Target{Kind: "remote", API: "10.0.0.5:5620", WebAPI: "http://10.0.0.5:2012"},
		Focus:    "CALL",
		Profile:  "pci",
		ReadOnly: true,
		LeftOut: []LeftOut{{Feature: "chat", Specs: []string{"CHATSTART-1"}, Answers: "CHATSTART is answered API_SESSIONID_UNSPECIFIED"},
			{Feature: "email", Specs: []string{}}},
		KnownFailures: []KnownFailure{
			{ID: "CALLSTOP-4", Reason: "ticket 4711", Expires: "2025-12-31", State: KnownFails},
			{ID: "CALLSTOP-3", Reason: "ticket 4712", Expires: "2025-01-31", State: KnownExpired},
			{ID: "TEST-1", Reason: "ticket 4713", Expires: "2025-12-31", State: KnownPasses},
			{ID: "STATUS-9", Reason: "ticket 4714", Expires: "2025-12-31", State: KnownUnverified}},
		Protection: &Protection{From: "exports", Blackouts: 4, Asked: 1.2, Unprotected: 0.25},
		Labels:     "!slow",
		Strict:     true,
		Aborted:    "interrupted",
		Readings:   map[string]string{"E-10": "RECORDINGSPACEINFO", "E-03": "label"},
		Ledger: []Requirement{
			{ID: "TEST-1", Level: Must, Chapter: "Message Structure", Statement: "TEST answers API_OK."},
			{ID: "CALLSTOP-3", Level: Must, Chapter: "Call Handling", Statement: "A stop that names an instance ends that one only."},
			{ID: "CALLSTOP-4", Level: Should, Chapter: "Call Handling", Statement: "A stop without instance means the last call's."},
			{ID: "STATUS-9", Level: Must, Chapter: "Status", Statement: "Nobody proves this."},
		},
		Specs: []Spec{
			{ID: "CALLSTOP-10", Requirements: []string{"CALLSTOP-10"}, Level: Must, State: Skipped, Chapter: "Call Handling", Function: "CALLSTOP",
				Title: "answers not running while all cores are down", Reason: "the target offers no way to set: cores down"},
			{ID: "CALLSTOP-3", Requirements: []string{"CALLSTOP-3"}, Level: Must, State: Failed, Chapter: "Call Handling", Function: "CALLSTOP",
				Title: "ends only the instance that it names", DurationMS: 12.5, Unstable: true, Errata: []string{"E-33"},
				Message:   "instance b ended too\nit was not named",
				Sent:      "<REQUEST><TYPE>CALLSTOP</TYPE></REQUEST>\r\n",
				Received:  "<RESULT><RESULTCODE>20</RESULTCODE></RESULT>\r\n",
				Wrong:     []string{"<RESULTCODE>20</RESULTCODE>"},
				Expected:  "instance b still recording",
				Repeat:    "offhook conform --focus 'CALLSTOP-3' --seed 7",
				Exchanges: "05:06:07.001 > <REQUEST/>\n05:06:07.002 < <RESULT/>\n"},
			{ID: "CALLSTOP-4", Requirements: []string{"CALLSTOP-4"}, Level: Should, State: Warned, Chapter: "Call Handling", Function: "CALLSTOP",
				Title: "takes the last call", Message: "API_DEVICE_INVALID", DurationMS: 3, Known: "ticket 4711"},
			{ID: "TEST-1", Requirements: []string{"TEST-1"}, Level: Must, State: Passed, Chapter: "Message Structure", Function: "TEST",
				Title: "answers API_OK", DurationMS: 0.5},
		},
	}
	c.Finish()
	return c
}

// hostile is what a server might answer to harm those who read a report.
var hostile = "\x1b[2J\x1b]0;owned\x07\x9b31m\x00\x08\x7f" +
	"]]>-->\"'`</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>" +
	"\u202egnp.exe\u2066\u200b\ufeff\u2028\r\xff\xfe\xed\xa0\x80&amp;\ufffe{{.}}\u0085"

// hostileRun has the hostile string in every place that takes one.
func hostileRun() *Conform {
	c := &Conform{
		Version: hostile, Aborted: hostile, Focus: hostile, Labels: hostile,
		Target:   Target{Kind: "remote", API: hostile, WebAPI: hostile},
		Readings: map[string]string{"E-03": hostile}, Profile: hostile,
		LeftOut:       []LeftOut{{Feature: hostile, Specs: []string{hostile}, Answers: hostile}},
		KnownFailures: []KnownFailure{{ID: hostile, Reason: hostile, Expires: "2027-01-31", State: KnownFails}},
		Protection:    &Protection{From: hostile},
		Ledger:        []Requirement{{ID: "X-9", Level: Must, Chapter: hostile, Statement: hostile}},
	}
	for _, state := range []State{Passed, Failed, Warned, Skipped} {
		c.Specs = append(c.Specs, Spec{
			ID: "../../" + hostile, Requirements: []string{hostile}, Level: Must, State: state,
			Message: hostile, Reason: hostile, Title: hostile, Chapter: hostile, Function: hostile, Statement: hostile,
			Errata: []string{hostile}, Sent: hostile, Received: hostile, Expected: hostile, Repeat: hostile, Exchanges: hostile, Known: hostile, Wrong: []string{hostile, "<script>", "\x1b", ""},
		})
	}
	c.Finish()
	return c
}

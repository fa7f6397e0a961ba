package server

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

// happening returns an event of a device, call in its USER1.
func happening(typ *catalog.EventType, device, call string) catalog.Event {
	ev := catalog.Event{Type: typ, Values: make([]string, len(typ.Fields))}
	for i, f := range typ.Fields {
		switch f.Name {
		case "DEVICEID":
			ev.Values[i] = device
		case "USER1":
			ev.Values[i] = call
		}
	}
	return ev
}

// happenings returns a CALLSTART for each device.
func happenings(devices ...string) (events []catalog.Event) {
	for _, d := range devices {
		events = append(events, happening(catalog.EventCallStart, d, ""))
	}
	return events
}

func TestSubscriptionIsAnsweredAsTheManualShows(t *testing.T) {
	s := start(t, Config{}, echo)
	cases := []struct {
		name, request, want string
	}{
		{"the manual's example", "<REQUEST><REQUESTID>0</REQUESTID><TYPE>EVENTS</TYPE><EVENTCLASS>ALL</EVENTCLASS><EVENTVALUE></EVENTVALUE></REQUEST>\r\n",
			"<RESULT><REQUESTTYPE>EVENTS</REQUESTTYPE><REQUESTID>0</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG>" +
				"<EVENTXREF>0</EVENTXREF><EVENTCLASS>ALL</EVENTCLASS><EVENTTYPE></EVENTTYPE></RESULT>"},
		{"no class is all", request("EVENTS", 5), "<EVENTCLASS>ALL</EVENTCLASS>"},
		{"class in lower case", request("EVENTS", 5, "EVENTCLASS", "record"), "<EVENTCLASS>RECORD</EVENTCLASS>"},
		{"unknown class", request("EVENTS", 5, "EVENTCLASS", "WEATHER"), "<RESULTCODE>30</RESULTCODE>"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, s.Addr())
			p.send(c.request)
			p.expect(c.want)
		})
	}
}

func TestSubscriptionsGetWhatTheyAskedFor(t *testing.T) {
	s := start(t, Config{}, echo)
	cases := []struct {
		name   string
		params []string
		want   []string // of the five events below
	}{
		{"all", nil, []string{"1 start", "2 start", "1 rec", "2 rec", "9 end"}},
		{"calls", []string{"EVENTCLASS", "CALL"}, []string{"1 start", "2 start"}},
		{"recordings", []string{"EVENTCLASS", "RECORD"}, []string{"1 rec", "2 rec", "9 end"}},
		{"one device", []string{"EVENTCLASS", "ALL", "EVENTVALUE", "2"}, []string{"2 start", "2 rec"}},
		{"one device's calls", []string{"EVENTCLASS", "CALL", "EVENTVALUE", "1"}, []string{"1 start"}},
		{"the last device", []string{"EVENTVALUE", "9"}, []string{"9 end"}},
	}
	everything := dial(t, s.Addr())
	for i, c := range cases {
		everything.send(request("EVENTS", i+1, c.params...))
		everything.expect(tag("EVENTXREF", i))
	}
	alone := make([]*peer, len(cases))
	for i, c := range cases {
		alone[i] = dial(t, s.Addr())
		alone[i].send(request("EVENTS", 1, c.params...))
		alone[i].expect(tag("EVENTXREF", 0))
	}
	s.Publish([]catalog.Event{
		happening(catalog.EventCallStart, "1", "1 start"), happening(catalog.EventCallStart, "2", "2 start"),
		happening(catalog.EventRecordingStarted, "1", "1 rec"), happening(catalog.EventRecordingStarted, "2", "2 rec"),
	})
	s.Publish([]catalog.Event{happening(catalog.EventRecordingStopped, "9", "9 end")})
	byXref := make(map[int][]string)
	for len(byXref[len(cases)-1]) == 0 {
		ev := everything.line()
		for i := range cases {
			if strings.Contains(ev, tag("EVENTXREF", i)) {
				byXref[i] = append(byXref[i], ev)
			}
		}
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for k, want := range c.want {
				alone[i].expect(tag("USER1", want), tag("EVENTXREF", 0), "<CALLCOPYEVENT>", "</CALLCOPYEVENT>")
				if len(byXref[i]) <= k || !strings.Contains(byXref[i][k], tag("USER1", want)) {
					t.Errorf("together with others: got %q, want %s at %d", byXref[i], want, k)
				}
			}
			alone[i].serves(7)
		})
	}
}

func TestSubscriptionsOfOneConnectionAreLimited(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	for i := range maxSubscriptions {
		p.send(request("EVENTS", 1))
		p.expect(tag("EVENTXREF", i))
	}
	p.send(request("EVENTS", 1))
	p.expect(tag("RESULTCODE", 47), "64 times")
	p.serves(2)
}

func TestPublishKeepsNothingOfItsArgument(t *testing.T) {
	s := start(t, Config{}, echo)
	p := dial(t, s.Addr())
	p.send(request("EVENTS", 1))
	p.expect(tag("RESULTCODE", 20))
	events := happenings("1")
	for i := range 200 {
		events[0].Values[1] = fmt.Sprint("d", i)
		s.Publish(events)
	}
	for i := range 200 {
		p.expect(tag("DEVICEID", fmt.Sprint("d", i)))
	}
}

func TestReplyComesBeforeTheEventsOfItsRequest(t *testing.T) {
	var s *Server
	var order sync.Mutex
	started := make(chan struct{})
	s = start(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		<-started
		order.Lock()
		defer order.Unlock()
		d := req.Value(catalog.DEVICEID)
		s.Publish([]catalog.Event{happening(catalog.EventCallStart, d, req.IDText), happening(catalog.EventRecordingStarted, d, req.IDText)})
		return catalog.OK()
	}))
	close(started)
	const n = 3000
	own, foreign := dial(t, s.Addr()), dial(t, s.Addr())
	own.send(request("EVENTS", 1))
	own.expect(tag("EVENTXREF", 0))
	for _, p := range []*peer{own, foreign} {
		device := map[*peer]string{own: "own", foreign: "foreign"}[p]
		go func() {
			for i := 1; i <= n; i++ {
				if _, err := io.WriteString(p, request("CALLSTART", i, "DEVICEID", device)); err != nil {
					return
				}
			}
		}()
	}
	go func() {
		for range n {
			foreign.in.ReadString('\n')
		}
	}()
	replied, calls, recordings := 0, map[string]int{}, 0
	for replied < n || recordings < n || calls["foreign"] < n {
		line := own.line()
		switch {
		case strings.HasPrefix(line, "<RESULT>"):
			replied++
			if !strings.HasSuffix(line, "</RESULT>") || !strings.Contains(line, tag("REQUESTID", replied)) {
				t.Fatalf("reply %d is %s", replied, line)
			}
		case !strings.HasPrefix(line, "<CALLCOPYEVENT>") || !strings.HasSuffix(line, "</CALLCOPYEVENT>"):
			t.Fatalf("torn: %s", line)
		case strings.Contains(line, tag("EVENTTYPE", "RECORDINGSTARTED")):
			if strings.Contains(line, tag("DEVICEID", "own")) {
				recordings++
			}
		default:
			device := "foreign"
			if strings.Contains(line, tag("DEVICEID", "own")) {
				device = "own"
			}
			calls[device]++
			if !strings.Contains(line, tag("USER1", calls[device])) {
				t.Fatalf("event %d of %s is %s", calls[device], device, line)
			}
			if calls["own"] > replied || recordings > calls["own"] {
				t.Fatalf("event %d before reply %d", calls["own"], replied)
			}
		}
	}
}

func TestSubscriberThatDoesNotReadIsDroppedAlone(t *testing.T) {
	var log syncBuffer
	s := start(t, Config{SubscriberQueue: 500, Logger: slog.New(slog.NewTextHandler(&log, nil))}, echo)
	good, bad := dial(t, s.Addr()), dial(t, s.Addr())
	for _, p := range []*peer{good, bad} {
		p.send(request("EVENTS", 1))
		p.expect(tag("RESULTCODE", 20))
	}
	other := dial(t, s.Addr())
	for i := 0; s.Stats().DroppedSubscribers == 0; i++ {
		if i > 1_000_000 {
			t.Fatal("never dropped")
		}
		s.Publish(happenings(fmt.Sprint("d", i)))
		good.expect(tag("DEVICEID", fmt.Sprint("d", i)))
		if i%1000 == 0 {
			other.serves(i + 1)
		}
	}
	eventually(t, "the bad one closed", func() bool { return s.Stats().Connections == 2 })
	s.Publish(happenings("after"))
	good.expect(tag("DEVICEID", "after"))
	if _, err := io.Copy(io.Discard, bad.in); err == nil {
		t.Error("the dropped one saw an orderly end")
	}
	for _, part := range []string{bad.LocalAddr().String(), "queue of events is full"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log does not say %q:\n%s", part, log.String())
		}
	}
}

func TestSixtyFourClientsAtOnce(t *testing.T) {
	var s *Server
	var order sync.Mutex
	ready := make(chan struct{})
	s = start(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		<-ready
		order.Lock()
		defer order.Unlock()
		s.Publish([]catalog.Event{happening(catalog.EventCallStart, req.Value(catalog.DEVICEID), req.IDText)})
		return catalog.OK()
	}))
	close(ready)
	const n = 100
	var clients sync.WaitGroup
	for k := range 64 {
		p := dial(t, s.Addr())
		device := fmt.Sprint("d", k)
		clients.Go(func() {
			if k%2 == 0 {
				p.send(request("EVENTS", 1, "EVENTVALUE", device))
				p.expect(tag("EVENTXREF", 0))
			}
			for i := 1; i <= n; i++ {
				p.send(request("CALLSTART", i, "DEVICEID", device))
				p.expect(tag("REQUESTID", i), tag("RESULTCODE", 20))
				if k%2 == 0 {
					p.expect(tag("DEVICEID", device), tag("USER1", i))
				}
			}
			p.Close()
		})
	}
	clients.Wait()
	eventually(t, "all gone", func() bool { return s.Stats().Connections == 0 && s.Stats().Subscribers == 0 })
}

package server

import "testing"

func TestOneClientTooManyIsToldAndClosed(t *testing.T) {
	s := start(t, Config{MaxConns: 2, Events: "127.0.0.1:0"}, echo)
	a, b := dial(t, s.Addr()), dial(t, s.EventsAddr())
	a.serves(1)
	b.serves(1)
	refused := dial(t, s.Addr())
	refused.send(test(1)) // must not cost it the reply
	refused.expect(tag("REQUESTTYPE", ""), tag("REQUESTID", 0), tag("RESULTTYPE", "API_TOO_MANY_CLIENTS"), tag("RESULTCODE", 48))
	refused.expectEnd()
	a.serves(2)
	a.Close()
	eventually(t, "room again", func() bool { return s.Stats().Connections == 1 })
	dial(t, s.Addr()).serves(1)
	if got := s.Stats().Refused; got != 1 {
		t.Errorf("refused %d", got)
	}
}

func TestRefusedClientsThatStayDoNotHoldUpAccepting(t *testing.T) {
	s := start(t, Config{MaxConns: 1}, echo)
	first := dial(t, s.Addr())
	first.serves(1)
	for range 2 * maxRefusals {
		dial(t, s.Addr()) // neither reads nor closes
	}
	eventually(t, "all refused", func() bool { return s.Stats().Refused == 2*maxRefusals })
	first.Close()
	eventually(t, "room again", func() bool { return s.Stats().Connections == 0 })
	dial(t, s.Addr()).serves(1)
}

package server

import "errors"

// Stats counts what a server has done since it began to listen.
type Stats struct {
	Connections        int    // open now, those of the WebAPI included
	Subscribers        int    // open connections with a subscription
	Accepted           uint64 // connections served, now or before
	Refused            uint64 // connections answered API_TOO_MANY_CLIENTS
	Requests           uint64 // answered with a RESULT, broken ones included
	Broken             uint64 // of which could not be read
	Failed             uint64 // of which, broken ones included, were neither API_OK nor partly so
	DroppedSubscribers uint64 // cut because they did not read their events
}

// Stats returns the counters as they are now.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.closed
	for c := range s.conns {
		st.add(c)
	}
	st.Connections = len(s.conns) + len(s.web.conns)
	st.Requests += s.web.requests.Load()
	st.Broken += s.web.broken.Load()
	st.Failed += s.web.failed.Load()
	st.Subscribers = int(s.hub.subscribers.Load())
	st.Accepted = s.accepted.Load()
	st.Refused = s.refused.Load()
	return st
}

// add counts what c has done.
func (st *Stats) add(c *conn) {
	st.Requests += c.requests.Load()
	st.Broken += c.broken.Load()
	st.Failed += c.failed.Load()
	if c.subscribed.Load() && c.starved() {
		st.DroppedSubscribers++
	}
}

// starved reports whether c was killed because its client does not read.
func (c *conn) starved() bool {
	err := c.fate()
	return errors.Is(err, errQueueFull) || errors.Is(err, errNotReading)
}

package server

import (
	"errors"
	"net/http"

	"github.com/offhook/offhook/reference/catalog"
)

// Interceptor is asked about every request that can be executed, EVENTS among
// them, before it is. It may wait, as Handle may; events go out meanwhile.
type Interceptor interface {
	Intercept(req *catalog.Request) Verdict
}

// Verdict says what becomes of a request. The zero value lets it pass.
type Verdict struct {
	Fate   Fate
	Answer *catalog.Result // of an Answered request
}

// Fate is what becomes of a request.
type Fate uint8

// The fates of a request. The WebAPI, which owes an answer to each request,
// ends the connection instead of keeping silent.
const (
	Passed      Fate = iota // executed and answered
	Answered                // answered with Answer, not executed
	RequestLost             // neither executed nor answered
	ReplyLost               // executed, not answered
	Cut                     // not executed; the connection is cut
)

// errCut is why an interceptor's Cut ends a connection.
var errCut = errors.New("a fault was injected")

// intercept asks the interceptor, if there is one.
func (s *Server) intercept(req *catalog.Request) Verdict {
	if s.cfg.Interceptor == nil {
		return Verdict{}
	}
	return s.cfg.Interceptor.Intercept(req)
}

// handle executes a request of the WebAPI, unless it is intercepted. A lost
// exchange ends the connection without an answer.
func (w *webAPI) handle(req *catalog.Request) catalog.Result {
	v := w.srv.intercept(req)
	switch v.Fate {
	case Answered:
		return *v.Answer
	case RequestLost, Cut:
		panic(http.ErrAbortHandler)
	}
	res := w.srv.handler.Handle(req)
	if v.Fate == ReplyLost {
		panic(http.ErrAbortHandler)
	}
	return res
}

// SetMaxConns changes how many connections are served at once; 0 is what the
// server was started with. Those that are there stay.
func (s *Server) SetMaxConns(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n <= 0 {
		n = s.cfg.MaxConns
	}
	s.maxConns = n
}

// DefaultMaxConns is how many the server was started with.
func (s *Server) DefaultMaxConns() int { return s.cfg.MaxConns }

// MaxConns is how many connections are served at once.
func (s *Server) MaxConns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.maxConns
}

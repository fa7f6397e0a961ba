package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

func TestShutdownAnswersWhatWasRead(t *testing.T) {
	reached, release := make(chan struct{}), make(chan struct{})
	s := start(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.ID == 1 {
			close(reached)
			<-release
		}
		return catalog.OK()
	}))
	p, idle := dial(t, s.Addr()), dial(t, s.Addr())
	idle.serves(9)
	var all strings.Builder
	for i := 1; i <= 20; i++ {
		all.WriteString(test(i))
	}
	p.send(all.String())
	<-reached
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		shutdown(t, s)
	}()
	<-s.done
	s.Stats()        // waits until all readers are told
	p.send(test(21)) // comes too late, and must not cost the others
	close(release)
	for i := 1; i <= 20; i++ {
		p.expect(tag("REQUESTID", i), tag("RESULTCODE", 20))
	}
	p.expectEnd()
	idle.expectEnd()
	<-ended
	if _, err := net.Dial("tcp", s.Addr().String()); err == nil {
		t.Error("still accepts")
	}
}

func TestShutdownSendsTheEventsThatWait(t *testing.T) {
	s := start(t, Config{}, echo)
	p := dial(t, s.Addr())
	p.send(request("EVENTS", 1))
	p.expect(tag("RESULTCODE", 20))
	const n = 20_000 // more than sockets hold
	for i := range n {
		s.Publish(happenings(fmt.Sprint("d", i)))
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		shutdown(t, s)
	}()
	<-s.done
	for i := range n {
		p.expect(tag("DEVICEID", fmt.Sprint("d", i)))
	}
	p.expectEnd()
	<-ended
}

func TestShutdownCutsWhoCannotBeAnsweredInTime(t *testing.T) {
	reached, release := make(chan struct{}), make(chan struct{})
	s := start(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		close(reached)
		<-release
		return catalog.OK()
	}))
	p := dial(t, s.Addr())
	p.send(test(1))
	<-reached
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	err := s.Shutdown(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "1 connection") {
		t.Errorf("got %v", err)
	}
	close(release)
	if line, err := p.in.ReadString('\n'); err == nil {
		t.Errorf("answered after all: %s", line)
	}
}

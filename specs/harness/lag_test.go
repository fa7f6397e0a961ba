package harness

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// behind answers calls' commands before the target gets them, which is after
// that time.
func behind(t *testing.T, target Target, lag time.Duration) Target {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	api := target.API
	serve := func(c net.Conn) {
		defer c.Close()
		real, err := net.Dial("tcp", api)
		if err != nil {
			return
		}
		defer real.Close()
		requests, answers := bufio.NewReader(c), bufio.NewReader(real) // a message is a line
		for {
			request, err := requests.ReadString('\n')
			if err != nil {
				return
			}
			if strings.Contains(request, "<TYPE>CALLSTART<") || strings.Contains(request, "<TYPE>CALLUPDATE<") || strings.Contains(request, "<TYPE>CALLSTOP<") {
				_, rest, _ := strings.Cut(request, "<REQUESTID>")
				id, _, _ := strings.Cut(rest, "<")
				fmt.Fprintf(c, "<RESULT><REQUESTID>%s</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>sent to all of the following cores: 1</RESULTMSG></RESULT>\r\n", id)
				time.AfterFunc(lag, func() {
					if core, err := net.Dial("tcp", api); err == nil {
						fmt.Fprint(core, request)
						_, _ = bufio.NewReader(core).ReadString('\n')
						core.Close()
					}
				})
				continue
			}
			fmt.Fprint(real, request)
			answer, err := answers.ReadString('\n')
			if err != nil {
				return
			}
			fmt.Fprint(c, answer)
		}
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	target.API, target.Kind = listener.Addr().String(), Remote
	return target
}

func TestASpecWaitsForATargetThatAnswersBeforeItActs(t *testing.T) {
	r := NewRun(behind(t, system(t), 60*time.Millisecond), 1, 1)
	holds(t, try(t, r, func(t *T) {
		d := t.Device()
		t.Start(d, "USER1", "as started")
		t.Matches("the device", t.Status(d), "USER1", "as started")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "updated")
		t.Matches("the call", t.Instance(d, ""), "USER1", "updated")
	}))
	if r.lag < 60*time.Millisecond || r.lag > lagLimit {
		t.Errorf("the lag was taken for %s", r.lag)
	}
}

func TestASpecWaitsForNothingWhereTheTargetActsBeforeItAnswers(t *testing.T) {
	target := system(t)
	target.Kind = Remote
	r := NewRun(target, 1, 1)
	holds(t, try(t, r, func(t *T) {
		d := t.Device()
		t.Start(d, "USER1", "as started")
		t.Matches("the device", t.Status(d), "USER1", "as started")
	}))
	if r.lag != 0 {
		t.Errorf("the lag was taken for %s", r.lag)
	}
}

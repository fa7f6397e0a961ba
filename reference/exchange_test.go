package reference_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/fixtures"
	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// TestGoldenExchanges plays every exchange of the fixtures over a real socket
// to a system of its own.
func TestGoldenExchanges(t *testing.T) {
	all, err := fixtures.Exchanges()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			sys, err := reference.Start(t.Context(), reference.Config{Cores: []int{1}, Channels: 4})
			if err != nil {
				t.Fatal(err)
			}
			defer sys.Shutdown(t.Context())
			if err := play(sys.Addr(), &x); err != nil {
				t.Errorf("%s.txt: %v", x.Name, err)
			}
		})
	}
}

func play(addr net.Addr, x *fixtures.Exchange) error {
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	r := wire.NewReader(c, wire.Limits{MaxMessage: 1 << 20})
	for i := range x.Documents {
		d := &x.Documents[i]
		if d.Sent() {
			if _, err := fmt.Fprintf(c, "%s\r\n", d.Text); err != nil {
				return fmt.Errorf("line %d: %w", d.Line, err)
			}
			continue
		}
		frame, err := r.Next()
		if err != nil {
			return fmt.Errorf("line %d: awaiting the %s: %w", d.Line, d.Root.Name, err)
		}
		got, err := wire.ParseElement(frame)
		if err != nil {
			return fmt.Errorf("line %d: %w in %s", d.Line, err, frame)
		}
		if diff := fixtures.Diff(&d.Root, &got); diff != "" {
			return fmt.Errorf("line %d: %s\ngot %s", d.Line, diff, frame)
		}
	}
	c.(*net.TCPConn).CloseWrite()
	if frame, err := r.Next(); err != io.EOF {
		return fmt.Errorf("after the last document came %s (%v)", frame, err)
	}
	return nil
}

// SYSTEMSTATUS shows the machine at hand: how many PROCESSOR sections it has,
// no file can say.
var withoutGolden = map[string]bool{"SYSTEMSTATUS": true}

func TestEveryTCPFunctionHasAGoldenExchange(t *testing.T) {
	all, err := fixtures.Exchanges()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range all {
		for i := range x.Documents {
			if d := &x.Documents[i]; d.Sent() {
				seen[strings.TrimSpace(d.Root.Value("TYPE")+d.Root.Value("REQUESTTYPE"))] = true
			}
		}
	}
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		if f.Transports&catalog.TCP != 0 && !seen[f.Name] && !withoutGolden[f.Name] {
			t.Errorf("%s has no golden exchange", f.Name)
		}
	}
}

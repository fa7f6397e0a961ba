package reference_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
)

// TestResetsUnderLoadHarmNobody begins afresh again and again, moves the clock
// and changes conditions, while clients call: every request is answered, and in
// the end the system is as after a start.
func TestResetsUnderLoadHarmNobody(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p, addr := planeOf(t, sys), sys.Addr().String()
	events := subscribe(t, addr, "ALL")
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for n := range 4 {
		c := dial(t, addr)
		clients.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				device := fmt.Sprint(n, "-", i%20)
				for _, typ := range []string{"CALLSTART", "BLACKOUTSTART", "RECORDSTART", "CALLSTOP", "IMPORTUSER"} {
					pairs := []string{"DEVICEID", device}
					if typ == "IMPORTUSER" {
						pairs = []string{"ACTION", "ADD", "FIRSTNAME", device, "LASTNAME", fmt.Sprint(i)}
					}
					if _, err := c.Do(context.Background(), client.NewRequest(typ, pairs...)); err != nil {
						t.Errorf("%s: %v", typ, err)
						return
					}
				}
			}
		})
	}
	for range 15 {
		p.ok("POST", "/clock", `{"advance":"10m"}`)
		p.set(`{"disk":"full","cores":{"1":"down"}}`)
		p.ok("GET", "/state?limit=5", "")
		p.ok("GET", "/pci", "")
		p.ok("DELETE", "/conditions", "")
		p.ok("POST", "/reset", `{}`)
	}
	close(stop)
	clients.Wait()
	p.ok("POST", "/reset", `{}`)
	c := dial(t, addr)
	furnish(c)
	if got := ids(c); got != "7001-000100000000002 1" && got != "7001-000200000000002 1" {
		t.Errorf("numbers go on: %s", got)
	}
	if len(events.all("CALLSTART")) == 0 {
		t.Error("the subscription is gone")
	}
}

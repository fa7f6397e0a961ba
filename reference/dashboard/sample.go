package dashboard

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/server"
)

const (
	// shownDevices bounds every list of a sample.
	shownDevices = 80
	// keptExchanges is how many exchanges a new viewer sees.
	keptExchanges = 100
	// exchangeRoom is how many exchanges are kept from one sample to the next,
	// and as many that failed.
	exchangeRoom = 20
)

// sample is what goes on at one moment, encoded once for all viewers.
type sample struct {
	state []byte // a view
	// version, stats and backlog tell whether anything has changed.
	version uint64
	stats   server.Stats
	backlog Backlog
	// exchanges are the last ones, the oldest first; shared between samples.
	exchanges []shown
}

// like reports whether x shows nothing else than y.
func (x *sample) like(y *sample) bool {
	return x.version == y.version && x.stats == y.stats && x.backlog == y.backlog && x.newest() == y.newest()
}

// newest is the number of the last exchange, 0 without any.
func (x *sample) newest() uint64 {
	if n := len(x.exchanges); n > 0 {
		return x.exchanges[n-1].number
	}
	return 0
}

// shown is an exchange as a viewer gets it.
type shown struct {
	number uint64
	text   []byte
}

// view is a sample as the page reads it.
type view struct {
	Run     string         `json:"run"` // differs from one start of the system to the next
	Now     time.Time      `json:"now"`
	Started time.Time      `json:"started"`
	State   recorder.State `json:"state"`
	// Lanes are the devices of the timeline.
	Lanes   []recorder.DeviceState `json:"lanes"`
	Stats   stats                  `json:"stats"`
	Backlog Backlog                `json:"backlog"`
}

// stats are the server's counters as the page reads them.
type stats struct {
	Connections int    `json:"connections"`
	Subscribers int    `json:"subscribers"`
	Accepted    uint64 `json:"accepted"`
	Refused     uint64 `json:"refused"`
	Requests    uint64 `json:"requests"`
	Broken      uint64 `json:"broken"`
	Failed      uint64 `json:"failed"`
	Dropped     uint64 `json:"dropped"`
}

func statsOf(s server.Stats) stats {
	return stats{Connections: s.Connections, Subscribers: s.Subscribers, Accepted: s.Accepted, Refused: s.Refused,
		Requests: s.Requests, Broken: s.Broken, Failed: s.Failed, Dropped: s.DroppedSubscribers}
}

// exchange is a server.Exchange as the page reads it.
type exchange struct {
	Number     uint64    `json:"n"`
	At         time.Time `json:"at"`
	Took       int64     `json:"took_ns"` // 0: not measured
	Via        string    `json:"via"`
	Remote     string    `json:"remote"`
	Function   string    `json:"function"`
	ID         string    `json:"id"`
	Device     string    `json:"device,omitempty"`
	Code       int       `json:"code"`
	Label      string    `json:"label"`
	Request    string    `json:"request"`
	Result     string    `json:"result"`
	RequestCut bool      `json:"request_cut,omitempty"`
	ResultCut  bool      `json:"result_cut,omitempty"`
	Notes      []string  `json:"notes,omitempty"`
}

func show(x *server.Exchange) shown {
	return shown{x.Number, encode(exchange{
		Number: x.Number, At: x.At, Took: int64(x.Took), Via: x.Via, Remote: x.Remote, Function: x.Function, ID: x.ID,
		Device: x.Device, Code: int(x.Code), Label: x.Code.String(), Request: x.Request, Result: x.Result,
		RequestCut: x.RequestCut, ResultCut: x.ResultCut, Notes: x.Notes,
	})}
}

// found is the answer to a viewer's search.
type found struct {
	Find    string                 `json:"find"`
	Matches int                    `json:"matches"`
	Devices []recorder.DeviceState `json:"devices"`
}

const (
	shownCalls     = 8  // of a device
	shownBlackouts = 20 // of a call or recording
)

// trim leaves of each device its latest calls, and of each call its latest
// blackouts.
func trim(devices []recorder.DeviceState) {
	for i := range devices {
		d := &devices[i]
		d.Calls = last(d.Calls, shownCalls)
		for j := range d.Calls {
			d.Calls[j].Blackouts = last(d.Calls[j].Blackouts, shownBlackouts)
		}
	}
}

func last[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// encode returns v as JSON on one line, which is how an event carries it.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types, without cycles or functions
	}
	return b
}

// maxFind is how many bytes of a search count.
const maxFind = 100

// search is what a viewer looks for, "" for nothing in particular.
func search(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.ToValidUTF8(text[:min(len(text), maxFind)], "")
}

package show

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/offhook/offhook/sim/client"
)

// Event writes an event as one line: when it was read, in local time, what it
// is, the device, then every other field that has a value.
func Event(w io.Writer, e *client.Event) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %-16s  %-10s", e.At.Format("15:04:05.000"), line(e.Type), line(e.Get("DEVICEID")))
	for _, f := range e.Data.Children {
		if f.Name == "DEVICEID" || f.Text == "" {
			continue
		}
		v := line(f.Text)
		if strings.ContainsAny(v, ` "=`) {
			v = `"` + strings.ReplaceAll(v, `"`, `\"`) + `"`
		}
		fmt.Fprintf(&b, " %s=%s", line(f.Name), v)
	}
	_, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	return err
}

// eventJSON is an event for programs.
type eventJSON struct {
	Time   time.Time         `json:"time"`
	Class  string            `json:"class"`
	Type   string            `json:"type"`
	Module string            `json:"module"`
	XRef   string            `json:"xref"`
	Data   map[string]string `json:"data"`
}

// EventJSON writes an event as one line of JSON, its fields as data.
func EventJSON(w io.Writer, e *client.Event) error {
	data := make(map[string]string, len(e.Data.Children))
	for _, f := range e.Data.Children {
		data[f.Name] = f.Text
	}
	return encode(w, eventJSON{e.At, e.Class, e.Type, e.Module, e.XRef, data})
}

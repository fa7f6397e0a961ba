package dispatch

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

type handler func(*Dispatcher, *catalog.Request) catalog.Result

// table is the one dispatch table: every function that is executed here. The
// recorder's and the directory's functions are added from what they handle.
var table = map[string]handler{
	"TEST":             func(*Dispatcher, *catalog.Request) catalog.Result { return catalog.OK() },
	"SYSTEMSTATUS":     (*Dispatcher).systemStatus,
	"FETCHTERMINOLOGY": (*Dispatcher).fetchTerminology,
	"CALLLIST":         (*Dispatcher).callList,
	"EMAIL":            (*Dispatcher).email,
	"COMBINEDEMAIL":    (*Dispatcher).combinedEmail,
	"EXPORT":           (*Dispatcher).export,
	"COMBINEDEXPORT":   (*Dispatcher).combinedExport,
	"MULTIEXPORT":      (*Dispatcher).multiExport,
}

func init() {
	for i := range catalog.Functions {
		name := catalog.Functions[i].Name
		switch {
		case recorder.Handles(name):
			table[name] = (*Dispatcher).record
		case directory.Handles(name):
			table[name] = (*Dispatcher).change
		}
	}
}

// Handles reports whether a function is executed here; EVENTS is the server's,
// and deprecated functions are refused when they are bound.
func Handles(function string) bool { return table[function] != nil }

package target

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
)

// What a hook may print, in bytes.
const maxRecording, maxMail = 64 << 20, 32 << 20

// fetching gets by hooks what no request can get, one thing at a time.
type fetching struct {
	hooked
	turn *sync.Mutex
}

var _ harness.Fetching = fetching{}

// CanFetchRecordings reports whether there is a hook for files.
func (f fetching) CanFetchRecordings() bool { return f.Hooks.Recording != "" }

// CanFetchMail reports whether there is a hook for mail.
func (f fetching) CanFetchMail() bool { return f.Hooks.Mailbox != "" }

// Recording returns a recording's file.
func (f fetching) Recording(ctx context.Context, filename, recordID string) ([]byte, error) {
	for name, v := range map[string]string{"FILENAME": filename, "RECORDID": recordID} {
		if strings.ContainsFunc(v, unicode.IsControl) {
			return nil, fmt.Errorf("hook recording: not asked, for the target's %s holds a control character: %.100q", name, v)
		}
	}
	return f.print(ctx, "recording", f.Hooks.Recording, maxRecording, "OFFHOOK_FILENAME="+filename, "OFFHOOK_RECORDID="+recordID)
}

// Letters returns the mails that have come for an address.
func (f fetching) Letters(ctx context.Context, to string) ([]*mailbox.Letter, error) {
	text, err := f.print(ctx, "mailbox", f.Hooks.Mailbox, maxMail, "OFFHOOK_ADDRESS="+to)
	if err != nil {
		return nil, err
	}
	return mailbox.Read(text, to), nil
}

// print returns what a hook prints.
func (f fetching) print(ctx context.Context, name, command string, most int, env ...string) ([]byte, error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	out := bounded{most: most, enough: enough}
	var said tail
	err := f.shell(ctx, name, command, env, &out, &said)
	if out.over {
		return nil, fmt.Errorf("hook %s: it printed more than %d bytes, killed%s", name, most, said.quoted())
	}
	return out.b.Bytes(), err
}

// bounded keeps what is written to it up to so many bytes; then it has had
// enough.
type bounded struct {
	b      bytes.Buffer
	most   int
	over   bool
	enough func()
}

func (w *bounded) Write(p []byte) (int, error) {
	if w.over = w.over || w.b.Len()+len(p) > w.most; w.over {
		w.enough()
		return 0, fmt.Errorf("more than %d bytes", w.most)
	}
	return w.b.Write(p)
}

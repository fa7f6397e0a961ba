package harness

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/offhook/offhook/specs/mailbox"
)

// Relays are Conditions that can take away the mail server through which the
// target sends.
type Relays interface {
	SetRelay(ctx context.Context, on bool) error
}

// RelayDown leaves the target without a mail server until the spec ends.
func (t *T) RelayDown() {
	t.condition("no mail server configured", func(ctx context.Context, c Conditions, on bool) error {
		if r, ok := c.(Relays); ok {
			return r.SetRelay(ctx, !on)
		}
		return errors.ErrUnsupported
	})
}

// Mailbox reports whether what the target mails can be seen.
func (t *T) Mailbox() bool { return t.run.Target.Mailbox != nil || t.fetchesMail() }

func (t *T) fetchesMail() bool {
	return t.run.Target.Fetching != nil && t.run.Target.Fetching.CanFetchMail()
}

// Address returns an address that nobody else uses. The spec is skipped where
// nobody sees what the target mails.
func (t *T) Address() string {
	t.Need(t.Mailbox(), "nobody sees what the target mails; let it send to a --mailbox, or give a hook that fetches it")
	return strings.ToLower(strings.Replace(cmp.Or(t.run.Target.MailTo, "*@example.com"), "*", t.Name("m"), 1))
}

// Letter waits for the mail to an address. It fails where more than one has
// come, or where it cannot be read.
func (t *T) Letter(to string) *mailbox.Letter {
	var l *mailbox.Letter
	t.Eventually("a mail comes to "+to, func() {
		letters := t.letters(to)
		t.Check(len(letters) > 0, "none has come")
		l = letters[0]
	})
	t.Check(len(t.letters(to)) == 1, "%d mails came to %s instead of one", len(t.letters(to)), to)
	t.Note(fmt.Sprintf("mail from %s to %s: subject %q, %d files", l.From, l.To, l.Shown("Subject"), len(l.Files)))
	t.Check(l.Broken == nil, "the mail to %s cannot be read: %v", to, l.Broken)
	return l
}

// NoLetter fails where a mail has come to an address. Something that is sent
// later should have come meanwhile, so that this one would have, too.
func (t *T) NoLetter(to string) {
	t.pause(t.run.scaled(settle))
	t.Check(len(t.letters(to)) == 0, "%d mails came to %s", len(t.letters(to)), to)
}

func (t *T) letters(to string) []*mailbox.Letter {
	if !t.fetchesMail() {
		return t.run.Target.Mailbox.Letters(to)
	}
	t.mu.Lock()
	next := t.fetched.Add(betweenFetches)
	t.mu.Unlock()
	t.pause(time.Until(next))
	end := t.notCounted()
	list, err := t.run.Target.Fetching.Letters(t.ctx, to)
	end()
	t.mu.Lock()
	t.fetched = time.Now()
	t.mu.Unlock()
	if err != nil {
		t.Skip("the target's mail could not be fetched: " + err.Error())
	}
	return list
}

// betweenFetches is a pause for those who hold the mail.
const betweenFetches = 500 * time.Millisecond

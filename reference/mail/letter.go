package mail

import (
	"context"
	"fmt"
	"net/mail"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/store"
)

// send makes what a mail carries and hands it to the relay.
func (o *Outbox) send(ctx context.Context, m *store.Mail) error {
	file, err := o.cfg.File(ctx, m)
	if err != nil {
		return err
	}
	return o.cfg.Relay.Send(ctx, &Message{
		ID:   messageID(m),
		From: mail.Address{Name: m.FromName, Address: m.From}, To: mail.Address{Name: m.ToName, Address: m.To},
		Date: m.Queued, Subject: subject(m), Text: text(m), File: file,
	})
}

// messageID is the same for every attempt at a mail, and no other's.
func messageID(m *store.Mail) string {
	domain := m.From[strings.LastIndexByte(m.From, '@')+1:]
	if !ascii(domain) {
		domain = "offhook.invalid"
	}
	return fmt.Sprintf("%d.%d.offhook@%s", m.ID, m.Queued.UnixMicro(), domain)
}

func subject(m *store.Mail) string {
	if n := len(m.RecordIDs); n > 1 {
		return fmt.Sprintf("%d recordings", n)
	}
	return "Recording " + ids(m)
}

func text(m *store.Mail) string {
	s := "Recording " + ids(m) + " is attached."
	if len(m.RecordIDs) > 1 {
		s = "Recordings " + ids(m) + " are attached, joined in this order."
	}
	if m.Encrypt {
		s += " The file opens with the password that was given when it was asked for."
	}
	return s + "\r\n"
}

func ids(m *store.Mail) string {
	list := make([]string, len(m.RecordIDs))
	for i, id := range m.RecordIDs {
		list[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(list, ", ")
}

package mailbox

import (
	"bytes"
	"net/mail"
	"strings"
)

// maxLetters is how many messages of a mailbox are read.
const maxLetters = 10_000

// Read returns the letters to an address that a mailbox holds: messages as mbox
// has them, each after a line that begins with From and a blank, or one message
// alone. To whom a message went tell its headers.
func Read(mbox []byte, to string) []*Letter {
	var list []*Letter
	for _, raw := range messages(mbox) {
		l := open(raw)
		if l.isTo(to) || l.Header == nil && bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(to))) {
			l.To = to
			l.From = strings.Trim(l.Header.Get("Return-Path"), "<> ")
			list = append(list, l)
		}
	}
	return list
}

// recipients are the headers that name whom a message went to.
var recipients = []string{"To", "Cc", "Bcc", "Resent-To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Rcpt-To"}

func (l *Letter) isTo(to string) bool {
	for _, name := range recipients {
		for _, v := range l.Header[name] {
			list, err := mail.ParseAddressList(v)
			if err != nil && strings.Contains(strings.ToLower(v), strings.ToLower(to)) {
				return true
			}
			for _, a := range list {
				if strings.EqualFold(a.Address, to) {
					return true
				}
			}
		}
	}
	return false
}

// messages cuts a mailbox into messages, without what mbox adds to them.
func messages(mbox []byte) [][]byte {
	if len(bytes.TrimSpace(mbox)) == 0 {
		return nil
	}
	if !bytes.HasPrefix(mbox, []byte("From ")) {
		return [][]byte{mbox}
	}
	var all [][]byte
	var message bytes.Buffer
	blank := true // the line before is
	for line := range bytes.Lines(mbox) {
		if blank && bytes.HasPrefix(line, []byte("From ")) {
			if message.Len() > 0 {
				all = append(all, bytes.Clone(message.Bytes()))
			}
			if len(all) == maxLetters {
				return all
			}
			message.Reset()
			blank = false
			continue
		}
		blank = len(bytes.TrimRight(line, "\r\n")) == 0
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) && line[0] == '>' {
			line = line[1:]
		}
		message.Write(line)
	}
	return append(all, bytes.Clone(message.Bytes()))
}

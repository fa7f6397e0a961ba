package usergrouprole

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
)

// delivered sends the request with other values in the place of its own to an
// address of its own, and returns the mail that comes.
func (g *mailing) delivered(nameValues ...string) *mailbox.Letter {
	to := g.t.Address()
	g.with(append([]string{"TOADDRESS", to}, nameValues...)...).Is(catalog.API_OK)
	l := g.t.Letter(to)
	g.t.Check(len(l.Files) == 1, "the mail has %d attachments instead of one", len(l.Files))
	return l
}

// tellable is how long a recording must be to tell a RECORDID of six digits.
const tellable = 800 * time.Millisecond

// spoken makes n recordings that can be told from others, all at the same time,
// and returns their RECORDIDs and about how long each lasts.
func spoken(t *harness.T, n int) (recordIDs []string, lasts time.Duration) {
	devices := make([]string, n)
	begun := time.Now()
	for i := range devices {
		devices[i] = t.Device()
		t.StartRecorded(devices[i])
	}
	t.Elapse(time.Now(), tellable)
	for _, d := range devices {
		t.Stop(d)
	}
	lasts = time.Since(begun)
	for _, d := range devices {
		recordIDs = append(recordIDs, t.Row(d).Get("RECORDID"))
	}
	return recordIDs, lasts
}

func init() {
	for _, m := range mails {
		harness.Describe(m.function, func() {
			harness.Spec(m.function+"-13", "delivers a mail to the address that was given", m.delivers)
			harness.Spec(m.function+"-14", "mails nothing where it refuses", m.mailsNothing)
			harness.Spec(m.function+"-15", "mails to no address that is smuggled in", m.addsNobody)
			harness.Spec(m.function+"-16", "needs a mail server", func(t *harness.T) {
				g := m.mailing(t)
				t.RelayDown()
				to := "nobody@example.com"
				if t.Mailbox() {
					to = t.Address()
				}
				g.with("TOADDRESS", to).Is(catalog.API_ERROR_CLIENT_NOT_FOUND)
				if t.Mailbox() {
					t.NoLetter(to)
				}
			})
		})
	}
}

func (m mail) delivers(t *harness.T) {
	g := m.mailing(t)
	l := g.delivered()
	g.delivered() // by when a second one had come, too
	t.Letter(l.To)
	t.Check(l.Shown("Subject") != "", "the mail has no subject")
	for _, name := range []string{"From", "To"} {
		list, err := l.Header.AddressList(name)
		t.Check(err == nil && len(list) == 1, "the header %s is not one address: %q", name, l.Header.Get(name))
		if name == "To" {
			t.Equal("the address in To", strings.ToLower(list[0].Address), l.To)
		}
	}
	t.Check(len(l.Files[0].Content) > 0, "the attachment is empty")
}

func (m mail) mailsNothing(t *harness.T) {
	g, to := m.mailing(t), t.Address()
	faults := [][]string{{m.recording, noID}, {m.recording, ""}, {"REQUESTID", "none"}}
	if m.function == "EMAIL" {
		faults = append(faults, []string{"UNIQUEFIELD", "colour"}, []string{"MEDIA_FORMAT", "CAV", "ENCRYPT", "Y"})
	} else {
		faults = append(faults, []string{"IDENT", g.recordID + "," + noID}, []string{"FROMADDRESS", "nobody"})
	}
	for _, fault := range faults {
		r := g.with(append([]string{"TOADDRESS", to}, fault...)...)
		t.Check(!r.OK(), "%s with %q is answered API_OK", m.function, fault)
	}
	g.delivered() // what was asked for later has come
	t.NoLetter(to)
}

// addsNobody tries to smuggle an address in. What is refused is safe.
func (m mail) addsNobody(t *harness.T) {
	g, to, other := m.mailing(t), t.Address(), t.Address()
	for _, v := range []string{
		to + "\r\nBcc: " + other, to + "\nBcc: " + other, to + ", " + other, to + ";" + other, to + " " + other,
		to + ">\r\nRCPT TO:<" + other, "Jane <" + to + ">, Joe <" + other + ">", to + "\r\n\r\n" + other,
	} {
		g.with("TOADDRESS", v).Is(append(refused, catalog.API_EMAIL_NOT_VALID, catalog.API_OK)...)
	}
	for _, name := range []string{"TONAME", "FROMNAME"} {
		for _, v := range []string{"Jane\r\nBcc: " + other, "Jane\nX-Smuggled: 1", "Jane\" <" + other + ">, \"Joe"} {
			if m.function != "COMBINEDEMAIL" {
				continue
			}
			l := g.delivered(name, v)
			for _, h := range []string{"Bcc", "X-Smuggled"} {
				t.Check(l.Header[h] == nil, "%s %q gives the mail a header %s", name, v, h)
			}
			list, err := l.Header.AddressList(strings.TrimSuffix(name, "NAME"))
			t.Check(err == nil && len(list) == 1, "%s %q makes several addresses: %v", name, v, list)
		}
	}
	g.delivered()
	t.NoLetter(other)
}

var _ = harness.Describe("EMAIL", func() {
	m := mails[0]
	harness.Spec("EMAIL-17", "attaches the recording in every MEDIA_FORMAT", func(t *harness.T) {
		t.Address() // the spec is skipped before it waits
		ids, lasts := spoken(t, 1)
		g := &mailing{mail: m, t: t, recordID: ids[0]}
		for _, f := range []media.Format{media.WAV, media.MP3, media.VOX, media.M4A, media.CAV} {
			l := g.delivered("MEDIA_FORMAT", f.String())
			if f == media.CAV && !t.BuiltIn() {
				t.Check(len(l.Files[0].Content) > 0, "the attachment is empty")
				continue
			}
			s := t.Sound("the attachment", f, l.Files[0].Content, "")
			s.Lasts(lasts)
			s.Holds(ids...)
		}
	})
	harness.Spec("EMAIL-18", "attaches an encrypted file", func(t *harness.T) {
		g := m.mailing(t)
		get := func(nameValues ...string) []byte {
			return g.delivered(append([]string{"MEDIA_FORMAT", "CAV"}, nameValues...)...).Files[0].Content
		}
		plain, secret := get(), get("ENCRYPT", "Y", "PASSWORD", "test")
		t.Check(len(secret) > 0 && !bytes.Equal(plain, secret), "the encrypted file is the plain one, or empty")
		const piece = 64
		for at := len(plain) / 2; at+piece <= len(plain); at += piece {
			p := plain[at : at+piece]
			if bytes.Count(p, p[:1]) < piece { // silence is alike everywhere
				t.Check(!bytes.Contains(secret, p), "the encrypted file holds part of the plain one")
			}
		}
		if t.BuiltIn() {
			t.Sound("the attachment", media.CAV, secret, "test")
		}
	})
})

var _ = harness.Describe("COMBINEDEMAIL", func() {
	m := mails[1]
	harness.Spec("COMBINEDEMAIL-17", "joins the recordings in the order of IDENT", func(t *harness.T) {
		t.Address() // the spec is skipped before it waits
		ids, lasts := spoken(t, 2)
		slices.Reverse(ids)
		g := &mailing{mail: m, t: t, recordID: strings.Join(ids, ",")}
		s := t.Sound("the attachment", media.WAV, g.delivered().Files[0].Content, "")
		s.Lasts(2 * lasts)
		s.Holds(ids...)
	})
	harness.Spec("COMBINEDEMAIL-18", "says from whom and to whom", func(t *harness.T) {
		g, from := m.mailing(t), t.Address()
		for _, name := range []string{"jane", "Jane \"J\" Doe <x>", "R & D, Sales", "Zoë Größe"} {
			l := g.delivered("FROMADDRESS", from, "FROMNAME", name, "TONAME", name)
			for _, header := range []string{"From", "To"} {
				list, err := l.Header.AddressList(header)
				t.Check(err == nil && len(list) == 1, "the header %s is not one address: %q", header, l.Header.Get(header))
				t.Equal("the name in "+header, list[0].Name, name)
				if header == "From" {
					t.Equal("the address in From", list[0].Address, from)
				}
			}
		}
	})
	harness.Spec("COMBINEDEMAIL-19", "has a sender of its own", func(t *harness.T) {
		l := m.mailing(t).delivered("FROMADDRESS", "")
		list, err := l.Header.AddressList("From")
		t.Check(err == nil && len(list) == 1 && list[0].Address != l.To, "the header From is %q", l.Header.Get("From"))
	})
})

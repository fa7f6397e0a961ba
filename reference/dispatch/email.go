package dispatch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// email mails one recording (User, Group, and Role, EMAIL). What is wrong with
// the request is said also where there is no relay.
func (d *Dispatcher) email(req *catalog.Request) catalog.Result {
	if res := unprotected(req); res != nil {
		return *res
	}
	recs, res := d.audio(req.Value(catalog.UNIQUEFIELD), req.Value(catalog.UNIQUEID))
	if res != nil {
		return *res
	}
	m := store.Mail{To: req.Value(catalog.TOADDRESS), Format: req.Value(catalog.MEDIA_FORMAT)}
	if m.Encrypt = req.Yes(catalog.ENCRYPT) && m.Format == media.CAV.String(); m.Encrypt {
		m.Password = req.Value(catalog.PASSWORD)
	}
	return d.post(m, recs)
}

// combinedEmail mails several recordings as one file, for whose format there is
// no parameter (User, Group, and Role, COMBINEDEMAIL; E-51).
func (d *Dispatcher) combinedEmail(req *catalog.Request) catalog.Result {
	recs, res := d.audios(req.Value(catalog.IDENT))
	if res != nil {
		return *res
	}
	return d.post(store.Mail{
		From: req.Value(catalog.FROMADDRESS), FromName: req.Value(catalog.FROMNAME),
		To: req.Value(catalog.TOADDRESS), ToName: req.Value(catalog.TONAME),
		Format: media.WAV.String(),
	}, recs)
}

// deliveryTimeout bounds how long an answer waits for the relay, in the dialect
// in which it does.
const deliveryTimeout = 30 * time.Second

// post queues a mail with recordings (E-45), or says that there is no relay
// (E-46).
func (d *Dispatcher) post(m store.Mail, recs []recorder.Recording) catalog.Result {
	if d.cfg.Mail == nil || !d.cfg.Mail.Ready() {
		return catalog.Fail(catalog.API_ERROR_CLIENT_NOT_FOUND, "No e-mail server is configured")
	}
	for i := range recs {
		m.RecordIDs = append(m.RecordIDs, recs[i].ID)
	}
	if d.cfg.Dialect.Takes("E-45") == "delivered" {
		return d.deliver(m)
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	if err := d.cfg.Mail.Post(ctx, m); err != nil {
		return d.lostBy(err)
	}
	return catalog.OK()
}

// deliver answers what the relay says.
func (d *Dispatcher) deliver(m store.Mail) catalog.Result {
	ctx, cancel := context.WithTimeout(context.Background(), deliveryTimeout)
	defer cancel()
	err := d.cfg.Mail.Deliver(ctx, m)
	switch {
	case err == nil:
		return catalog.OK()
	case errors.Is(err, store.ErrUnavailable):
		return d.lostBy(err)
	}
	d.cfg.Logger.Warn("a mail was not delivered", "error", err.Error())
	if errors.Is(err, mail.ErrFinal) {
		return catalog.Fail(catalog.API_EMAIL_NOT_VALID, "The e-mail server refuses the mail")
	}
	return catalog.Fail(catalog.API_ERROR_CLIENT_NOT_FOUND, "The e-mail server cannot be found")
}

// Attachment makes the files of queued mails from what st holds when they are
// sent. A recording that is no longer there makes the mail fail for good.
func Attachment(st *store.Store) func(context.Context, *store.Mail) (*catalog.File, error) {
	return func(ctx context.Context, m *store.Mail) (*catalog.File, error) {
		ctx, cancel := context.WithTimeout(ctx, databaseTimeout)
		defer cancel()
		recs, err := st.Recordings(ctx, m.RecordIDs)
		if err != nil {
			return nil, err
		}
		if len(recs) != len(m.RecordIDs) || len(recs) == 0 {
			return nil, fmt.Errorf("%w: of its %d recordings %d are left", mail.ErrFinal, len(m.RecordIDs), len(recs))
		}
		f, ok := media.ParseFormat(m.Format)
		if !ok {
			return nil, fmt.Errorf("%w: there is no format %q", mail.ErrFinal, m.Format)
		}
		password := ""
		if m.Encrypt {
			password = m.Password
		}
		return sound(recs, f, password), nil
	}
}

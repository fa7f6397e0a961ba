package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// States of a Mail.
const (
	MailQueued = "queued" // to be tried at Next
	MailSent   = "sent"
	MailFailed = "failed" // given up
)

// Mail is an e-mail to be sent with recordings, or one that was.
type Mail struct {
	ID                         int64
	From, FromName, To, ToName string
	Format                     string // MEDIA_FORMAT
	Encrypt                    bool
	Password                   string // "" where the mail's state is final
	RecordIDs                  []int64
	Queued, Next               time.Time // when it was queued, and not to be tried before
	Attempts                   int
	LastError                  string
	State                      string // MailQueued, MailSent or MailFailed
}

const mailColumns = `mail_id, from_address, from_name, to_address, to_name, format, encrypt,
	password, record_ids, queued, next_attempt, attempts, last_error, state`

// QueueMail stores a new mail, to be sent from m.Next on, and returns its ID,
// which is never given twice. ID, Attempts, LastError and State are the
// store's to set. The mail is durable when QueueMail returns.
func (s *Store) QueueMail(ctx context.Context, m Mail) (id int64, err error) {
	records, err := json.Marshal(m.RecordIDs)
	if err != nil {
		return 0, fmt.Errorf("store: %w", err)
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := mailIDs.raise(ctx, tx, 0); err != nil {
			return err
		}
		if id, err = mailIDs.take(ctx, tx, 1); err != nil {
			return err
		}
		values := []any{id, m.From, m.FromName, m.To, m.ToName, m.Format, m.Encrypt,
			m.Password, string(records), m.Queued.UnixMicro(), m.Next.UnixMicro(), 0, "", MailQueued}
		_, err := tx.ExecContext(ctx, "INSERT INTO mails ("+mailColumns+") VALUES "+parameters(1, len(values)), values...)
		return err
	})
	return id, err
}

// DueMail returns up to limit of the mails that are to be tried at now, those
// that have waited longest first.
func (s *Store) DueMail(ctx context.Context, now time.Time, limit int) ([]Mail, error) {
	return s.mails(ctx, "WHERE state = '"+MailQueued+"' AND next_attempt <= $1 ORDER BY next_attempt, mail_id LIMIT $2",
		now.UnixMicro(), limit)
}

// MailList returns the newest limit mails, newest first and without their
// passwords.
func (s *Store) MailList(ctx context.Context, limit int) ([]Mail, error) {
	list, err := s.mails(ctx, "ORDER BY mail_id DESC LIMIT $1", limit)
	for i := range list {
		list[i].Password = ""
	}
	return list, err
}

// MailResult notes what came of an attempt. In a final state, MailSent or
// MailFailed, the password is deleted. It does nothing for a mail that is gone.
func (s *Store) MailResult(ctx context.Context, id int64, state string, attempts int, next time.Time, lastError string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mails SET state = $1, attempts = $2, next_attempt = $3, last_error = $4,
			password = CASE WHEN $1 = '`+MailQueued+`' THEN password ELSE '' END WHERE mail_id = $5`,
			state, attempts, next.UnixMicro(), lastError, id)
		return err
	})
}

// mails reads the mails that the rest of a query selects.
func (s *Store) mails(ctx context.Context, rest string, args ...any) ([]Mail, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	rows, err := s.db.read.QueryContext(ctx, "SELECT "+mailColumns+" FROM mails "+rest, args...)
	if err != nil {
		return nil, failed(ctx, err)
	}
	defer rows.Close()
	var list []Mail
	for rows.Next() {
		m, err := scanMail(rows)
		if err != nil {
			return nil, failed(ctx, err)
		}
		list = append(list, m)
	}
	return list, failed(ctx, rows.Err())
}

func scanMail(rows *sql.Rows) (m Mail, err error) {
	var records string
	var queued, next int64
	if err := rows.Scan(&m.ID, &m.From, &m.FromName, &m.To, &m.ToName, &m.Format, &m.Encrypt,
		&m.Password, &records, &queued, &next, &m.Attempts, &m.LastError, &m.State); err != nil {
		return m, err
	}
	m.Queued, m.Next = time.UnixMicro(queued), time.UnixMicro(next)
	if err := json.Unmarshal([]byte(records), &m.RecordIDs); err != nil {
		return m, fmt.Errorf("mail %d: its recordings: %w", m.ID, err)
	}
	return m, nil
}

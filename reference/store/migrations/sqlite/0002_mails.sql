-- +goose Up
-- E-mails with recordings. Times are microseconds since 1970 UTC; record_ids
-- is a JSON array.
CREATE TABLE mails (
    mail_id      INTEGER PRIMARY KEY,
    from_address TEXT    NOT NULL,
    from_name    TEXT    NOT NULL,
    to_address   TEXT    NOT NULL,
    to_name      TEXT    NOT NULL,
    format       TEXT    NOT NULL,
    encrypt      INTEGER NOT NULL,
    password     TEXT    NOT NULL,
    record_ids   TEXT    NOT NULL,
    queued       INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    last_error   TEXT    NOT NULL,
    state        TEXT    NOT NULL
);

CREATE INDEX mails_due ON mails (next_attempt) WHERE state = 'queued';

-- +goose Up
-- E-mails with recordings. Times are microseconds since 1970 UTC; record_ids
-- is a JSON array.
CREATE TABLE mails (
    mail_id           BIGINT           PRIMARY KEY,
    from_address      TEXT COLLATE "C" NOT NULL,
    from_name         TEXT COLLATE "C" NOT NULL,
    to_address        TEXT COLLATE "C" NOT NULL,
    to_name           TEXT COLLATE "C" NOT NULL,
    format            TEXT COLLATE "C" NOT NULL,
    encrypt           BOOLEAN          NOT NULL,
    password          TEXT COLLATE "C" NOT NULL,
    record_ids        TEXT COLLATE "C" NOT NULL,
    queued            BIGINT           NOT NULL,
    next_attempt      BIGINT           NOT NULL,
    attempts          BIGINT           NOT NULL,
    last_error        TEXT COLLATE "C" NOT NULL,
    state             TEXT COLLATE "C" NOT NULL
);

CREATE INDEX mails_due ON mails (next_attempt) WHERE state = 'queued';

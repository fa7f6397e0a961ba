-- Times are microseconds since 1970 UTC, durations whole seconds.

-- +goose Up
-- The columns that a request may name as UNIQUEFIELD come first, in the
-- manual's order but for the key; what only the recorder needs follows.
CREATE TABLE recordings (
    ident            INTEGER PRIMARY KEY,
    agent_id         INTEGER NOT NULL,
    ani              TEXT    NOT NULL,
    archive_action_id INTEGER NOT NULL,
    audio_hash       TEXT,
    audio_size       INTEGER,
    calldirection    TEXT    NOT NULL,
    callid           TEXT    NOT NULL,
    channel          INTEGER NOT NULL,
    device_alias     TEXT    NOT NULL,
    device_id        TEXT    NOT NULL,
    dnis             TEXT    NOT NULL,
    duration         INTEGER NOT NULL,
    filename         TEXT    NOT NULL,
    filename_video   TEXT,
    gate             TEXT    NOT NULL,
    globalid         TEXT    NOT NULL,
    keepdays         INTEGER NOT NULL,
    locked           INTEGER,
    listenedto       INTEGER,
    medialabel       TEXT,
    overridden       INTEGER,
    priority         INTEGER NOT NULL,
    qa_forms         TEXT,
    qa_group_id      INTEGER,
    qa_poss_score    INTEGER,
    qa_score         INTEGER,
    recording_time   INTEGER NOT NULL,
    recording_type   TEXT    NOT NULL,
    screen_capture   INTEGER,
    sgroup           TEXT    NOT NULL,
    user1            TEXT    NOT NULL,
    user2            TEXT    NOT NULL,
    user3            TEXT    NOT NULL,
    user4            TEXT    NOT NULL,
    user5            TEXT    NOT NULL,
    user6            TEXT    NOT NULL,
    user7            TEXT    NOT NULL,
    user8            TEXT    NOT NULL,
    user9            TEXT    NOT NULL,
    user10           TEXT    NOT NULL,
    user11           TEXT    NOT NULL,
    user12           TEXT    NOT NULL,
    user13           TEXT    NOT NULL,
    user14           TEXT    NOT NULL,
    user15           TEXT    NOT NULL,
    video_hash       TEXT,
    video_size       INTEGER,
    wrap_duration    INTEGER,
    stop_time        INTEGER NOT NULL,
    call_instance    TEXT    NOT NULL,
    session_id       TEXT    NOT NULL,
    agent_first_name TEXT    NOT NULL,
    agent_last_name  TEXT    NOT NULL,
    sys_user         TEXT    NOT NULL,
    crm_user         TEXT    NOT NULL,
    station          TEXT    NOT NULL,
    core             INTEGER NOT NULL,
    agent_initiated  INTEGER NOT NULL,
    cti_initiated    INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    blackouts        TEXT    NOT NULL
);

-- One index a filter of CALLLIST, each newest first. A row without the value
-- costs nothing: a blank filter is no filter.
CREATE INDEX recordings_by_time  ON recordings (recording_time);
CREATE INDEX recordings_by_device ON recordings (device_id, recording_time);
CREATE INDEX recordings_by_alias ON recordings (device_alias, recording_time) WHERE device_alias <> '';
CREATE INDEX recordings_by_group ON recordings (sgroup, recording_time) WHERE sgroup <> '';
CREATE INDEX recordings_by_gate  ON recordings (gate, recording_time) WHERE gate <> '';
CREATE INDEX recordings_by_ani   ON recordings (ani, recording_time) WHERE ani <> '';
CREATE INDEX recordings_by_dnis  ON recordings (dnis, recording_time) WHERE dnis <> '';
CREATE INDEX recordings_by_callid ON recordings (callid, recording_time) WHERE callid <> '';
CREATE INDEX recordings_by_sys_user ON recordings (sys_user, recording_time) WHERE sys_user <> '';
CREATE INDEX recordings_by_crm_user ON recordings (crm_user, recording_time) WHERE crm_user <> '';
CREATE INDEX recordings_by_user1 ON recordings (user1, recording_time) WHERE user1 <> '';
CREATE INDEX recordings_by_user2 ON recordings (user2, recording_time) WHERE user2 <> '';
CREATE INDEX recordings_by_user3 ON recordings (user3, recording_time) WHERE user3 <> '';
CREATE INDEX recordings_by_user4 ON recordings (user4, recording_time) WHERE user4 <> '';
CREATE INDEX recordings_by_user5 ON recordings (user5, recording_time) WHERE user5 <> '';
CREATE INDEX recordings_by_user6 ON recordings (user6, recording_time) WHERE user6 <> '';
CREATE INDEX recordings_by_user7 ON recordings (user7, recording_time) WHERE user7 <> '';
CREATE INDEX recordings_by_user8 ON recordings (user8, recording_time) WHERE user8 <> '';
CREATE INDEX recordings_by_user9 ON recordings (user9, recording_time) WHERE user9 <> '';
CREATE INDEX recordings_by_user10 ON recordings (user10, recording_time) WHERE user10 <> '';
CREATE INDEX recordings_by_user11 ON recordings (user11, recording_time) WHERE user11 <> '';
CREATE INDEX recordings_by_user12 ON recordings (user12, recording_time) WHERE user12 <> '';
CREATE INDEX recordings_by_user13 ON recordings (user13, recording_time) WHERE user13 <> '';
CREATE INDEX recordings_by_user14 ON recordings (user14, recording_time) WHERE user14 <> '';
CREATE INDEX recordings_by_user15 ON recordings (user15, recording_time) WHERE user15 <> '';

-- The next number of each counter; raised before the numbers are used.
CREATE TABLE counters (
    name     TEXT    PRIMARY KEY,
    next     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    agent_id      INTEGER PRIMARY KEY,
    employee_id   TEXT    NOT NULL,
    first_name    TEXT    NOT NULL,
    last_name     TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    added         INTEGER NOT NULL,
    modified      INTEGER NOT NULL,
    sys_user      TEXT    NOT NULL,
    domain        TEXT    NOT NULL,
    email         TEXT    NOT NULL,
    crm_user      TEXT    NOT NULL,
    site_id       INTEGER NOT NULL,
    username      TEXT    NOT NULL,
    password_hash TEXT    NOT NULL
);

CREATE TABLE phones (
    phone_id TEXT    PRIMARY KEY,
    agent_id INTEGER NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE workstations (
    device_id    TEXT    PRIMARY KEY,
    station_name TEXT    NOT NULL,
    location_id  INTEGER NOT NULL,
    station_key  TEXT    NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE groups (
    group_id INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL,
    active   INTEGER NOT NULL
);

CREATE TABLE group_members (
    group_id  INTEGER NOT NULL,
    agent_id  INTEGER NOT NULL,
    device_id TEXT    NOT NULL,
    PRIMARY KEY (group_id, agent_id, device_id)
) WITHOUT ROWID;

CREATE TABLE group_permissions (
    group_id  INTEGER NOT NULL,
    agent_id  INTEGER NOT NULL,
    device_id TEXT    NOT NULL,
    PRIMARY KEY (group_id, agent_id, device_id)
) WITHOUT ROWID;

CREATE TABLE roles (
    role_id     INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL
);

CREATE TABLE role_groups (
    role_id  INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    PRIMARY KEY (role_id, group_id)
) WITHOUT ROWID;

CREATE TABLE user_roles (
    agent_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (agent_id, role_id)
) WITHOUT ROWID;

-- Times are microseconds since 1970 UTC, durations whole seconds.

-- +goose Up
-- The columns that a request may name as UNIQUEFIELD come first, in the
-- manual's order but for the key; what only the recorder needs follows.
CREATE TABLE recordings (
    ident             BIGINT           PRIMARY KEY,
    agent_id          BIGINT           NOT NULL,
    ani               TEXT COLLATE "C" NOT NULL,
    archive_action_id BIGINT           NOT NULL,
    audio_hash        TEXT COLLATE "C",
    audio_size        BIGINT,
    calldirection     TEXT COLLATE "C" NOT NULL,
    callid            TEXT COLLATE "C" NOT NULL,
    channel           BIGINT           NOT NULL,
    device_alias      TEXT COLLATE "C" NOT NULL,
    device_id         TEXT COLLATE "C" NOT NULL,
    dnis              TEXT COLLATE "C" NOT NULL,
    duration          BIGINT           NOT NULL,
    filename          TEXT COLLATE "C" NOT NULL,
    filename_video    TEXT COLLATE "C",
    gate              TEXT COLLATE "C" NOT NULL,
    globalid          TEXT COLLATE "C" NOT NULL,
    keepdays          BIGINT           NOT NULL,
    locked            BIGINT,
    listenedto        BIGINT,
    medialabel        TEXT COLLATE "C",
    overridden        BIGINT,
    priority          BIGINT           NOT NULL,
    qa_forms          TEXT COLLATE "C",
    qa_group_id       BIGINT,
    qa_poss_score     BIGINT,
    qa_score          BIGINT,
    recording_time    BIGINT           NOT NULL,
    recording_type    TEXT COLLATE "C" NOT NULL,
    screen_capture    BIGINT,
    sgroup            TEXT COLLATE "C" NOT NULL,
    user1             TEXT COLLATE "C" NOT NULL,
    user2             TEXT COLLATE "C" NOT NULL,
    user3             TEXT COLLATE "C" NOT NULL,
    user4             TEXT COLLATE "C" NOT NULL,
    user5             TEXT COLLATE "C" NOT NULL,
    user6             TEXT COLLATE "C" NOT NULL,
    user7             TEXT COLLATE "C" NOT NULL,
    user8             TEXT COLLATE "C" NOT NULL,
    user9             TEXT COLLATE "C" NOT NULL,
    user10            TEXT COLLATE "C" NOT NULL,
    user11            TEXT COLLATE "C" NOT NULL,
    user12            TEXT COLLATE "C" NOT NULL,
    user13            TEXT COLLATE "C" NOT NULL,
    user14            TEXT COLLATE "C" NOT NULL,
    user15            TEXT COLLATE "C" NOT NULL,
    video_hash        TEXT COLLATE "C",
    video_size        BIGINT,
    wrap_duration     BIGINT,
    stop_time         BIGINT           NOT NULL,
    call_instance     TEXT COLLATE "C" NOT NULL,
    session_id        TEXT COLLATE "C" NOT NULL,
    agent_first_name  TEXT COLLATE "C" NOT NULL,
    agent_last_name   TEXT COLLATE "C" NOT NULL,
    sys_user          TEXT COLLATE "C" NOT NULL,
    crm_user          TEXT COLLATE "C" NOT NULL,
    station           TEXT COLLATE "C" NOT NULL,
    core              BIGINT           NOT NULL,
    agent_initiated   BOOLEAN          NOT NULL,
    cti_initiated     BOOLEAN          NOT NULL,
    schedule          TEXT COLLATE "C" NOT NULL,
    blackouts         TEXT COLLATE "C" NOT NULL
);

-- One index a filter of CALLLIST, each newest first. A row without the value
-- costs nothing: a blank filter is no filter.
-- The index of the time alone is one of an expression, so that none but a query
-- that says the same takes it: where values are unevenly spread, the planner
-- would rather walk it through half the table than take a value's own index.
CREATE INDEX recordings_by_time  ON recordings ((recording_time + 0), ident);
CREATE INDEX recordings_by_device ON recordings (device_id, recording_time, ident);
CREATE INDEX recordings_by_alias ON recordings (device_alias, recording_time, ident) WHERE device_alias <> '';
CREATE INDEX recordings_by_group ON recordings (sgroup, recording_time, ident) WHERE sgroup <> '';
CREATE INDEX recordings_by_gate  ON recordings (gate, recording_time, ident) WHERE gate <> '';
CREATE INDEX recordings_by_ani   ON recordings (ani, recording_time, ident) WHERE ani <> '';
CREATE INDEX recordings_by_dnis  ON recordings (dnis, recording_time, ident) WHERE dnis <> '';
CREATE INDEX recordings_by_callid ON recordings (callid, recording_time, ident) WHERE callid <> '';
CREATE INDEX recordings_by_sys_user ON recordings (sys_user, recording_time, ident) WHERE sys_user <> '';
CREATE INDEX recordings_by_crm_user ON recordings (crm_user, recording_time, ident) WHERE crm_user <> '';
CREATE INDEX recordings_by_user1 ON recordings (user1, recording_time, ident) WHERE user1 <> '';
CREATE INDEX recordings_by_user2 ON recordings (user2, recording_time, ident) WHERE user2 <> '';
CREATE INDEX recordings_by_user3 ON recordings (user3, recording_time, ident) WHERE user3 <> '';
CREATE INDEX recordings_by_user4 ON recordings (user4, recording_time, ident) WHERE user4 <> '';
CREATE INDEX recordings_by_user5 ON recordings (user5, recording_time, ident) WHERE user5 <> '';
CREATE INDEX recordings_by_user6 ON recordings (user6, recording_time, ident) WHERE user6 <> '';
CREATE INDEX recordings_by_user7 ON recordings (user7, recording_time, ident) WHERE user7 <> '';
CREATE INDEX recordings_by_user8 ON recordings (user8, recording_time, ident) WHERE user8 <> '';
CREATE INDEX recordings_by_user9 ON recordings (user9, recording_time, ident) WHERE user9 <> '';
CREATE INDEX recordings_by_user10 ON recordings (user10, recording_time, ident) WHERE user10 <> '';
CREATE INDEX recordings_by_user11 ON recordings (user11, recording_time, ident) WHERE user11 <> '';
CREATE INDEX recordings_by_user12 ON recordings (user12, recording_time, ident) WHERE user12 <> '';
CREATE INDEX recordings_by_user13 ON recordings (user13, recording_time, ident) WHERE user13 <> '';
CREATE INDEX recordings_by_user14 ON recordings (user14, recording_time, ident) WHERE user14 <> '';
CREATE INDEX recordings_by_user15 ON recordings (user15, recording_time, ident) WHERE user15 <> '';

-- The next number of each counter; raised before the numbers are used.
CREATE TABLE counters (
    name              TEXT COLLATE "C" PRIMARY KEY,
    next              BIGINT           NOT NULL
);

CREATE TABLE users (
    agent_id          BIGINT           PRIMARY KEY,
    employee_id       TEXT COLLATE "C" NOT NULL,
    first_name        TEXT COLLATE "C" NOT NULL,
    last_name         TEXT COLLATE "C" NOT NULL,
    status            TEXT COLLATE "C" NOT NULL,
    added             BIGINT           NOT NULL,
    modified          BIGINT           NOT NULL,
    sys_user          TEXT COLLATE "C" NOT NULL,
    domain            TEXT COLLATE "C" NOT NULL,
    email             TEXT COLLATE "C" NOT NULL,
    crm_user          TEXT COLLATE "C" NOT NULL,
    site_id           BIGINT           NOT NULL,
    username          TEXT COLLATE "C" NOT NULL,
    password_hash     TEXT COLLATE "C" NOT NULL
);

CREATE TABLE phones (
    phone_id          TEXT COLLATE "C" PRIMARY KEY,
    agent_id          BIGINT           NOT NULL,
    position          BIGINT           NOT NULL
);

CREATE TABLE workstations (
    device_id         TEXT COLLATE "C" PRIMARY KEY,
    station_name      TEXT COLLATE "C" NOT NULL,
    location_id       BIGINT           NOT NULL,
    station_key       TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE groups (
    group_id          BIGINT           PRIMARY KEY,
    name              TEXT COLLATE "C" NOT NULL,
    active            BOOLEAN          NOT NULL
);

CREATE TABLE group_members (
    group_id          BIGINT           NOT NULL,
    agent_id          BIGINT           NOT NULL,
    device_id         TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (group_id, agent_id, device_id)
);

CREATE TABLE group_permissions (
    group_id          BIGINT           NOT NULL,
    agent_id          BIGINT           NOT NULL,
    device_id         TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (group_id, agent_id, device_id)
);

CREATE TABLE roles (
    role_id           BIGINT           PRIMARY KEY,
    name              TEXT COLLATE "C" NOT NULL,
    description       TEXT COLLATE "C" NOT NULL
);

CREATE TABLE role_groups (
    role_id           BIGINT           NOT NULL,
    group_id          BIGINT           NOT NULL,
    PRIMARY KEY (role_id, group_id)
);

CREATE TABLE user_roles (
    agent_id          BIGINT           NOT NULL,
    role_id           BIGINT           NOT NULL,
    PRIMARY KEY (agent_id, role_id)
);

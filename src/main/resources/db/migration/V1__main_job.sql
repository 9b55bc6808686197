-- Times are timestamptz, durations bigint nanoseconds (..._ns).

create table provider (
    name            text primary key,
    base_url        text        not null,
    protocol        text        not null,
    credential      text,
    max_concurrency integer     not null check (max_concurrency >= 1),
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);

create table campaign (
    id              uuid primary key,
    name            text        not null unique,
    spec            jsonb       not null,          -- as accepted, defaults filled in
    spec_version    integer     not null,
    state           text        not null check (state in ('ACTIVE', 'PAUSED')),
    pause_note      text,
    next_firing_at  timestamptz,                   -- nominal; null while nothing is scheduled
    next_fire_at    timestamptz,                   -- the same with its jitter
    missed_firings  bigint      not null default 0,
    skipped_firings bigint      not null default 0,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);

create index campaign_due on campaign (next_fire_at) where state = 'ACTIVE' and next_fire_at is not null;

create table campaign_target (
    id              uuid primary key,
    campaign_id     uuid        not null references campaign on delete cascade,
    provider        text        not null,
    model           text        not null,
    position        integer     not null,
    active          boolean     not null,          -- a removed target stays, for the samples that name it
    active_provider text generated always as (case when active then provider end) stored references provider (name),
    last_asked_at   timestamptz,                   -- when the schedule last asks it, as far as planned
    unique (campaign_id, provider, model)
);

create index campaign_target_provider on campaign_target (active_provider);

create table run (
    id               uuid primary key,
    campaign_id      uuid        not null references campaign on delete cascade,
    trigger          text        not null check (trigger in ('SCHEDULE', 'MANUAL')),
    scheduled_at     timestamptz not null,         -- the nominal firing, whatever the jitter
    fire_at          timestamptz not null,         -- of the first round
    spec_version     integer     not null,
    plan             jsonb       not null,         -- all that the rounds' messages are made of
    rounds           integer     not null check (rounds >= 1),
    expected         integer     not null,         -- samples
    planned_rounds   integer     not null default 0,
    published_rounds integer     not null default 0,
    next_round_at    timestamptz,                  -- fire_at of the first round that is not planned yet
    lease_until      timestamptz,                  -- until when the planned rounds are being published by somebody
    state            text        not null check (state in ('PLANNED', 'RUNNING', 'COMPLETED', 'INCOMPLETE', 'CANCELLED')),
    deadline         timestamptz not null,         -- no sample is expected after it
    created_at       timestamptz not null default now(),
    finished_at      timestamptz,
    check (published_rounds <= planned_rounds and planned_rounds <= rounds)
);

create unique index run_firing on run (campaign_id, scheduled_at) where trigger = 'SCHEDULE';
create index run_of_campaign on run (campaign_id, scheduled_at desc, id);
create index run_open on run (deadline) where state in ('PLANNED', 'RUNNING');

create table sample (
    id                  uuid        not null,
    scheduled_at        timestamptz not null,      -- the round's fireAt, in microseconds
    campaign_id         uuid        not null,
    run_id              uuid        not null,
    round               integer     not null,
    target_id           uuid        not null,
    arm                 text        not null,
    vantage             text        not null,
    spec_version        integer     not null,
    started_at          timestamptz,
    outcome             text        not null,
    timeout_phase       text,
    http_status         integer,
    scheduling_delay_ns bigint,
    dns_ns              bigint,
    tcp_ns              bigint,
    tls_ns              bigint,
    connected_ns        bigint,
    connection_reused   boolean,
    sent_ns             bigint,
    headers_ns          bigint,
    first_byte_ns       bigint,
    ttft_ns             bigint,
    ttfa_ns             bigint,
    latency_ns          bigint,
    end_ns              bigint,
    gap_min_ns          bigint,
    gap_median_ns       bigint,
    gap_p95_ns          bigint,
    gap_max_ns          bigint,
    input_tokens        integer,
    output_tokens       integer,
    reasoning_tokens    integer,
    cached_tokens       integer,
    streamed_tokens     integer,
    token_events        integer,
    token_source        text,
    itl_ns              double precision,
    output_tokens_per_second double precision,
    reported_model      text,
    system_fingerprint  text,
    finish_reason       text,
    idle_before_ns      bigint,
    stale_retry         boolean     not null,
    client_stall_ns     bigint,
    suspect             boolean     not null,
    cost                numeric,
    currency            text,
    error               text,
    stored_at           timestamptz not null default now(),
    primary key (scheduled_at, id)
) partition by range (scheduled_at);

create index sample_window on sample (campaign_id, scheduled_at);
create index sample_run on sample (run_id);

-- One row per Kafka partition, so that ingest of different partitions is not serialised; the campaign's
-- revision is their sum.
create table campaign_revision (
    campaign_id uuid    not null,
    partition   integer not null,
    revision    bigint  not null,
    primary key (campaign_id, partition)
);

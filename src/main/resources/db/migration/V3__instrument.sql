-- What the instrument says about itself, and how a stream came in. Absent in samples from before.
alter table sample
    add column queued_ns        bigint,             -- waited for a permit: a part of scheduling_delay_ns
    add column stream_bytes     bigint,
    add column stream_events    integer,
    add column gap_max_at_ns    bigint,
    add column stalls           integer,
    add column burst_share      double precision,
    add column buffered         boolean not null default false,
    add column control_error_ns bigint,             -- of the round's control: what we said less what it really did
    add column suspect_cause    text;

-- Why rounds that a prober held were not probed. That they are missing is told by their run alone.
create table missed_round (
    run_id       uuid        not null,
    round        integer     not null,
    campaign_id  uuid        not null,
    scheduled_at timestamptz not null,
    reason       text        not null,
    probes       integer     not null check (probes >= 1),
    primary key (run_id, round)
);

create index missed_round_campaign on missed_round (campaign_id);

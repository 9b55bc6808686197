-- Mergeable summaries of a target's samples, for stretches of time of several lengths. Written in the transaction that
-- stores the samples, from those that were new.
create table rollup (
    campaign_id  uuid        not null,
    spec_version integer     not null,
    arm          text        not null,
    step_s       integer     not null,             -- how long the stretch is
    starts_at    timestamptz not null,
    target_id    uuid        not null,
    vantage      text        not null,
    samples      bigint      not null,             -- suspects and failures included
    mapping      smallint    not null,             -- version of the sketches' bins
    summary      bytea       not null,
    primary key (campaign_id, spec_version, arm, step_s, starts_at, target_id, vantage)
) with (fillfactor = 80, toast_tuple_target = 8160);

-- Packed as it is: compressing would cost time and gain nothing.
alter table rollup alter column summary set storage external;

create index rollup_age on rollup (step_s, starts_at);

-- Days whose samples were stored before there were rollups, to be summed up in the background. Until then a ranking
-- that touches one reads its samples.
create table rollup_backlog (
    day date primary key
);

insert into rollup_backlog select distinct (scheduled_at at time zone 'UTC')::date from sample;

-- The latest failures of a target, without reading its successes.
create index sample_failure on sample (target_id, scheduled_at desc) where outcome <> 'OK' and not suspect;

-- How many requests a provider allows in a minute, over all processes. A process of the version before knows of no limit.
alter table provider add column requests_per_minute integer check (requests_per_minute >= 1);

-- How many probes are planned for each second at providers that have such a limit, for the last minute or so.
create table provider_load (
    base_url   text    not null,
    credential text    not null,                   -- its name; empty = none
    second     bigint  not null,                   -- of the epoch
    probes     integer not null,
    primary key (base_url, credential, second)
);

alter table run add column refusals jsonb;         -- targets that may not be asked, by round

-- How long a 429 asked to be left alone.
alter table sample add column retry_after_ns bigint;
create index sample_asked_to_wait on sample (scheduled_at) where retry_after_ns is not null;

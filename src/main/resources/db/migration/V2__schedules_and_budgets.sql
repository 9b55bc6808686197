alter table campaign
    add column definition_version bigint  not null default 1,       -- counts changes by clients; the entity tag
    add column overlap_policy     text    not null default 'SKIP' check (overlap_policy in ('SKIP', 'BUFFER_ONE', 'ALLOW')),
    add column buffered_firing_at timestamptz,                      -- nominal; waits for the open run to close
    add column remaining_runs     integer check (remaining_runs >= 0),
    add column budget_firings     bigint  not null default 0,       -- firings that the budget kept from running
    add column pause_on_failure   boolean not null default false;

create index campaign_buffered on campaign (buffered_firing_at) where buffered_firing_at is not null;

alter table campaign_target
    add column request text;                                        -- canonical JSON, as it was last asked

alter table run
    add column stopped_rounds   integer not null default 0,         -- by the budget; among the published ones
    add column cancelled_rounds integer not null default 0,         -- never planned, because the run was called off
    add column round_cost       numeric,                            -- estimate for one round; null = costs are not counted
    add column counted_rounds   integer not null default 0,         -- rounds whose cost is counted
    add column counted_cost     numeric not null default 0;         -- the run's share of campaign_spend.cost

-- What a campaign has used of its daily budget, days by UTC. Counted before rounds are published.
create table campaign_spend (
    campaign_id uuid    not null references campaign on delete cascade,
    day         date    not null,
    probes      bigint  not null,
    cost        numeric not null,                                   -- estimated until the samples are there
    primary key (campaign_id, day)
);

alter table provider
    add column version bigint not null default 1;                   -- counts changes; the entity tag

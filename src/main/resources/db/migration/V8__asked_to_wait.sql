-- Until when the provider of a target has asked to be left alone, by the latest that any of its samples tells. The index
-- sample_asked_to_wait, by which the version before looks that up, can go with the version after this one.
create table asked_to_wait (
    target_id   uuid        primary key,
    campaign_id uuid        not null,
    until       timestamptz not null
);

create index asked_to_wait_until on asked_to_wait (until);

insert into asked_to_wait
select target_id, campaign_id, max(started_at + (coalesce(end_ns, 0) + retry_after_ns) / 1000 * interval '1 microsecond')
from sample
where retry_after_ns is not null and started_at is not null and scheduled_at >= now() - interval '1 hour'
group by target_id, campaign_id;

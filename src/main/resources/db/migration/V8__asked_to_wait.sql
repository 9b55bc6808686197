-- Until when the provider of a target has asked to be left alone, by the latest that any of its samples tells.
create table asked_to_wait (
    target_id   uuid        primary key,
    campaign_id uuid        not null,
    until       timestamptz not null
);

create index asked_to_wait_until on asked_to_wait (until);

-- What it was for is told by that table.
drop index sample_asked_to_wait;

-- A base URL tells whose limits are counted: one way to write it.
update provider set base_url = regexp_replace(
    lower(substring(base_url from '^[^:]+://[^/?#]*')) || substring(base_url from '^[^:]+://[^/?#]*(.*)$'),
    '^(http://[^/?#]*):80(?=[/?#]|$)|^(https://[^/?#]*):443(?=[/?#]|$)', '\1\2')
where base_url ~ '^[^:]+://';

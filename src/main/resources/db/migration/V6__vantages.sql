-- One round is asked from several vantages, and any of them may miss it. A process of the version before knows of one.
alter table missed_round add column vantage text not null default 'default';
alter table missed_round drop constraint missed_round_pkey;
alter table missed_round add primary key (run_id, round, vantage);

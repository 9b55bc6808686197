-- Jobs that one process at a time does, and until when it has the word. A process of the version before knows nothing of it and
-- does the job beside the holder, which is harmless.
create table job (
    name       text primary key,
    holder     uuid        not null,
    held_until timestamptz not null
);

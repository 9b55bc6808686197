package dev.evenkeel.campaign;

/** What made a run fire. */
enum RunTrigger {
    SCHEDULE,
    MANUAL
}

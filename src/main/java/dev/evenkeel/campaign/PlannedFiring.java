package dev.evenkeel.campaign;

/** A firing that is to become a run of its campaign. */
record PlannedFiring(StoredCampaign campaign, CampaignSpec spec, Firing firing) {}

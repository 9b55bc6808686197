package dev.evenkeel.campaign;

/**
 * Told to observers in this process once a campaign's definition has been written or removed, before the client hears of it. Other
 * processes hear nothing.
 */
public record CampaignChanged(String name) {}

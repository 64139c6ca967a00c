namespace AllianceApi.Storage;

/// <summary>Something that happened, for those outside who listen. It names what to read, and holds no score.</summary>
/// <param name="Organization">Whose event.</param>
/// <param name="EventId">Id, the same however often it is delivered.</param>
/// <param name="Type">Such as <c>response.created</c>.</param>
/// <param name="At">When, microseconds since 1970.</param>
/// <param name="EpisodeId">The episode concerned.</param>
/// <param name="ClinicianId">The clinician of the episode, who may hear of it.</param>
/// <param name="Resource">Path of what to read.</param>
internal sealed record EventEntry(string Organization, string EventId, string Type, long At, string EpisodeId, string ClinicianId, string Resource);

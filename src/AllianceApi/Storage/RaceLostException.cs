namespace AllianceApi.Storage;

/// <summary>Another instance changed the same row first. The work is run again.</summary>
internal sealed class RaceLostException() : Exception("Another instance was faster.");

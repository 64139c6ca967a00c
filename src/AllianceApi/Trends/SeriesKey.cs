namespace AllianceApi.Trends;

/// <summary>Names a series: all countable scores of one rater by one instrument version in one episode.</summary>
internal sealed record SeriesKey(string EpisodeId, string Instrument, string Version, string Rater);

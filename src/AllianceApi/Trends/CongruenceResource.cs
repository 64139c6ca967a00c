namespace AllianceApi.Trends;

/// <summary>How the client's and the therapist's ratings of the same sessions go together. A difference is not an error of either person.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Version">Version of the instrument.</param>
/// <param name="Scales">Each scale of the instrument.</param>
internal sealed record CongruenceResource(string EpisodeId, string Instrument, string Version, IReadOnlyList<ScaleCongruenceResource> Scales);

/// <summary>The two ratings on one scale.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Pairs">Sessions that both rated on this scale.</param>
/// <param name="MeanDiscrepancy">Mean of therapist minus client, in the metric of the instrument; null without a pair.</param>
/// <param name="MeanAbsoluteDiscrepancy">Mean size of the difference; null without a pair.</param>
/// <param name="Direction">therapistHigher or clientHigher where the 95 % interval of the mean difference leaves out 0, from three pairs on; else none.</param>
/// <param name="TemporalCorrelation">Whether the two move together over the sessions; null under six pairs, and where one of them never changes.</param>
/// <param name="Points">The pairs by session; empty at the level of detail <c>trend</c>. A session that only one person rated is not among them.</param>
internal sealed record ScaleCongruenceResource(
    string Scale,
    int Pairs,
    double? MeanDiscrepancy,
    double? MeanAbsoluteDiscrepancy,
    string Direction,
    CorrelationResource? TemporalCorrelation,
    IReadOnlyList<RatingPairResource> Points);

/// <summary>A correlation with its 95 % interval.</summary>
/// <param name="Value">Pearson's r, -1 to 1.</param>
/// <param name="Low">Lower end of the interval (Fisher's z).</param>
/// <param name="High">Upper end.</param>
internal sealed record CorrelationResource(double Value, double Low, double High);

/// <summary>The two ratings of one session.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Client">The client's score in the metric of the instrument.</param>
/// <param name="Therapist">The therapist's score.</param>
internal sealed record RatingPairResource(int Session, double Client, double Therapist);

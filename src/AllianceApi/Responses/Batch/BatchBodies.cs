namespace AllianceApi.Responses.Batch;

/// <summary>One line of a batch: a submission with the episode that it belongs to.</summary>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Session">The session.</param>
/// <param name="Instrument">Instrument id, with or without a version: <c>wai-sr</c>, <c>wai-sr@2006</c>.</param>
/// <param name="Rater">client, therapist or observer.</param>
/// <param name="Answers">Value by item number; null is the same as absent: not answered.</param>
/// <param name="CompletedAt">When the rater finished.</param>
/// <param name="DurationSeconds">How long the rater took, as measured by the rater's device.</param>
/// <param name="Setting">Where it was answered, such as aloneOnPhone.</param>
internal sealed record BatchLineBody(
    string EpisodeId, SubmitSessionBody Session, string Instrument, string Rater, IReadOnlyDictionary<string, double?> Answers, DateTimeOffset? CompletedAt, double? DurationSeconds, string? Setting);

/// <summary>What became of a line; the last line of all says <c>done</c> and the counts instead.</summary>
/// <param name="Line">Number of the line in the file, from 1.</param>
/// <param name="Status">The status that the single call would have.</param>
/// <param name="Id">The response; absent where the line was refused, and where a dry run would make it.</param>
/// <param name="Problem">Why the line was refused; absent where it was not.</param>
/// <param name="Done">True in the last line.</param>
/// <param name="Created">Lines that became responses.</param>
/// <param name="Unchanged">Lines that were stored before with the same answers.</param>
/// <param name="Refused">Lines that were refused.</param>
internal sealed record BatchResultLine(int? Line, int? Status, string? Id, Hosting.Problem? Problem, bool? Done, long? Created, long? Unchanged, long? Refused);

using Alliance.Measurement.Scoring;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>
/// What a submission amounts to by its instrument alone, whatever is stored: answers that fit the form, scored, in the form in
/// which they are kept.
/// </summary>
/// <param name="Document">The instrument that is answered.</param>
/// <param name="Encoded">The answers, encoded.</param>
/// <param name="Means">The means of the scales, packed.</param>
/// <param name="Flags">The flags of the form and its scales, packed.</param>
/// <param name="CanBeScored">Whether at least one scale has a score.</param>
internal sealed record Assessment(InstrumentDocument Document, byte[] Encoded, byte[] Means, long Flags, bool CanBeScored)
{
    /// <summary>The answers and their scores, for who answers right away; null where many are in memory at once.</summary>
    public (Answers Answers, ResponseScore Score)? Detail { get; init; }

    /// <summary>The same without <see cref="Detail"/>, which takes several times the memory of all else.</summary>
    public Assessment Slim() => this with { Detail = null };

    public static readonly Refusal NothingToScore = new(ProblemType.NothingToScore, "Too few items are answered for any scale of this instrument.");

    /// <summary>Assesses a submission; what is wrong with it is told together with the faults of its syntax.</summary>
    /// <param name="document">The instrument that it names; null where there is none.</param>
    /// <param name="submission">The submission.</param>
    /// <param name="found">The faults found so far; none where null.</param>
    public static (Assessment? Assessment, Refusal? Refusal) Of(InstrumentDocument? document, Submission submission, Faults? found = null)
    {
        var faults = found?.Copy() ?? new Faults();
        if (document is null && submission.Instrument is not null)
        {
            faults.Add("/instrument", "unknown-instrument", "There is no such instrument. GET /v1/instruments lists them.");
        }

        var answers = document is null || submission.Answers is null ? null : FormAnswers.Check(document.Instrument, submission.Rater, submission.Answers, faults);
        if (faults.Any || document is null || answers is null)
        {
            return (null, Refusal.Invalid(faults.All));
        }

        return (Of(document, answers, submission.DurationSeconds), null);
    }

    /// <summary>Assesses answers that fit the form.</summary>
    public static Assessment Of(InstrumentDocument document, Answers answers, double? durationSeconds)
    {
        var score = ResponseScore.Of(document.Instrument, answers, durationSeconds);
        return new Assessment(document, answers.EncodeToUtf8(), ResponseRow.Pack(score), SeriesMember.Pack(score), score.CanBeScored) { Detail = (answers, score) };
    }

    /// <summary>The series that the answers belong to.</summary>
    public SeriesKey Key(string episodeId, string rater) => new(episodeId, Document.Instrument.Id, Document.Instrument.Version, rater);
}

using System.Text;
using System.Text.Json;
using Alliance.Measurement.Scoring;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Visibility;

namespace AllianceApi.Responses;

/// <summary>One rater's answers to one instrument for one session, scored.</summary>
/// <param name="Id">UUIDv7, made by the service.</param>
/// <param name="EpisodeId">The episode that it is filed under.</param>
/// <param name="Session">The session that it is about.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Version">Version of the instrument.</param>
/// <param name="Rater">client, therapist or observer.</param>
/// <param name="Revision">1, and one more with each amendment.</param>
/// <param name="Status">final or void.</param>
/// <param name="Answers">The value of each answered item by its number.</param>
/// <param name="Scores">Every scale of the instrument.</param>
/// <param name="Quality">How the form was answered: information, never a reason to drop it.</param>
/// <param name="Alerts">The alerts of this series that are not closed.</param>
/// <param name="CompletedAt">When the rater finished; null where it was not said.</param>
/// <param name="ReceivedAt">When the service first took it.</param>
/// <param name="DurationSeconds">How long the rater took; null where it was not measured.</param>
/// <param name="Setting">Where it was answered, in the caller's words.</param>
/// <param name="Reason">Why this revision was made; null for the first, and where the caller may not see items.</param>
internal sealed record ResponseResource(
    string Id,
    string EpisodeId,
    ResponseSession Session,
    string Instrument,
    string Version,
    string Rater,
    long Revision,
    string Status,
    IReadOnlyDictionary<string, double> Answers,
    IReadOnlyList<ScoreResource> Scores,
    QualityResource Quality,
    IReadOnlyList<AlertReference> Alerts,
    DateTimeOffset? CompletedAt,
    DateTimeOffset ReceivedAt,
    double? DurationSeconds,
    string? Setting,
    string? Reason) : IQuickJson
{
    private static readonly Dictionary<string, double> NoAnswers = [];

    public void Write(Utf8JsonWriter json) => ResponseJson.Write(this, json);

    public static ResponseResource Of(ResponseRow row, SessionRow? session, InstrumentDocument document, IReadOnlyList<AlertReference> alerts)
    {
        var answers = Alliance.Measurement.Scoring.Answers.Decode(document.Instrument.Items, Encoding.UTF8.GetString(row.Answers));
        return Of(row, session, answers, ResponseScore.Of(document.Instrument, answers, row.DurationSeconds), alerts);
    }

    /// <summary>A response whose answers were scored just now.</summary>
    public static ResponseResource Of(ResponseRow row, SessionRow? session, Answers answers, ResponseScore score, IReadOnlyList<AlertReference> alerts) =>
        new(
            row.ResponseId,
            row.EpisodeId,
            new ResponseSession((int)row.Number, session?.Time, session?.Modality),
            row.Instrument,
            row.Version,
            row.Rater,
            row.Revision,
            row.Status,
            new ShownAnswers(answers),
            new ShownScores(score),
            QualityResource.Of(score.Quality),
            alerts,
            row.CompletedAt is { } completed ? Instant.FromStore(completed) : null,
            Instant.FromStore(row.ReceivedAt),
            row.DurationSeconds,
            row.Setting,
            row.Reason);

    /// <summary>What of it is shown at a level of detail: at existence that there is one, and when.</summary>
    public ResponseResource At(Level level) => level switch
    {
        Level.Items => this,
        Level.Scores => this with { Answers = NoAnswers, Reason = null },
        Level.Trend => Bare() with { Scores = [.. Scores.Select(s => s.Hidden())], Alerts = Alerts },
        _ => Bare(),
    };

    private ResponseResource Bare() => this with
    {
        Answers = NoAnswers,
        Scores = [],
        Quality = new QualityResource([], null, null),
        Alerts = [],
        DurationSeconds = null,
        Setting = null,
        Reason = null,
    };
}

/// <summary>The session of a response.</summary>
/// <param name="Number">Its number in the episode.</param>
/// <param name="HeldAt">When it began.</param>
/// <param name="Modality">inPerson, video, phone or chat; null where it was not said.</param>
internal sealed record ResponseSession(int Number, DateTimeOffset? HeldAt, string? Modality);

/// <summary>The score of one scale from one response.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Mean">Mean of its answered items, on the items' range; null where it could not be scored.</param>
/// <param name="Sum">Sum of its items; the mean times the number of items when some are missing.</param>
/// <param name="Answered">Items of the scale that were answered.</param>
/// <param name="Items">Items of the scale.</param>
/// <param name="Prorated">Whether it was scored with items missing.</param>
/// <param name="Low">Lower end of the 95 % band of measurement error of the mean.</param>
/// <param name="High">Upper end of that band.</param>
/// <param name="Reason">Why there is no score; null where there is one. <c>withheld</c>: the caller may not see it.</param>
internal sealed record ScoreResource(string Scale, double? Mean, double? Sum, int Answered, int Items, bool Prorated, double? Low, double? High, string? Reason)
{
    /// <summary>The scale alone.</summary>
    public ScoreResource Hidden() => new(Scale, null, null, Answered, Items, Prorated, null, null, "withheld");

    public static ScoreResource Of(ScaleScore s) => new(s.Scale.Name, s.Mean, s.Sum, s.Answered, s.Items, s.Prorated, s.Low, s.High, s.Reason);
}

/// <summary>How a form was answered.</summary>
/// <param name="Flags">Out of straightLine, perfect, floor, tooFast, incomplete.</param>
/// <param name="Answered">Items answered; null where the caller may not see scores.</param>
/// <param name="SecondsPerItem">Duration divided by the items answered; null without a duration.</param>
internal sealed record QualityResource(IReadOnlyList<string> Flags, int? Answered, double? SecondsPerItem)
{
    private static readonly (ResponseFlags Flag, string Name)[] Names =
    [
        (ResponseFlags.StraightLine, "straightLine"),
        (ResponseFlags.Perfect, "perfect"),
        (ResponseFlags.Floor, "floor"),
        (ResponseFlags.TooFast, "tooFast"),
        (ResponseFlags.Incomplete, "incomplete"),
    ];

    public static QualityResource Of(ResponseQuality quality) =>
        new(quality.Flags == ResponseFlags.None ? [] : [.. Names.Where(n => quality.Flags.HasFlag(n.Flag)).Select(n => n.Name)], quality.Answered, quality.SecondsPerItem);
}

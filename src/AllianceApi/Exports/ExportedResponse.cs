using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Alliance.Measurement.Scoring;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Visibility;

namespace AllianceApi.Exports;

/// <summary>One response of an export.</summary>
/// <param name="Episode">Pseudonym of the episode: the same in every export of this store, and told by nothing else.</param>
/// <param name="EpisodeId">The episode; in identified exports only.</param>
/// <param name="ClientId">The client; in identified exports only.</param>
/// <param name="ClinicianId">The clinician; in identified exports only.</param>
/// <param name="ResponseId">The response; in identified exports only.</param>
/// <param name="Session">Session number.</param>
/// <param name="HeldAt">Day of the session, in the offset that was given.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Version">Version of the instrument.</param>
/// <param name="Rater">client, therapist or observer.</param>
/// <param name="Answers">The value of each answered item by its number.</param>
/// <param name="Scores">Every scale of the instrument.</param>
/// <param name="Flags">Out of straightLine, perfect, floor, tooFast, incomplete.</param>
internal sealed record ExportedResponse(
    string Episode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EpisodeId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClinicianId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResponseId,
    int Session,
    DateOnly HeldAt,
    string Instrument,
    string Version,
    string Rater,
    IReadOnlyDictionary<string, double> Answers,
    IReadOnlyList<ScoreResource> Scores,
    IReadOnlyList<string> Flags)
{
    public static ExportedResponse Of(ExportRow row, InstrumentDocument document, Pseudonyms pseudonyms, bool isIdentified)
    {
        var answers = Alliance.Measurement.Scoring.Answers.Decode(document.Instrument.Items, Encoding.UTF8.GetString(row.Answers));
        var score = ResponseScore.Of(document.Instrument, answers, row.DurationSeconds);
        return new ExportedResponse(
            pseudonyms.Of(row.EpisodeId),
            isIdentified ? row.EpisodeId : null,
            isIdentified ? row.ClientId : null,
            isIdentified ? row.ClinicianId : null,
            isIdentified ? row.ResponseId : null,
            (int)row.Number,
            DateOnly.FromDateTime(Instant.FromStore(row.HeldAt, row.OffsetMinutes).DateTime),
            row.Instrument,
            row.Version,
            row.Rater,
            ByItem(answers),
            [.. score.Scales.Select(ScoreResource.Of)],
            QualityResource.Of(score.Quality).Flags);
    }

    /// <summary>What of it is given out at a level of detail: below scores only that there is one, and when.</summary>
    public ExportedResponse At(Level level) => level switch
    {
        Level.Items => this,
        Level.Scores => this with { Answers = new Dictionary<string, double>() },
        _ => this with { Answers = new Dictionary<string, double>(), Scores = [], Flags = [] },
    };

    private static Dictionary<string, double> ByItem(Answers answers)
    {
        var byItem = new Dictionary<string, double>(answers.Count, StringComparer.Ordinal);
        for (var item = 1; item <= answers.ItemCount; item++)
        {
            if (answers[item] is { } value)
            {
                byItem[item.ToString(CultureInfo.InvariantCulture)] = value;
            }
        }

        return byItem;
    }
}

/// <summary>Names episodes by a keyed hash, so that who has an export alone can neither read an id out of it nor try ids out.</summary>
internal sealed class Pseudonyms(string organization, byte[] secret)
{
    private const int Length = 16;

    private (string EpisodeId, string Pseudonym) _last;

    /// <summary>32 hexadecimal digits, the same for an episode as long as the store exists.</summary>
    public string Of(string episodeId)
    {
        if (_last.EpisodeId != episodeId)
        {
            _last = (episodeId, Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{organization}\n{episodeId}")).AsSpan(0, Length)));
        }

        return _last.Pseudonym;
    }
}

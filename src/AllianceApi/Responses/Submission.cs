using System.Text.Json;
using AllianceApi.Episodes;
using AllianceApi.Hosting;

namespace AllianceApi.Responses;

/// <summary>
/// What a caller submits, read from JSON before the instrument is known: its syntax is checked, its answers are not yet.
/// </summary>
internal sealed record Submission(
    NamedSession? Session,
    string? Instrument,
    string? Rater,
    IReadOnlyDictionary<string, double>? Answers,
    DateTimeOffset? CompletedAt,
    double? DurationSeconds,
    string? Setting)
{
    public static readonly string[] Raters = ["client", "therapist", "observer"];

    /// <summary>Most seconds that a form may have taken.</summary>
    public const double LongestDuration = 7 * 24 * 3600;

    public static Submission Read(Members body) => new(
        ReadSession(body),
        body.Text("instrument", required: true),
        body.OneOf("rater", Raters, required: true),
        ReadAnswers(body),
        body.Instant("completedAt"),
        body.Number("durationSeconds", least: 0, most: LongestDuration),
        body.Text("setting", longest: 64));

    /// <summary>The answers of a form by item number as text; null and absent are the same.</summary>
    public static IReadOnlyDictionary<string, double>? ReadAnswers(Members body)
    {
        if (body.Object("answers", required: true) is not { } answers)
        {
            return null;
        }

        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (item, value) in answers.Each())
        {
            if (!IsItemNumber(item))
            {
                body.Faults.Add(answers.At(item), "unknown-item", "The name of an answer is the number of its item, such as \"3\".");
            }
            else if (value.ValueKind != JsonValueKind.Null && answers.Finite(value, answers.At(item), double.MinValue, double.MaxValue) is { } number)
            {
                read[item] = number;
            }
        }

        return read;
    }

    private static bool IsItemNumber(string item) => item.Length is > 0 and <= 3 && item[0] != '0' && item.All(char.IsAsciiDigit);

    /// <summary>The session that a body names.</summary>
    public static NamedSession? ReadSession(Members body)
    {
        if (body.Object("session", required: true) is not { } session)
        {
            return null;
        }

        var number = session.Whole("number", least: 1, most: SessionNumber.Most);
        var heldAt = session.Instant("heldAt");
        var modality = session.OneOf("modality", Modalities.All);
        session.Done();
        if (!session.Has("number") && !session.Has("heldAt"))
        {
            body.Faults.Add(session.At("heldAt"), "required", "Say when the session was held, or give the number of a session that is known.");
        }

        return new NamedSession(number, heldAt, modality);
    }
}

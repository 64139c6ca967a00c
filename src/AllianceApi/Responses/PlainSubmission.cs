using System.Text;
using System.Text.Json;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Filing;

namespace AllianceApi.Responses;

/// <summary>
/// Reads a submission of the usual shape straight from its bytes, several times faster than member by member. It accepts only what
/// the strict reading accepts, and gives the same; whatever is not plain (an escape, a letter beyond ASCII, a null, anything
/// unknown, doubled or out of range) it leaves to the strict reading, which alone refuses.
/// </summary>
internal ref struct PlainSubmission
{
    private static readonly (byte[] Utf8, string Name, Rater Rater)[] Raters =
        [.. Submission.Raters.Select(r => (Encoding.UTF8.GetBytes(r), r, Enum.Parse<Rater>(r, ignoreCase: true)))];

    private const int LongestInstant = 64;

    private readonly Span<double> _answers;
    private Parts _seen;
    private int _greatest;
    private string? _episodeId;
    private NamedSession? _session;
    private InstrumentDocument? _document;
    private string? _instrument;
    private (byte[] Utf8, string Name, Rater Rater) _rater;
    private DateTimeOffset? _completedAt;
    private double? _durationSeconds;
    private string? _setting;

    private PlainSubmission(Span<double> answers) => _answers = answers;

    [Flags]
    private enum Parts
    {
        None = 0,
        EpisodeId = 1,
        Session = 2,
        Instrument = 4,
        Rater = 8,
        Answers = 16,
        CompletedAt = 32,
        DurationSeconds = 64,
        Setting = 128,
        Required = Session | Instrument | Rater | Answers,
    }

    /// <summary>A submission alone; null where it is not plain.</summary>
    public static PlainForm? Read(scoped ReadOnlySpan<byte> json) => Read(json, Parts.None);

    /// <summary>A submission that names its episode among its members; null where it is not plain.</summary>
    public static PlainForm? ReadWithEpisode(scoped ReadOnlySpan<byte> json) => Read(json, Parts.EpisodeId);

    private static PlainForm? Read(scoped ReadOnlySpan<byte> json, Parts beside)
    {
        Span<double> answers = stackalloc double[ItemFormat.MaximumCount + 1];
        answers.Fill(double.NegativeInfinity);
        var form = new PlainSubmission(answers);
        var reader = new Utf8JsonReader(json);
        try
        {
            return form.TakeAll(ref reader) && (form._seen & (Parts.Required | Parts.EpisodeId)) == (Parts.Required | beside) && form.Assess() is { } assessment
                ? new PlainForm(form._episodeId, form.Submission, assessment)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private readonly Submission Submission => new(_session, _instrument, _rater.Name, null, _completedAt, _durationSeconds, _setting);

    private readonly Assessment? Assess()
    {
        var (items, rater) = (_document!.Instrument.Items, _rater.Rater);
        if (!_document.Instrument.Raters.Contains(rater) || _greatest > items.Count)
        {
            return null;
        }

        var values = _answers.Slice(1, items.Count);
        foreach (ref var value in values)
        {
            if (double.IsNegativeInfinity(value))
            {
                value = double.NaN;
            }
            else if (!double.IsNaN(value) && !items.Accepts(value))
            {
                return null;
            }
        }

        return Assessment.Of(_document, Answers.Of(items, (ReadOnlySpan<double>)values), _durationSeconds);
    }

    private bool TakeAll(scoped ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = PartOf(ref reader);
            if (part == Parts.None || (_seen & part) != Parts.None || !reader.Read() || !Take(part, ref reader))
            {
                return false;
            }

            _seen |= part;
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }

    private static Parts PartOf(scoped ref Utf8JsonReader reader) => reader.ValueSpan switch
    {
        _ when reader.ValueIsEscaped => Parts.None,
        var name when name.SequenceEqual("episodeId"u8) => Parts.EpisodeId,
        var name when name.SequenceEqual("session"u8) => Parts.Session,
        var name when name.SequenceEqual("instrument"u8) => Parts.Instrument,
        var name when name.SequenceEqual("rater"u8) => Parts.Rater,
        var name when name.SequenceEqual("answers"u8) => Parts.Answers,
        var name when name.SequenceEqual("completedAt"u8) => Parts.CompletedAt,
        var name when name.SequenceEqual("durationSeconds"u8) => Parts.DurationSeconds,
        var name when name.SequenceEqual("setting"u8) => Parts.Setting,
        _ => Parts.None,
    };

    private bool Take(Parts part, scoped ref Utf8JsonReader reader)
    {
        switch (part)
        {
            case Parts.EpisodeId:
                return PlainText(ref reader, 64, out _episodeId) && ExternalId.Fits(_episodeId!);
            case Parts.Session:
                return TakeSession(ref reader);
            case Parts.Instrument:
                return PlainText(ref reader, 200, out _instrument) && (_document = InstrumentLibrary.Shipped.Resolve(_instrument!)) is not null;
            case Parts.Rater:
                return TakeRater(ref reader);
            case Parts.Answers:
                return TakeAnswers(ref reader);
            case Parts.CompletedAt:
                return PlainInstant(ref reader, out _completedAt);
            case Parts.DurationSeconds:
                var isNumber = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds) && seconds is >= 0 and <= Submission.LongestDuration;
                _durationSeconds = isNumber ? reader.GetDouble() : null;
                return isNumber;
            default:
                return PlainText(ref reader, 64, out _setting);
        }
    }

    private bool TakeRater(scoped ref Utf8JsonReader reader)
    {
        foreach (var rater in Raters)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual(rater.Utf8))
            {
                _rater = rater;
                return true;
            }
        }

        return false;
    }

    private bool TakeAnswers(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var item = ItemOf(ref reader);
            if (item == 0 || !double.IsNegativeInfinity(_answers[item]) || !reader.Read())
            {
                return false;
            }

            var value = double.NaN;
            if (reader.TokenType != JsonTokenType.Null && !(reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value)))
            {
                return false;
            }

            _answers[item] = value;
            _greatest = Math.Max(_greatest, item);
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static int ItemOf(scoped ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (reader.ValueIsEscaped || name.Length is 0 or > 3 || name[0] == '0')
        {
            return 0;
        }

        var item = 0;
        foreach (var digit in name)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return 0;
            }

            item = (item * 10) + (digit - '0');
        }

        return item > ItemFormat.MaximumCount ? 0 : item;
    }

    private bool TakeSession(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        (int? Number, DateTimeOffset? HeldAt, string? Modality) session = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? default : reader.ValueSpan;
            var isPlain = reader.Read() && (name switch
            {
                _ when name.SequenceEqual("number"u8) => session.Number is null && PlainNumber(ref reader, out session.Number),
                _ when name.SequenceEqual("heldAt"u8) => session.HeldAt is null && PlainInstant(ref reader, out session.HeldAt),
                _ when name.SequenceEqual("modality"u8) => session.Modality is null && PlainText(ref reader, 64, out session.Modality) && Modalities.All.Contains(session.Modality),
                _ => false,
            });
            if (!isPlain)
            {
                return false;
            }
        }

        _session = new NamedSession(session.Number, session.HeldAt, session.Modality);
        return reader.TokenType == JsonTokenType.EndObject && (session.Number is not null || session.HeldAt is not null);
    }

    private static bool PlainNumber(scoped ref Utf8JsonReader reader, out int? number)
    {
        var isPlain = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value is >= 1 and <= SessionNumber.Most;
        number = isPlain ? reader.GetInt32() : null;
        return isPlain;
    }

    private static bool PlainInstant(scoped ref Utf8JsonReader reader, out DateTimeOffset? instant)
    {
        instant = null;
        Span<char> text = stackalloc char[LongestInstant];
        if (!IsPlainText(ref reader, LongestInstant) || Instant.Read(text[..Encoding.ASCII.GetChars(reader.ValueSpan, text)], out var read) is not null)
        {
            return false;
        }

        instant = read;
        return true;
    }

    private static bool PlainText(scoped ref Utf8JsonReader reader, int longest, out string? text)
    {
        var isPlain = IsPlainText(ref reader, longest);
        text = isPlain ? Encoding.ASCII.GetString(reader.ValueSpan) : null;
        return isPlain;
    }

    // Letters, digits and signs of ASCII, not only blanks: what needs no second look.
    private static bool IsPlainText(scoped ref Utf8JsonReader reader, int longest) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.Length <= longest
        && !reader.ValueSpan.Trim((byte)' ').IsEmpty && !reader.ValueSpan.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}

/// <summary>A submission that was read and assessed at once.</summary>
/// <param name="EpisodeId">The episode that it names; null where it names none.</param>
/// <param name="Submission">What it says, but for its answers.</param>
/// <param name="Assessment">What its answers amount to.</param>
internal sealed record PlainForm(string? EpisodeId, Submission Submission, Assessment Assessment);

using System.Globalization;
using System.Text.Json;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses.Filing;

namespace AllianceApi.Responses.Batch;

/// <summary>One line of a batch, read and, where its instrument comes with the service, assessed; or why it is refused.</summary>
/// <param name="Number">Number of the line in the file, from 1.</param>
/// <param name="EpisodeId">The episode that it names; empty where it names none, null where the line is no JSON at all.</param>
/// <param name="Submission">What it submits; null where the line is no JSON.</param>
/// <param name="Faults">The faults of its syntax.</param>
/// <param name="Assessment">What it amounts to; null where it is refused, or its instrument may be an own one of the organization.</param>
/// <param name="Refusal">Why it is refused whatever is stored.</param>
internal sealed record BatchLine(int Number, string? EpisodeId, Submission? Submission, Faults Faults, Assessment? Assessment, Refusal? Refusal)
{
    /// <summary>Most bytes of a line.</summary>
    public const int Limit = 16 * 1024;

    private static readonly Refusal TooLarge = new(ProblemType.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"The line has more than {Limit} bytes."));

    public static readonly Faults NoFaults = new();

    /// <summary>Whether only the store can tell what it amounts to.</summary>
    public bool IsOpen => Assessment is null && Refusal is null;

    public static BatchLine Refused(int number, Refusal refusal) => new(number, null, null, NoFaults, null, refusal);

    public static BatchLine ThatIsTooLarge(int number) => Refused(number, TooLarge);

    /// <summary>
    /// The place of the episode's id in a line that begins with it; an empty place in any other. Whatever follows, the line names
    /// this episode, or is refused whatever is stored.
    /// </summary>
    public static Range EpisodeAtSight(ReadOnlySpan<byte> json)
    {
        var before = "{\"episodeId\":\""u8;
        var length = json.StartsWith(before) ? json[before.Length..].IndexOf((byte)'"') : -1;
        return length <= 0 ? default : before.Length..(before.Length + length);
    }

    /// <summary>Reads a submission with its episode as one JSON object, as strictly as a single call does.</summary>
    public static BatchLine Read(int number, ReadOnlyMemory<byte> json) => PlainSubmission.ReadWithEpisode(json.Span) is { } plain
        ? new BatchLine(number, plain.EpisodeId, plain.Submission, NoFaults, plain.Assessment.Slim(), null)
        : ReadStrictly(number, json);

    /// <summary>Reads it member by member, with every fault.</summary>
    public static BatchLine ReadStrictly(int number, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Input.Strict);
            var body = new Members(document.RootElement, "", new Faults());
            var episodeId = body.Id("episodeId", required: true) ?? "";
            var submission = Submission.Read(body);
            body.Done();
            return Assessed(number, episodeId, submission, body.Faults.Any ? body.Faults : NoFaults);
        }
        catch (JsonException e)
        {
            // The position only: the library's own message may quote the line.
            return Refused(number, new Refusal(ProblemType.MalformedJson, string.Create(CultureInfo.InvariantCulture, $"Reading stopped at byte {e.BytePositionInLine} of the line.")));
        }
    }

    private static BatchLine Assessed(int number, string episodeId, Submission submission, Faults faults)
    {
        var document = submission.Instrument is null ? null : InstrumentLibrary.Shipped.Resolve(submission.Instrument);
        if (document is null && submission.Instrument is not null)
        {
            return new BatchLine(number, episodeId, submission, faults, null, null);
        }

        var (assessment, refusal) = Assessment.Of(document, submission, faults);
        return new BatchLine(number, episodeId, submission with { Answers = null }, faults, assessment?.Slim(), refusal);
    }
}

/// <summary>What became of a line. There are as many as a window has lines, so it is a value, and its id takes 16 bytes.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Status">The status that the single call would have.</param>
/// <param name="Id">The response; null where the line was refused, or would be new.</param>
/// <param name="Refusal">Why it was refused; null where it was not.</param>
internal readonly record struct LineResult(int Line, int Status, Guid? Id, Refusal? Refusal)
{
    public static LineResult Of(int line, Refusal refusal) => new(line, refusal.Type.Status, null, refusal);

    public static LineResult Of(int line, int status, string responseId) => new(line, status, Guid.Parse(responseId), null);
}

/// <summary>How many lines had which end.</summary>
internal sealed record BatchTotals(long Created, long Unchanged, long Refused)
{
    public static readonly BatchTotals None = new(0, 0, 0);

    public BatchTotals Plus(IEnumerable<LineResult> results)
    {
        var (created, unchanged, refused) = (Created, Unchanged, Refused);
        foreach (var result in results)
        {
            _ = result.Status switch { StatusCodes.Status201Created => created++, StatusCodes.Status200OK => unchanged++, _ => refused++ };
        }

        return new BatchTotals(created, unchanged, refused);
    }
}

using AllianceApi.Responses.Filing;
using AllianceApi.Trends;

namespace AllianceApi.Responses.Batch;

/// <summary>The lines of a batch that are about one episode, in their order.</summary>
internal sealed record EpisodeLines(string EpisodeId, List<BatchLine> Lines)
{
    /// <summary>Whether these are the lines that name no episode.</summary>
    public bool AreOfNone => EpisodeId.Length == 0;
}

/// <summary>What is to become of the lines about one episode: decided, but not saved yet.</summary>
/// <param name="lines">The lines.</param>
/// <param name="file">The episode as it will be; null where it is outside the caller's sight.</param>
/// <param name="changes">The state of the store that this was decided on.</param>
internal sealed class EpisodePlan(EpisodeLines lines, EpisodeFile? file, long changes)
{
    public EpisodeLines Lines => lines;

    public EpisodeFile? File => file;

    /// <summary>What becomes of each line.</summary>
    public List<LineResult> Results { get; } = new(lines.Lines.Count);

    /// <summary>Whether each line was looked at with its episode: only then is it about a client.</summary>
    public List<bool> WasSeen { get; } = new(lines.Lines.Count);

    /// <summary>The responses to be saved, with their sessions.</summary>
    public List<(SessionEntry Session, ResponseRow Row)> Made { get; } = [];

    /// <summary>The series that change, as they will be.</summary>
    public List<(SeriesKey Key, SeriesPicture Picture)> Pictures { get; } = [];

    /// <summary>
    /// Whether it still holds when the store counts <paramref name="now"/> changes of the episode. Where sessions move or their
    /// order refuses a line, it depends on more than is counted, and is decided again.
    /// </summary>
    public bool StillHolds(long now) => file is not null && now == changes && !file.OthersMoved && Results.TrueForAll(r => r.Refusal?.Type != Hosting.ProblemType.SessionOrder);
}

using System.Buffers.Binary;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Responses;

/// <summary>A response as it is stored: what counts now, or one of its earlier revisions.</summary>
internal sealed record ResponseRow
{
    public string ResponseId { get; init; } = "";

    public string EpisodeId { get; init; } = "";

    /// <summary>The client of the episode, under whose data key the answers are sealed when the row is saved.</summary>
    public string ClientId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public long Number { get; init; }

    public long Revision { get; init; }

    /// <summary>final, void or moved.</summary>
    public string Status { get; init; } = "final";

    public byte[] Answers { get; init; } = [];

    public byte[] Means { get; init; } = [];

    public long Flags { get; init; }

    public double? DurationSeconds { get; init; }

    public string? Setting { get; init; }

    public long? CompletedAt { get; init; }

    public long ReceivedAt { get; init; }

    public long RecordedAt { get; init; }

    public string RecordedBy { get; init; } = "";

    public string? Reason { get; init; }

    public long? SupersededAt { get; init; }

    /// <summary>What was promised to who answered, as the store keeps it.</summary>
    public long Promise { get; init; }

    /// <summary>How much of it is shown.</summary>
    public Level SeenBy(EpisodeSight sight) => sight.Of(new Promise(Promise), Number);

    /// <summary>The series that it belongs to.</summary>
    public SeriesKey Key => new(EpisodeId, Instrument, Version, Rater);

    public string Path => $"/v1/responses/{ResponseId}";

    /// <summary>The response as its series takes it.</summary>
    public SeriesForm ToForm(Episodes.SessionRow session) => SeriesMember.Form(Number, session.Time, Means, Flags);

    /// <summary>The means of the scales as 8-byte little-endian doubles, NaN where a scale has no score.</summary>
    public static byte[] Pack(ResponseScore score)
    {
        var bytes = new byte[score.Scales.Length * sizeof(double)];
        for (var i = 0; i < score.Scales.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), score.Scales[i].Mean ?? double.NaN);
        }

        return bytes;
    }
}

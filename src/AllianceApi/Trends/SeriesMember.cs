using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Hosting;
using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>One response of a series as a trend needs it: its session, the means of its scales, and how it was answered.</summary>
internal sealed class SeriesMember
{
    /// <summary>The flags of the form take the low bits; above them one bit for each scale that was prorated.</summary>
    private const int ProratedShift = 8;

    public long Number { get; init; }

    public string ResponseId { get; init; } = "";

    public byte[] Means { get; init; } = [];

    public long Flags { get; init; }

    public long HeldAt { get; init; }

    public long OffsetMinutes { get; init; }

    /// <summary>What was promised when it was given.</summary>
    public Promise Promise { get; init; }

    public DateTimeOffset Time => Instant.FromStore(HeldAt, OffsetMinutes);

    /// <summary>The flags of a form with those of its scales that were prorated, in one number.</summary>
    public static long Pack(ResponseScore score)
    {
        var flags = (long)score.Quality.Flags;
        for (var i = 0; i < score.Scales.Length; i++)
        {
            flags |= score.Scales[i].Prorated ? 1L << (ProratedShift + i) : 0;
        }

        return flags;
    }

    /// <summary>Whether at least one scale has a score.</summary>
    public bool IsScored => Enumerable.Range(0, Means.Length / sizeof(double)).Any(s => Mean(s) is not null);

    public bool IsProrated(int scale) => (Flags & (1L << (ProratedShift + scale))) != 0;

    /// <summary>The mean of a scale by its place in the instrument; null where it has no score.</summary>
    public double? Mean(int scale) => Mean(Means, scale);

    private static double? Mean(ReadOnlySpan<byte> means, int scale)
    {
        var mean = BinaryPrimitives.ReadDoubleLittleEndian(means[(scale * sizeof(double))..]);
        return double.IsNaN(mean) ? null : mean;
    }

    /// <summary>The form as the measurement library takes it.</summary>
    public SeriesForm ToForm() => Form(Number, Time, Means, Flags);

    /// <summary>A form as the measurement library takes it.</summary>
    /// <param name="number">Number of its session.</param>
    /// <param name="time">When that was held.</param>
    /// <param name="means">The means of its scales, packed.</param>
    /// <param name="flags">Its flags, packed.</param>
    public static SeriesForm Form(long number, DateTimeOffset time, ReadOnlySpan<byte> means, long flags)
    {
        var all = new double?[means.Length / sizeof(double)];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Mean(means, i);
        }

        return new SeriesForm((int)number, time, ImmutableCollectionsMarshal.AsImmutableArray(all), (ResponseFlags)(flags & ((1 << ProratedShift) - 1)));
    }
}

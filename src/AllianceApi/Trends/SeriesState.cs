using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>What the store keeps of a series: a function of its members, made by this one rule when it is written and when it is checked.</summary>
/// <param name="Forms">Forms on which at least one scale was scored.</param>
/// <param name="LastNumber">Session of the last form; null without any.</param>
/// <param name="LastHeldAt">When that session was held.</param>
/// <param name="Headline">Where it stands, packed.</param>
internal sealed record SeriesState(int Forms, int? LastNumber, long? LastHeldAt, byte[] Headline)
{
    /// <summary>What is stored of a series.</summary>
    /// <param name="trend">Its trend.</param>
    /// <param name="last">Its last form, one without a score included; null without any.</param>
    public static SeriesState Of(SeriesTrend trend, SeriesForm? last) =>
        new(trend.Forms, last?.Session, last?.HeldAt.ToStore(), PackedHeadline.Pack(trend));

    /// <summary>The last form; null without any.</summary>
    public LastForm? Last => LastNumber is { } number ? new LastForm(number, LastHeldAt!.Value) : null;
}

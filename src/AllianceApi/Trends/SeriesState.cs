using Alliance.Measurement.Trends;
using AllianceApi.Alerts;

namespace AllianceApi.Trends;

/// <summary>What the store keeps of a series: a function of its members, made by this one rule when it is written and when it is checked.</summary>
/// <param name="Forms">Forms on which at least one scale was scored.</param>
/// <param name="LastNumber">Session of the last form; null without any.</param>
/// <param name="LastHeldAt">When that session was held.</param>
/// <param name="Headline">Where it stands.</param>
internal sealed record SeriesState(int Forms, int? LastNumber, long? LastHeldAt, SeriesHeadline Headline)
{
    public static SeriesState Of(SeriesTrend trend, SeriesMember? last) =>
        new(trend.Forms, (int?)last?.Number, last?.HeldAt, SeriesHeadline.Of(trend));

    /// <summary>The last form; null without any.</summary>
    public LastForm? Last => LastNumber is { } number ? new LastForm(number, LastHeldAt!.Value) : null;
}

namespace Alliance.Measurement.Ruptures;

/// <summary>
/// An episode of possible strain: a drop far below what the series predicted, and what became of it. All scores in the metric
/// of the instrument. It describes scores; whether there was a strain only the people in the room can say.
/// </summary>
public sealed record RuptureEpisode
{
    /// <summary>Session of the drop.</summary>
    public required int OnsetSession { get; init; }

    /// <summary>Number of the form of the drop in its series, from 1.</summary>
    public required int OnsetForm { get; init; }

    /// <summary>Score of the drop.</summary>
    public required double OnsetScore { get; init; }

    /// <summary>What the series predicted for it, not clipped to the scale.</summary>
    public required double Expected { get; init; }

    /// <summary>Standard deviation of that prediction.</summary>
    public required double ExpectedSd { get; init; }

    /// <summary>Surprise of the drop in standard deviations; negative.</summary>
    public required double Surprise { get; init; }

    /// <summary>The prediction clipped to the scale; frozen for the whole episode.</summary>
    public required double Reference { get; init; }

    /// <summary>Reference minus score at the onset.</summary>
    public required double OnsetDrop { get; init; }

    /// <summary>The drop below the reference at which a score counts as low again after a return.</summary>
    public required double DropThreshold { get; init; }

    /// <summary>Session of the lowest score of the episode.</summary>
    public required int LowestSession { get; init; }

    /// <summary>The lowest score of the episode.</summary>
    public required double LowestScore { get; init; }

    /// <summary>Reference minus lowest score; above 0.</summary>
    public required double Depth { get; init; }

    /// <summary>Where the episode stands.</summary>
    public RuptureState State { get; init; }

    /// <summary>Session of the return; null without one.</summary>
    public int? RepairSession { get; init; }

    /// <summary>Session numbers from onset to return; null without one.</summary>
    public int? SessionsToRepair { get; init; }

    /// <summary>Forms from onset to return; null without one.</summary>
    public int? FormsToRepair { get; init; }

    /// <summary>Calendar days from onset to return, in the offsets given; null without one.</summary>
    public int? DaysToRepair { get; init; }

    /// <summary>Share of the depth that the last score judged has made up, 0 to 1.</summary>
    public double RecoveredFraction { get; init; }

    /// <summary>Whether a return was withdrawn because the next form was low again.</summary>
    public bool Relapsed { get; init; }

    /// <summary>Session at which the episode closed; null while open, or returned and not yet confirmed.</summary>
    public int? ClosedSession { get; init; }
}

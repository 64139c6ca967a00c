namespace Alliance.Measurement.Ruptures;

/// <summary>Where an episode stands.</summary>
public enum RuptureState
{
    /// <summary>No score has returned yet, and the window is not over.</summary>
    Open,

    /// <summary>A score returned to the earlier range; no form has come since.</summary>
    Repaired,

    /// <summary>A score returned and the next form stayed there.</summary>
    Confirmed,

    /// <summary>The window passed without a return.</summary>
    Unrepaired,
}

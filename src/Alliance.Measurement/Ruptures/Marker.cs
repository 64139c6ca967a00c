namespace Alliance.Measurement.Ruptures;

/// <summary>What one form is to the episodes of its series. A form without a marker does not show that nothing happened.</summary>
public enum Marker
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The form dropped far below what the series predicted: an episode begins.</summary>
    Onset,

    /// <summary>An episode is open, and the score has not returned.</summary>
    InRupture,

    /// <summary>The first score back in the earlier range; provisional until the next form.</summary>
    Repair,

    /// <summary>The form after a return, and still there: the episode is closed.</summary>
    Confirmed,

    /// <summary>The form after a return, and low again: the return is withdrawn.</summary>
    Relapse,

    /// <summary>The last form of the window without a return: the episode is closed.</summary>
    Unrepaired,
}

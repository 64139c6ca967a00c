namespace Alliance.Measurement.Trends;

/// <summary>What a state-space model counts as time.</summary>
public enum Clock
{
    /// <summary>Whole sessions: noise enters once per session, and a session without a form is a step without an observation.</summary>
    Session,

    /// <summary>Weeks since the first form, with fractions: noise enters continuously; 0 for two sessions on one day.</summary>
    Weeks,
}

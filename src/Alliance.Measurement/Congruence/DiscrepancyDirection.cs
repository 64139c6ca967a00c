namespace Alliance.Measurement.Congruence;

/// <summary>Which of the two rates the alliance higher, as far as their sessions can tell.</summary>
public enum DiscrepancyDirection
{
    /// <summary>Neither, or too few sessions to tell.</summary>
    None,

    /// <summary>The therapist.</summary>
    TherapistHigher,

    /// <summary>The client.</summary>
    ClientHigher,
}

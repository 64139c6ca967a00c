namespace Alliance.Measurement.Instruments;

/// <summary>Who answers a questionnaire.</summary>
public enum Rater
{
    /// <summary>The person in therapy.</summary>
    Client,

    /// <summary>The clinician of the episode.</summary>
    Therapist,

    /// <summary>A third person who watched or heard the session.</summary>
    Observer,
}

namespace Alliance.Measurement.Trends;

/// <summary>One scored session of one scale.</summary>
/// <param name="Session">Session number, from 1; rises along a series.</param>
/// <param name="LocalDate">Calendar date of the session in the offset in which it was given.</param>
/// <param name="Score">Score in the item-mean metric, within the range of the scale.</param>
public readonly record struct ScoredSession(int Session, DateOnly LocalDate, double Score);

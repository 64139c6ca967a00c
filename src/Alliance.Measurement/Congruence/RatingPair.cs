namespace Alliance.Measurement.Congruence;

/// <summary>The scores that client and therapist gave the same session on the same scale.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Client">The client's score, in score points.</param>
/// <param name="Therapist">The therapist's score, in score points.</param>
public readonly record struct RatingPair(int Session, double Client, double Therapist);

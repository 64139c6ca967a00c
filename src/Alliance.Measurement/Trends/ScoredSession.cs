namespace Alliance.Measurement.Trends;

/// <summary>One scored session of one scale.</summary>
/// <param name="Session">Session number, from 1; rises along a series.</param>
/// <param name="LocalDate">Calendar date of the session in the offset in which it was given.</param>
/// <param name="Score">Score in the item-mean metric, within the range of the scale.</param>
public readonly record struct ScoredSession(int Session, DateOnly LocalDate, double Score)
{
    private const double Rounding = 1e-9;
    private const int Stable = 3;

    internal static ScoredSession Of(SeriesForm form, double mean) => new(form.Session, DateOnly.FromDateTime(form.HeldAt.DateTime), mean);

    /// <exception cref="ArgumentException">Session numbers do not rise from 1 on, or a score is outside the range of the scale.</exception>
    internal static void Check(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        var before = 0;
        foreach (ref readonly var form in sessions)
        {
            if (form.Session <= before)
                throw new ArgumentException($"Session numbers rise from 1 on; {form.Session} follows {before}.", nameof(sessions));
            if (!(form.Score >= model.Minimum - Rounding && form.Score <= model.Maximum + Rounding))
            {
                throw new ArgumentException(
                    $"The score {form.Score} of session {form.Session} is outside {model.Minimum} to {model.Maximum}.", nameof(sessions));
            }

            before = form.Session;
        }
    }

    /// <summary>1 where the last three scores are all the greatest of the scale, -1 where they are all the least, else 0.</summary>
    internal static int LimitOf(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        if (sessions.Length < Stable)
            return 0;
        var (top, bottom) = (true, true);
        foreach (ref readonly var form in sessions[^Stable..])
        {
            top &= form.Score >= model.Maximum - Rounding;
            bottom &= form.Score <= model.Minimum + Rounding;
        }

        return top ? 1 : bottom ? -1 : 0;
    }
}

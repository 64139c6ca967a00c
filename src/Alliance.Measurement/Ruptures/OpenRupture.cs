using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Ruptures;

/// <summary>An episode that is not closed, as <see cref="RuptureScan"/> goes on with it; scores in the metric of item means.</summary>
internal struct OpenRupture
{
    public int OnsetSession;
    public int OnsetForm;
    public DateOnly OnsetDate;
    public double OnsetScore;
    public double Expected;
    public double ExpectedSd;
    public double Surprise;
    public double Reference;
    public double OnsetDrop;
    public double DropThreshold;
    public int LowestSession;
    public double LowestScore;
    public double Depth;
    public double RecoveredFraction;
    public int? RepairSession;
    public int FormsToRepair;
    public int DaysToRepair;
    public bool Relapsed;

    /// <summary>Takes in the score of a further form: a new lowest one, or how much of the depth it makes up.</summary>
    public void Deepen(in ScoredSession form, double guard)
    {
        if (form.Score < LowestScore - guard)
        {
            LowestSession = form.Session;
            LowestScore = form.Score;
            Depth = Reference - form.Score;
            RecoveredFraction = 0;
        }
        else
        {
            RecoveredFraction = Math.Clamp((form.Score - LowestScore) / Depth, 0, 1);
        }
    }

    /// <summary>Scores returned with this form, the given one of the series.</summary>
    public void Repair(in ScoredSession form, int number)
    {
        RepairSession = form.Session;
        FormsToRepair = number - OnsetForm;
        // A later instant can carry an earlier local date where the offset changed in between.
        DaysToRepair = Math.Max(0, form.LocalDate.DayNumber - OnsetDate.DayNumber);
    }

    /// <summary>The return is withdrawn.</summary>
    public void Relapse() => (RepairSession, Relapsed) = (null, true);

    /// <summary>The episode as it is told, in the metric of the instrument.</summary>
    public readonly RuptureEpisode Told(RuptureState state, int? closedSession, double factor) => new()
    {
        OnsetSession = OnsetSession,
        OnsetForm = OnsetForm,
        OnsetScore = OnsetScore * factor,
        Expected = Expected * factor,
        ExpectedSd = ExpectedSd * factor,
        Surprise = Surprise,
        Reference = Reference * factor,
        OnsetDrop = OnsetDrop * factor,
        DropThreshold = DropThreshold * factor,
        LowestSession = LowestSession,
        LowestScore = LowestScore * factor,
        Depth = Depth * factor,
        State = state,
        RepairSession = RepairSession,
        SessionsToRepair = RepairSession - OnsetSession,
        FormsToRepair = RepairSession is null ? null : FormsToRepair,
        DaysToRepair = RepairSession is null ? null : DaysToRepair,
        RecoveredFraction = RecoveredFraction,
        Relapsed = Relapsed,
        ClosedSession = closedSession,
    };
}

using System.Collections.Immutable;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Ruptures;

/// <summary>
/// Reads the forms of one series in session order and keeps the episode that is open. The filter goes on learning during an
/// episode; only the reference is frozen, so that a return is judged by what was expected before the drop. Every comparison
/// has a guard of 1e-12 against rounding.
/// </summary>
internal struct RuptureScan(ScaleModel model, RuptureRule rule)
{
    private const double Guard = 1e-12;

    private readonly double _smallestDrop = rule.SmallestDrop(model);
    private RuptureEpisode? _open;
    private DateOnly _onsetDate;
    private int _forms;
    private ImmutableArray<RuptureEpisode> _closed = [];

    /// <summary>Judges the next form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="expected">What the series predicted for it.</param>
    /// <param name="sd">Standard deviation of that prediction, error of the form included.</param>
    public Marker Next(in ScoredSession form, double expected, double sd)
    {
        _forms++;
        if (_open is null)
            return Begins(form, expected, sd) ? Marker.Onset : Marker.None;
        return _open.State == RuptureState.Open ? WhileOpen(_open, form) : AfterReturn(_open, form, expected, sd);
    }

    /// <summary>The episodes by onset, in the metric of the instrument.</summary>
    public readonly ImmutableArray<RuptureEpisode> Finish()
    {
        if (_closed.IsEmpty && _open is null)
            return [];
        var all = ImmutableArray.CreateBuilder<RuptureEpisode>(_closed.Length + (_open is null ? 0 : 1));
        foreach (var episode in _closed)
            all.Add(episode.Scaled(model.Factor));
        if (_open is not null)
            all.Add(_open.Scaled(model.Factor));
        return all.MoveToImmutable();
    }

    private bool Begins(in ScoredSession form, double expected, double sd)
    {
        if (_forms <= rule.EarlierForms)
            return false;
        var surprise = (form.Score - expected) / sd;
        var reference = Math.Clamp(expected, model.Minimum, model.Maximum);
        var drop = reference - form.Score;
        if (surprise > rule.Surprise + Guard || drop < _smallestDrop - Guard)
            return false;
        _onsetDate = form.LocalDate;
        _open = new RuptureEpisode
        {
            OnsetSession = form.Session,
            OnsetForm = _forms,
            OnsetScore = form.Score,
            Expected = expected,
            ExpectedSd = sd,
            Surprise = surprise,
            Reference = reference,
            OnsetDrop = drop,
            DropThreshold = Math.Max(-rule.Surprise * sd, _smallestDrop),
            LowestSession = form.Session,
            LowestScore = form.Score,
            Depth = drop,
        };
        return true;
    }

    private Marker WhileOpen(RuptureEpisode open, in ScoredSession form)
    {
        _open = open = Deepened(open, form);
        var tolerance = Math.Max(rule.ToleranceInErrors * model.StandardError, rule.ToleranceInDepth * open.Depth);
        if (form.Score < open.Reference - tolerance - Guard)
            return WindowIsOver(open, form) ? Marker.Unrepaired : Marker.InRupture;
        _open = open with
        {
            State = RuptureState.Repaired,
            RepairSession = form.Session,
            SessionsToRepair = form.Session - open.OnsetSession,
            FormsToRepair = _forms - open.OnsetForm,
            // A later instant can carry an earlier local date where the offset changed in between.
            DaysToRepair = Math.Max(0, form.LocalDate.DayNumber - _onsetDate.DayNumber),
        };
        return Marker.Repair;
    }

    private Marker AfterReturn(RuptureEpisode open, in ScoredSession form, double expected, double sd)
    {
        if (form.Score <= open.Reference - open.DropThreshold + Guard)
        {
            _open = open = Deepened(open, form) with
            {
                State = RuptureState.Open,
                RepairSession = null,
                SessionsToRepair = null,
                FormsToRepair = null,
                DaysToRepair = null,
                Relapsed = true,
            };
            return WindowIsOver(open, form) ? Marker.Unrepaired : Marker.Relapse;
        }

        Close(open, RuptureState.Confirmed, form.Session);
        return Begins(form, expected, sd) ? Marker.Onset : Marker.Confirmed;
    }

    private bool WindowIsOver(RuptureEpisode open, in ScoredSession form)
    {
        if (_forms - open.OnsetForm < rule.Window)
            return false;
        Close(open, RuptureState.Unrepaired, form.Session);
        return true;
    }

    private void Close(RuptureEpisode open, RuptureState state, int session)
    {
        _closed = _closed.Add(open with { State = state, ClosedSession = session });
        _open = null;
    }

    private static RuptureEpisode Deepened(RuptureEpisode open, in ScoredSession form)
    {
        if (form.Score < open.LowestScore - Guard)
        {
            return open with
            {
                LowestSession = form.Session,
                LowestScore = form.Score,
                Depth = open.Reference - form.Score,
                RecoveredFraction = 0,
            };
        }

        return open with { RecoveredFraction = Math.Clamp((form.Score - open.LowestScore) / open.Depth, 0, 1) };
    }
}

using System.Collections.Immutable;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Ruptures;

/// <summary>
/// Reads the forms of one series in session order and keeps the episode that is open. The filter goes on learning during an
/// episode; only the reference is frozen, so that a return is judged by what was expected before the drop. Every comparison
/// has a guard of 1e-12 against rounding. What changes from form to form is kept by value: a scan that is kept for years of forms
/// then points to nothing young, which the collector of memory would have to look for.
/// </summary>
internal struct RuptureScan(ScaleModel model, RuptureRule rule)
{
    private const double Guard = 1e-12;

    private readonly double _smallestDrop = rule.SmallestDrop(model);
    private OpenRupture _open;
    private bool _isOpen;
    private int _forms;

    // By onset, in the metric of the instrument.
    private ImmutableArray<RuptureEpisode> _closed = [];

    /// <summary>Judges the next form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="expected">What the series predicted for it.</param>
    /// <param name="sd">Standard deviation of that prediction, error of the form included.</param>
    public Marker Next(in ScoredSession form, double expected, double sd)
    {
        _forms++;
        if (!_isOpen)
            return Begins(form, expected, sd) ? Marker.Onset : Marker.None;
        return _open.RepairSession is null ? WhileOpen(form) : AfterReturn(form, expected, sd);
    }

    /// <summary>The episodes by onset, in the metric of the instrument.</summary>
    public readonly ImmutableArray<RuptureEpisode> Finish() =>
        _isOpen ? _closed.Add(_open.Told(_open.RepairSession is null ? RuptureState.Open : RuptureState.Repaired, null, model.Factor)) : _closed;

    private bool Begins(in ScoredSession form, double expected, double sd)
    {
        if (_forms <= rule.EarlierForms)
            return false;
        var surprise = (form.Score - expected) / sd;
        var reference = Math.Clamp(expected, model.Minimum, model.Maximum);
        var drop = reference - form.Score;
        if (surprise > rule.Surprise + Guard || drop < _smallestDrop - Guard)
            return false;
        _isOpen = true;
        _open = new OpenRupture
        {
            OnsetSession = form.Session,
            OnsetForm = _forms,
            OnsetDate = form.LocalDate,
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

    private Marker WhileOpen(in ScoredSession form)
    {
        _open.Deepen(form, Guard);
        var tolerance = Math.Max(rule.ToleranceInErrors * model.StandardError, rule.ToleranceInDepth * _open.Depth);
        if (form.Score < _open.Reference - tolerance - Guard)
            return WindowIsOver(form) ? Marker.Unrepaired : Marker.InRupture;
        _open.Repair(form, _forms);
        return Marker.Repair;
    }

    private Marker AfterReturn(in ScoredSession form, double expected, double sd)
    {
        if (form.Score <= _open.Reference - _open.DropThreshold + Guard)
        {
            _open.Deepen(form, Guard);
            _open.Relapse();
            return WindowIsOver(form) ? Marker.Unrepaired : Marker.Relapse;
        }

        Close(RuptureState.Confirmed, form.Session);
        return Begins(form, expected, sd) ? Marker.Onset : Marker.Confirmed;
    }

    private bool WindowIsOver(in ScoredSession form)
    {
        if (_forms - _open.OnsetForm < rule.Window)
            return false;
        Close(RuptureState.Unrepaired, form.Session);
        return true;
    }

    private void Close(RuptureState state, int session)
    {
        _closed = _closed.Add(_open.Told(state, session, model.Factor));
        (_isOpen, _open) = (false, default);
    }
}

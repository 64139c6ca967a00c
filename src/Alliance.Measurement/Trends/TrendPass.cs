using System.Buffers;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>
/// One pass forward (filter, episodes) and one back (smoother) over a series. A step exists for each form and for the two
/// sessions from which changes are counted; any other session without a form is part of a gap and costs nothing.
/// </summary>
internal ref struct TrendPass
{
    private const int StackSteps = 48;
    private const int RecentSpan = TrendState.MostRecent;
    private const int OverallStart = Baseline.FirstSession;

    private readonly ScaleModel _model;
    private readonly RuptureRule _rule;
    private readonly ReadOnlySpan<ScoredSession> _sessions;
    private readonly Span<KalmanStep> _steps;
    private readonly int _recentFrom;
    private readonly int _overallFrom;
    private RuptureScan _scan;
    private FixedPointSmoother _overall;
    private PairSigns? _signs;
    private Marker _marker;
    private bool _isSplit;
    private int _count;

    private TrendPass(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, Span<KalmanStep> steps)
    {
        _model = model;
        _rule = rule;
        _sessions = sessions;
        _steps = steps;
        _scan = new RuptureScan(model, rule);
        var last = sessions[^1].Session;
        _recentFrom = Math.Max(1, last - RecentSpan);
        _overallFrom = Math.Max(OverallStart, sessions[0].Session);
    }

    /// <summary>The trend of a series; where <paramref name="points"/> has room, each form's point too.</summary>
    public static ScaleTrend Run(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, Span<TrendPoint> points) =>
        Run(model, sessions, rule, points, goesOn: false).Trend;

    /// <summary>The trend of a series with what it takes to go on; the state is null where the next form needs a whole pass again.</summary>
    public static (ScaleTrend Trend, TrendState? State) Begin(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, in PairSigns signs) =>
        Run(model, sessions, rule, [], goesOn: true, signs);

    private static (ScaleTrend Trend, TrendState? State) Run(
        ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, Span<TrendPoint> points, bool goesOn, PairSigns? signs = null)
    {
        ScoredSession.Check(model, sessions);
        if (sessions.IsEmpty)
            return (new ScaleTrend(model, rule, default), null);
        var needed = sessions.Length + 2;
        var rented = needed <= StackSteps ? null : ArrayPool<KalmanStep>.Shared.Rent(needed);
        var steps = rented is null ? stackalloc KalmanStep[StackSteps] : rented;
        try
        {
            var pass = new TrendPass(model, sessions, rule, steps) { _signs = signs };
            var trend = pass.Both(points);
            return (trend, goesOn && !pass._isSplit ? new TrendState(pass.Recent(), pass._overall, pass._scan) : null);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<KalmanStep>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// The trend of a series that goes on from a state by one form, its last; the same, bit for bit, as a whole pass gives. Null where
    /// only a whole pass can tell, and the state then is as it was: where the recent change counts from a session without a form, the
    /// pass has a step of its own there.
    /// </summary>
    public static ScaleTrend? Continue(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, TrendState state, in PairSigns signs)
    {
        Span<KalmanStep> steps = stackalloc KalmanStep[RecentSpan + 3];
        state.Recent.CopyTo(steps);
        var pass = new TrendPass(model, sessions, rule, steps) { _count = state.Recent.Length, _scan = state.Scan, _overall = state.Overall, _signs = signs };
        pass.Take(sessions.Length - 1);
        if (pass._isSplit || !pass.HasStepAt(pass._recentFrom))
            return null;
        var (recent, overall) = pass.Back([]);
        state.Keep(pass.Recent(), pass._overall, pass._scan);
        return pass.Result(recent, overall);
    }

    private ScaleTrend Both(Span<TrendPoint> points)
    {
        for (var i = 0; i < _sessions.Length; i++)
        {
            ref readonly var step = ref Take(i);
            if (!points.IsEmpty)
                points[i] = Point(_sessions[i], step, _marker);
        }

        var (recent, overall) = Back(points);
        return Result(recent, overall);
    }

    private ref readonly KalmanStep Take(int i)
    {
        ref readonly var form = ref _sessions[i];
        AddSpanStarts(form.Session);
        ref readonly var step = ref Add(form.Session, form.Score);
        _marker = _scan.Next(form, step.Predicted.Level, Math.Sqrt(step.InnovationVariance));
        return ref step;
    }

    private ref readonly KalmanStep Add(int session, double score)
    {
        var (growth, r) = (_model.Growth, _model.ObservationVariance);
        ref var step = ref _steps[_count];
        if (_count == 0)
        {
            step = growth.Step(growth.Prior, session - 1, session, score, r);
        }
        else
        {
            ref readonly var before = ref _steps[_count - 1];
            step = growth.Step(before.Filtered, session - before.Position, session, score, r);
            _overall.Next(step, session - before.Position);
        }

        if (session == _overallFrom)
            _overall = new FixedPointSmoother(step.Filtered);
        _count++;
        return ref step;
    }

    // The steps from which the change of the next form may be counted; the recent change of a form counts from no earlier one.
    private readonly ReadOnlySpan<KalmanStep> Recent()
    {
        var first = _count - 1;
        while (first > 0 && _steps[first - 1].Position >= _sessions[^1].Session + 1 - RecentSpan)
            first--;
        return _steps[first.._count];
    }

    /// <summary>Adds the sessions from which changes are counted and which lie before <paramref name="session"/> without a form.</summary>
    private void AddSpanStarts(int session)
    {
        AddIfBetween(Math.Min(_recentFrom, _overallFrom), session);
        AddIfBetween(Math.Max(_recentFrom, _overallFrom), session);
    }

    private void AddIfBetween(int start, int session)
    {
        if (start >= session || (_count > 0 && start <= _steps[_count - 1].Position))
            return;
        Add(start, double.NaN);
        _isSplit |= start != _overallFrom;
    }

    private readonly bool HasStepAt(int session)
    {
        foreach (ref readonly var step in _steps[.._count])
        {
            if (step.Position == session)
                return true;
        }

        return false;
    }

    /// <summary>Smooths backwards, to the earliest session that is asked for, and reads the changes.</summary>
    private readonly (Change Recent, Change Overall) Back(Span<TrendPoint> points)
    {
        var end = _steps[_count - 1].Filtered;
        var last = _sessions[^1].Session;
        var recent = Change.None(_recentFrom);
        var overall = _overall.IsBegun && last > _overallFrom
            ? Since(_overallFrom, last, end, _overall.Level, _overall.Variance, _overall.LevelCovariance)
            : Change.None(_overallFrom);
        var until = points.IsEmpty ? _recentFrom : 0;
        var smoother = new RtsSmoother(end);
        var form = _sessions.Length - 1;
        for (var k = _count - 1; k >= 0 && _steps[k].Position >= until; k--)
        {
            if (k < _count - 1)
            {
                smoother.StepBack(_steps[k].Filtered, _steps[k + 1].Predicted, _steps[k + 1].Position - _steps[k].Position);
                if (_steps[k].Position == _recentFrom)
                    recent = Since(_recentFrom, last, end, smoother.State.Level, smoother.State.LevelVariance, smoother.LevelCovariance);
            }

            if (!points.IsEmpty && _steps[k].IsObserved)
            {
                var state = smoother.State;
                points[form] = points[form] with { Smoothed = Estimate.Of(state.Level, state.LevelVariance, _model.Factor) };
                form--;
            }
        }

        return (recent, overall.IsLabelled ? overall.CheckedAgainst(PairsPoint()) : overall);
    }

    /// <summary>Sign of the Theil-Sen slope.</summary>
    private readonly int PairsPoint()
    {
        if (_signs?.Sign is { } counted)
            return counted;
        var n = _sessions.Length;
        Span<double> both = n <= StackSteps ? stackalloc double[2 * n] : new double[2 * n];
        var x = both[..n];
        var y = both[n..];
        for (var i = 0; i < n; i++)
        {
            x[i] = _sessions[i].Session;
            y[i] = _sessions[i].Score;
        }

        return TheilSen.SlopeSign(x, y);
    }

    private readonly Change Since(int from, int last, in GrowthState end, double level, double levelVariance, double covariance) =>
        Change.Of(from, last - from, end.Level - level, end.LevelVariance + levelVariance - (2 * covariance), _model, _sessions.Length);

    private readonly TrendPoint Point(in ScoredSession form, in KalmanStep step, Marker marker) => new(
        form.Session,
        form.LocalDate,
        Estimate.Of(form.Score, _model.StandardError * _model.StandardError, _model.Factor),
        Estimate.Of(step.Filtered.Level, step.Filtered.LevelVariance, _model.Factor),
        default,
        Estimate.Of(step.Predicted.Level, step.InnovationVariance, _model.Factor),
        step.Surprise,
        marker);

    private readonly ScaleTrend Result(in Change recent, in Change overall)
    {
        ref readonly var last = ref _sessions[^1];
        ref readonly var step = ref _steps[_count - 1];
        var before = _sessions.Length > 1 ? _sessions[^2].Score : double.NaN;
        var end = new TrendEnd(_sessions.Length, last.Session, last.Score, before, step.Predicted.Level, step.InnovationVariance, step.Filtered);
        return new ScaleTrend(_model, _rule, end)
        {
            RecentChange = recent,
            OverallChange = overall,
            Baseline = Baseline.OfChecked(_model, _sessions),
            Ruptures = _scan.Finish(),
            LastMarker = _marker,
            AtLimit = ScoredSession.LimitOf(_model, _sessions),
        };
    }
}

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
    private const int RecentSpan = 4;
    private const int OverallStart = Baseline.FirstSession;

    private readonly ScaleModel _model;
    private readonly RuptureRule _rule;
    private readonly ReadOnlySpan<ScoredSession> _sessions;
    private readonly Span<KalmanStep> _steps;
    private readonly int _recentFrom;
    private readonly int _overallFrom;
    private int _count;

    private TrendPass(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, Span<KalmanStep> steps)
    {
        _model = model;
        _rule = rule;
        _sessions = sessions;
        _steps = steps;
        var last = sessions[^1].Session;
        _recentFrom = Math.Max(1, last - RecentSpan);
        _overallFrom = Math.Max(OverallStart, sessions[0].Session);
    }

    /// <summary>The trend of a series; where <paramref name="points"/> has room, each form's point too.</summary>
    public static ScaleTrend Run(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule, Span<TrendPoint> points)
    {
        ScoredSession.Check(model, sessions);
        if (sessions.IsEmpty)
            return new ScaleTrend(model) { Rule = rule };
        var needed = sessions.Length + 2;
        var rented = needed <= StackSteps ? null : ArrayPool<KalmanStep>.Shared.Rent(needed);
        var steps = rented is null ? stackalloc KalmanStep[StackSteps] : rented;
        try
        {
            return new TrendPass(model, sessions, rule, steps).Both(points);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<KalmanStep>.Shared.Return(rented);
        }
    }

    private ScaleTrend Both(Span<TrendPoint> points)
    {
        var scan = new RuptureScan(_model, _rule);
        var marker = Marker.None;
        for (var i = 0; i < _sessions.Length; i++)
        {
            ref readonly var form = ref _sessions[i];
            AddSpanStarts(form.Session);
            ref readonly var step = ref Add(form.Session, form.Score);
            marker = scan.Next(form, step.Predicted.Level, Math.Sqrt(step.InnovationVariance));
            if (!points.IsEmpty)
                points[i] = Point(form, step, marker);
        }

        var (recent, overall) = Back(points);
        return Result(scan, marker, recent, overall);
    }

    private ref readonly KalmanStep Add(int session, double score)
    {
        var (growth, r) = (_model.Growth, _model.ObservationVariance);
        ref var step = ref _steps[_count];
        step = _count == 0
            ? growth.Step(growth.Prior, session - 1, session, score, r)
            : growth.Step(_steps[_count - 1].Filtered, session - _steps[_count - 1].Position, session, score, r);
        _count++;
        return ref step;
    }

    /// <summary>Adds the sessions from which changes are counted and which lie before <paramref name="session"/> without a form.</summary>
    private void AddSpanStarts(int session)
    {
        AddIfBetween(Math.Min(_recentFrom, _overallFrom), session);
        AddIfBetween(Math.Max(_recentFrom, _overallFrom), session);
    }

    private void AddIfBetween(int start, int session)
    {
        if (start < session && (_count == 0 || start > _steps[_count - 1].Position))
            Add(start, double.NaN);
    }

    /// <summary>Smooths backwards, to the earliest session that is asked for, and reads the two changes on the way.</summary>
    private readonly (Change Recent, Change Overall) Back(Span<TrendPoint> points)
    {
        var end = _steps[_count - 1].Filtered;
        var last = _sessions[^1].Session;
        var recent = Change.None(_recentFrom);
        var overall = Change.None(_overallFrom);
        var until = points.IsEmpty ? Math.Min(_recentFrom, _overallFrom) : 0;
        var smoother = new RtsSmoother(end);
        var form = _sessions.Length - 1;
        for (var k = _count - 1; k >= 0 && _steps[k].Position >= until; k--)
        {
            if (k < _count - 1)
            {
                smoother.StepBack(_steps[k].Filtered, _steps[k + 1].Predicted, _steps[k + 1].Position - _steps[k].Position);
                if (_steps[k].Position == _recentFrom)
                    recent = Since(_recentFrom, last, end, smoother);
                if (_steps[k].Position == _overallFrom)
                    overall = Since(_overallFrom, last, end, smoother);
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

    private readonly Change Since(int from, int last, in GrowthState end, in RtsSmoother smoother)
    {
        var start = smoother.State;
        var variance = end.LevelVariance + start.LevelVariance - (2 * smoother.LevelCovariance);
        return Change.Of(from, last - from, end.Level - start.Level, variance, _model, _sessions.Length);
    }

    private readonly TrendPoint Point(in ScoredSession form, in KalmanStep step, Marker marker) => new(
        form.Session,
        form.LocalDate,
        Estimate.Of(form.Score, _model.StandardError * _model.StandardError, _model.Factor),
        Estimate.Of(step.Filtered.Level, step.Filtered.LevelVariance, _model.Factor),
        default,
        Estimate.Of(step.Predicted.Level, step.InnovationVariance, _model.Factor),
        step.Surprise,
        marker);

    private readonly ScaleTrend Result(in RuptureScan scan, Marker marker, in Change recent, in Change overall)
    {
        ref readonly var last = ref _sessions[^1];
        ref readonly var step = ref _steps[_count - 1];
        var next = _model.Growth.Advance(step.Filtered, 1);
        var baseline = Baseline.OfChecked(_model, _sessions);
        return new ScaleTrend(_model)
        {
            Forms = _sessions.Length,
            LastSession = last.Session,
            LastScore = last.Score * _model.Factor,
            Level = Estimate.Of(step.Filtered.Level, step.Filtered.LevelVariance, _model.Factor),
            Slope = SlopeEstimate.Of(step.Filtered, _model.Factor),
            RecentChange = recent,
            OverallChange = overall,
            NextSession = Estimate.Of(next.Level, next.LevelVariance + _model.ObservationVariance, _model.Factor),
            Baseline = baseline,
            ReliableChange = ReliableChange.OfChecked(_model, _sessions, baseline),
            Ruptures = scan.Finish(),
            LastSurprise = new Surprise(
                last.Session,
                last.Score * _model.Factor,
                Estimate.Of(step.Predicted.Level, step.InnovationVariance, _model.Factor),
                step.Surprise),
            LastMarker = marker,
            AtLimit = ScoredSession.LimitOf(_model, _sessions),
            Rule = _rule,
        };
    }
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alliance.Measurement.Trends;

/// <summary>
/// What it takes to add a form at the end of a series. A form that is added gives the same trend, bit for bit, as the whole set of
/// forms gives, at a price that hardly grows with the series. It is changed by each form, and so for one thread at a time.
/// </summary>
public sealed class SeriesProgress
{
    private readonly SeriesModel _model;
    private readonly ScaleProgress[] _scales;
    private QualityCount _count;
    private ImmutableArray<int> _missing;
    private int _last;

    private SeriesProgress(SeriesModel model, ScaleProgress[] scales, in QualityCount count, SeriesTrend trend)
    {
        _model = model;
        _scales = scales;
        _count = count;
        _missing = trend.MissingSessions;
        _last = trend.LastSession ?? 0;
    }

    /// <summary>The instrument, its parameters and texts.</summary>
    public SeriesModel Model => _model;

    /// <summary>Number of forms.</summary>
    public int Forms => _count.Forms;

    /// <summary>A series from all its forms, and its trend.</summary>
    /// <inheritdoc cref="SeriesTrend.Of(SeriesModel, IReadOnlyList{SeriesForm})"/>
    public static (SeriesProgress Progress, SeriesTrend Trend) Of(SeriesModel model, IReadOnlyList<SeriesForm> forms)
    {
        var ordered = SeriesOrder.Of(model, forms);
        var scales = new ScaleProgress[model.Scales.Length];
        var trends = ImmutableArray.CreateBuilder<ScaleTrend>(scales.Length);
        for (var scale = 0; scale < scales.Length; scale++)
        {
            scales[scale] = new ScaleProgress(SeriesTrend.Scored(ordered, scale, new ScoredSession[ordered.Length]));
            trends.Add(scales[scale].Trend(model, scale));
        }

        var trend = new SeriesTrend(model, ordered, trends.MoveToImmutable());
        return (new SeriesProgress(model, scales, QualityCount.Of(ordered), trend), trend);
    }

    /// <summary>Adds a form.</summary>
    /// <param name="form">The form.</param>
    /// <returns>
    /// The trend with the form. Null where the form does not stand at the end, and nothing is changed: then all forms have to be
    /// looked at, and checked, together.
    /// </returns>
    /// <exception cref="ArgumentException">A mean is outside the range; nothing is changed.</exception>
    public SeriesTrend? Add(SeriesForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Session <= _last || form.Session > SeriesTrend.MaximumSession || form.HeldAt < _count.LastHeldAt
            || form.Means.IsDefault || form.Means.Length != _scales.Length || !form.IsScored)
        {
            return null;
        }

        for (var scale = 0; scale < _scales.Length; scale++)
        {
            if (form.Means[scale] is { } mean)
                ScoredSession.Check(_model.Scales[scale], [ScoredSession.Of(form, mean)]);
        }

        var trends = new ScaleTrend[_scales.Length];
        for (var scale = 0; scale < trends.Length; scale++)
            trends[scale] = form.Means[scale] is { } mean ? _scales[scale].Add(_model, scale, ScoredSession.Of(form, mean)) : _scales[scale].Trend(_model, scale);
        if (form.Session > _last + 1)
            _missing = [.. _missing, .. Enumerable.Range(_last + 1, form.Session - _last - 1)];
        _last = form.Session;
        _count = _count.With(form);
        return new SeriesTrend(_model, _count, _last, _missing, ImmutableCollectionsMarshal.AsImmutableArray(trends));
    }

    /// <summary>One scale: its scores, and the state of the pass where it can go on.</summary>
    private sealed class ScaleProgress(ReadOnlySpan<ScoredSession> sessions)
    {
        private ScoredSession[] _sessions = sessions.ToArray();
        private int _count = sessions.Length;
        private TrendState? _state;
        private PairSigns _signs = All(sessions);

        private ReadOnlySpan<ScoredSession> Sessions => _sessions.AsSpan(0, _count);

        /// <summary>The trend by a whole pass.</summary>
        public ScaleTrend Trend(SeriesModel model, int scale)
        {
            (var trend, _state) = TrendPass.Begin(model.Scales[scale], Sessions, model.Rule, _signs);
            return trend;
        }

        /// <summary>The trend with a further score.</summary>
        public ScaleTrend Add(SeriesModel model, int scale, in ScoredSession added)
        {
            if (_count == _sessions.Length)
                Array.Resize(ref _sessions, Math.Max(4, _count + (_count / 2)));
            _signs.Count(Sessions, added.Score);
            _sessions[_count++] = added;
            return _state is not null && TrendPass.Continue(model.Scales[scale], Sessions, model.Rule, _state, _signs) is { } trend ? trend : Trend(model, scale);
        }

        private static PairSigns All(ReadOnlySpan<ScoredSession> sessions)
        {
            var signs = default(PairSigns);
            for (var i = 1; i < sessions.Length; i++)
                signs.Count(sessions[..i], sessions[i].Score);
            return signs;
        }
    }
}

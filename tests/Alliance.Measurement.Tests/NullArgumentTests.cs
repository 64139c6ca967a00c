using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests;

/// <summary>What must be there is asked for by its name.</summary>
public class NullArgumentTests
{
    private static readonly ScaleTrend Trend = ScaleTrend.Of(Wai.Total, Wai.Series["H1-classic-v"]);
    private static readonly SeriesModel Model = SeriesModel.For(Wai.Instrument);

    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Call("model", () => RuptureRule.Standard.SmallestDrop(null!));
        yield return Call("history", () => CountableSubmissions.Of(null!));
        yield return Call("model", () => ScaleTrend.Of(null!, []));
        yield return Call("rule", () => ScaleTrend.Of(Wai.Total, [], null!));
        yield return Call("model", () => ScaleTrendDetail.Of(null!, []));
        yield return Call("rule", () => ScaleTrendDetail.Of(Wai.Total, [], null!));
        yield return Call("model", () => SeriesTrend.Of((SeriesModel)null!, []));
        yield return Call("forms", () => SeriesTrend.Of(Model, null!));
        yield return Call("forms", () => SeriesTrendDetail.Of(Model, null!));
        yield return Call("instrument", () => SeriesModel.For(null!));
        yield return Call("instrument", () => new SeriesModel(null!, Model.Scales));
        yield return Call("model", () => ProcessVariance.MaximumLikelihood(null!, []));
        yield return Call("model", () => ProcessVariance.MaximumAPosteriori(null!, [], 0.015));
        yield return Call("model", () => ProcessVariance.Fit(null!, []));
        yield return Call("model", () => KalmanFilter.Run(null!, [], []));
        yield return Call("model", () => KalmanFilter.LogLikelihood(null!, []));
        yield return Call("model", () => Baseline.Of(null!, []));
        yield return Call("model", () => ReliableChange.Of(null!, []));
        yield return Call("instrument", () => ScaleModel.For(null!, Wai.Total.Scale));
        yield return Call("scale", () => ScaleModel.For(Wai.Instrument, null!));
        yield return Call("growth", () => Wai.Total.With(0.1, null!, "p", "s"));
        yield return Call("parameterSet", () => Wai.Total.With(0.1, Wai.Total.Growth, null!, "s"));
        yield return Call("source", () => Wai.Total.With(0.1, Wai.Total.Growth, "p", null!));
        yield return Call("series", () => Statements.Of(null!));
        yield return Call("trend", () => Statements.Level(null!));
        yield return Call("trend", () => Statements.RecentChange(null!));
        yield return Call("trend", () => Statements.OverallChange(null!));
        yield return Call("episode", () => Statements.Strain(null!, Wai.Total));
        yield return Call("model", () => Statements.Strain(1, 3, 4, null!));
        yield return Call("episode", () => Statements.StrainInFull(null!, Trend));
        yield return Call("trend", () => Statements.StrainInFull(Trend.Ruptures[0], null!));

        static TestCaseData Call(string parameter, Func<object?> call) => new(parameter, call);
    }

    [TestCaseSource(nameof(Calls))]
    public void Null_is_refused(string parameter, Func<object?> call) =>
        Assert.That(() => call(), Throws.ArgumentNullException.With.Property("ParamName").EqualTo(parameter));

    [Test]
    public void A_name_is_more_than_white_space()
    {
        Assert.That(() => Wai.Total.With(0.1, Wai.Total.Growth, " ", "s"), Throws.ArgumentException.With.Property("ParamName").EqualTo("parameterSet"));
        Assert.That(() => Wai.Total.With(0.1, Wai.Total.Growth, "p", ""), Throws.ArgumentException.With.Property("ParamName").EqualTo("source"));
    }

    /// <summary>A value that no name was given to is refused, and not shown as a number.</summary>
    [Test]
    public void Every_value_has_its_own_name_and_no_other_has_one()
    {
        HasNames<Marker>(v => v.Text(), "marker", "No such marker.");
        HasNames<RuptureState>(v => v.Text(), "state", "No such state.");
        HasNames<TrendLabel>(v => v.Text(), "label", "No such label.");
        HasNames<BaselineStatus>(v => v.Text(), "status", "No such status.");
        HasNames<QualityReason>(v => v.Text(), "reason", "No such reason.");
    }

    [Test]
    public void Models_belong_to_their_instrument()
    {
        Assert.That(() => new SeriesModel(Wai.Instrument, [Wai.Total]), Throws.ArgumentException.With.Message.StartsWith("Instrument wai-sr has 4 scales, not 1.").And.Property("ParamName").EqualTo("scales"));
        Assert.That(
            () => new SeriesModel(Wai.Instrument, [Model.Scales[1], Model.Scales[0], Model.Scales[2], Model.Scales[3]]),
            Throws.ArgumentException.With.Message.StartsWith("Model 0 is not that of scale bond.").And.Property("ParamName").EqualTo("scales"));
        Assert.That(new SeriesModel(Wai.Instrument, Model.Scales), Has.Property("Rule").SameAs(RuptureRule.Standard).And.Property("Texts").SameAs(StatementTexts.English).And.Property("PrimaryIndex").EqualTo(3));
    }

    [Test]
    public void There_is_room_for_every_step()
    {
        Assert.That(() => KalmanFilter.Run(Wai.Total.Growth, [new Observation(1, 3, 1)], []), Throws.ArgumentException.With.Message.StartsWith("There must be room for one step per row.").And.Property("ParamName").EqualTo("steps"));
        Assert.That(() => RtsSmoother.Run(new KalmanStep[2], new GrowthState[1]), Throws.ArgumentException.With.Message.StartsWith("There must be room for one state per step.").And.Property("ParamName").EqualTo("smoothed"));
        var longer = new KalmanStep[3];
        Assert.That(KalmanFilter.Run(Wai.Total.Growth, [new Observation(1, 3, 1)], longer), Is.Not.Zero);
        Assert.That((longer[0].Position, longer[1]), Is.EqualTo((1.0, default(KalmanStep))));
    }

    [TestCase(0.0, 0.1, "levelVariance")]
    [TestCase(0.1, 0.1, "slopeVariance")]
    public void A_variance_is_named(double level, double slope, string parameter)
    {
        var prior = new GrowthState(3, 0, 0.1, 0.1, 0);
        Assert.That(() => new LocalLinearTrend(prior, parameter == "levelVariance" ? -1 : level, parameter == "slopeVariance" ? 2e12 : slope), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(parameter).And.Message.StartsWith("A variance is 0 to 1e12."));
        Assert.That(new LocalLinearTrend(prior, 1e12, 1e12).LevelVariance, Is.EqualTo(1e12), "the limit itself is allowed");
        Assert.That(() => new LocalLinearTrend(new GrowthState(3, 0, 0.1, 0.1, 0.1001), 0), Throws.ArgumentException.With.Message.StartsWith("The prior is of size up to 1e12"));
        Assert.That(new LocalLinearTrend(new GrowthState(3, 0, 0.1, 0.1, 0.1), 0).Prior.Covariance, Is.EqualTo(0.1), "fully correlated is a covariance still");
    }

    [Test]
    public void R_is_named()
    {
        foreach (var r in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.That(() => Wai.Total.With(r, Wai.Total.Growth, "p", "s"), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("observationVariance").And.Message.StartsWith("R is finite and above 0."));
        var weeks = LocalLinearTrend.LocalLevel(3, 1, 0.1, Clock.Weeks);
        Assert.That(() => Wai.Total.With(1, weeks, "p", "s"), Throws.ArgumentException.With.Property("ParamName").EqualTo("growth").And.Message.StartsWith("The trend of a scale counts sessions."));
    }

    private static void HasNames<T>(Func<T, string> text, string parameter, string told)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Select(text).ToList();
        Assert.That(names, Is.Unique.And.All.Not.Empty);
        var beyond = (T)Enum.ToObject(typeof(T), 99);
        Assert.That(() => text(beyond), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(parameter).And.Message.StartsWith(told));
    }
}

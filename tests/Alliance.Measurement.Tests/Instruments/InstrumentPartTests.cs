using Alliance.Measurement.Instruments;
using static Alliance.Measurement.Tests.Instruments.InstrumentTests;

namespace Alliance.Measurement.Tests.Instruments;

/// <summary>Item formats, scales and stated parameters.</summary>
public class InstrumentPartTests
{
    [Test]
    public void An_item_format_is_refused_where_it_has_no_values()
    {
        Refused("count", "", () => new ItemFormat(0, 1, 5, 1, []));
        Refused("count", "", () => new ItemFormat(201, 1, 5, 1, []));
        Assert.That(new ItemFormat(200, 1, 5, 1, []).Count, Is.EqualTo(ItemFormat.MaximumCount));
        foreach (var (minimum, maximum) in new[] { (5.0, 5.0), (5, 1), (double.NaN, 5), (1, double.NaN), (double.NegativeInfinity, 5), (1, double.PositiveInfinity) })
        {
            Refused("maximum", "rises by a millionth", () => new ItemFormat(4, minimum, maximum, 1, []));
        }

        foreach (var step in new[] { 0, -1, 0.3, 3, 5, 1e12, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            Refused("step", "a whole number of steps", () => new ItemFormat(4, 1, 5, step, []));
        foreach (var reversed in new int[][] { [0], [5], [-1], [2, 2] })
            Refused("reversed", "named once and lies in 1 to 4", () => new ItemFormat(4, 1, 5, 1, reversed));
    }

    [Test]
    public void Values_lie_on_steps_within_the_range()
    {
        var format = new ItemFormat(4, -0.5, 1, 0.1, [4, 1]);
        Assert.That((format.Minimum, format.Maximum, format.Step, format.Count), Is.EqualTo((-0.5, 1.0, 0.1, 4)));
        Assert.That(format.Reversed, Is.EqualTo(new[] { 1, 4 }));
        foreach (var value in new[] { -0.5, -0.4, 0, 0.7, 1 }) Assert.That(format.Accepts(value), Is.True, $"{value}");
        foreach (var value in new[] { -0.6, 1.1, 0.05, 0.71, double.NaN, double.PositiveInfinity, double.NegativeInfinity }) Assert.That(format.Accepts(value), Is.False, $"{value}");
        Assert.That(new ItemFormat(1, 0.5, 2, 1.5, []).Accepts(2), Is.True);
        Assert.That(new ItemFormat(1, 0.5, 2, 1.5, []).Accepts(1), Is.False);
    }

    [Test]
    public void A_reversed_item_is_mirrored_and_no_other()
    {
        var format = new ItemFormat(4, 1, 7, 1, [2]);
        Assert.That(Enumerable.Range(-1, 8).Where(format.IsReversed), Is.EqualTo(new[] { 2 }));
        Assert.That(new ItemFormat(2, 1, 7, 1, [1, 2]).IsReversed(2), Is.True);
        Assert.That((format.Key(1, 6), format.Key(2, 6), format.Key(2, 1)), Is.EqualTo((6.0, 2.0, 7.0)));
    }

    [Test]
    public void A_scale_names_each_item_once()
    {
        Assert.That(new Scale("bond", [3, 1]).Items, Is.EqualTo(new[] { 1, 3 }));
        Assert.That((new Scale("bond", [1]).IsTotal, new Scale("total", [1]).IsTotal, new Scale("Total", [1]).IsTotal), Is.EqualTo((false, true, false)));
        Refused("items", "Scale bond needs at least one item, each named once", () => new Scale("bond", []));
        Refused("items", "Scale bond needs at least one item, each named once", () => new Scale("bond", [1, 2, 1]));
        Refused("name", "", () => new Scale(" ", [1]));
    }

    [Test]
    public void Stated_parameters_are_finite_and_agree()
    {
        var exact = new ScaleParameters(0, 0.01, "a manual");
        Assert.That((exact.StandardError, exact.ObservationVariance, exact.Source), Is.EqualTo((0.0, (double?)0.01, "a manual")));
        Assert.That(new ScaleParameters(0.5, 0.25, "s").ObservationVariance, Is.EqualTo(0.25));
        Assert.That(new ScaleParameters(0.5, null, "s").ObservationVariance, Is.Null);
        foreach (var sem in new[] { -0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            Refused("standardError", "0 to a million", () => new ScaleParameters(sem, null, "s"));
        foreach (var (sem, r) in new[] { (0, 0), (0, -1), (0.5, 0.24), (0.5, double.NaN), (0.5, double.PositiveInfinity) })
            Refused("observationVariance", "positive, at least SEM²", () => new ScaleParameters(sem, r, "s"));
        Refused("source", "", () => new ScaleParameters(0.1, null, ""));
    }
}

using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Alerts;

/// <summary>A series that goes on by one form has the same alerts as one that is looked at as a whole.</summary>
internal sealed class ContinuedAlertTests
{
    [Test]
    public void What_is_known_from_the_form_before_changes_no_alert()
    {
        var (random, steps) = (new Random(7), 0);
        for (var series = 0; series < 400; series++)
        {
            List<KnownAlert> known = [];
            var forms = new List<SeriesForm>();
            for (var number = 1; number <= 25; number++)
            {
                forms.Add(Form(number, random));
                var trend = SeriesTrend.Of(Model, forms);
                var (whole, continued) = (AlertRules.Decide(trend, known, 2.5), AlertRules.Decide(trend, known, 2.5, isContinued: true));
                Assert.That(continued.Select(Told), Is.EqualTo(whole.Select(Told)), $"series {series}, form {number}");
                steps += whole.Count;
                known = whole.Aggregate(known, Carried).ConvertAll(a => Handled(a, random));
            }
        }

        Assert.That(steps, Is.GreaterThan(1000), "the series give alerts to compare");
    }

    private static SeriesModel Model { get; } = SeriesModel.For(InstrumentRegistry.Shipped("wai-sr")!.Instrument);

    // Mostly level, now and then far down, and sometimes without a score of the whole form.
    private static SeriesForm Form(int number, Random random)
    {
        var level = Math.Clamp((random.Next(4) == 0 ? 1.8 : 4) + (random.NextDouble() - 0.5), 1, 5);
        return new SeriesForm(
            number,
            new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero).AddDays(7 * number),
            [.. Model.Scales.Select((s, i) => i == Model.PrimaryIndex && random.Next(12) == 0 ? (double?)null : level)],
            ResponseFlags.None);
    }

    // Now and then somebody does with an alert what may be done.
    private static KnownAlert Handled(KnownAlert alert, Random random)
    {
        var state = AlertStates.All[random.Next(AlertStates.All.Length)];
        return random.Next(4) == 0 && AlertStates.MayBecome(alert.State, state) ? alert with { State = state } : alert;
    }

    private static List<KnownAlert> Carried(List<KnownAlert> known, AlertStep step) => step switch
    {
        AlertStep.Raise raise => [.. known, new KnownAlert($"{known.Count}", raise.Content.Kind, "open", raise.Content.Session, raise.Content.Statement)],
        AlertStep.Restate restate => known.ConvertAll(a => a == restate.Alert
            ? a with { State = restate.Reopen ? "open" : a.State, Session = restate.Content.Session, Statement = restate.Content.Statement }
            : a),
        AlertStep.Revise revise => known.ConvertAll(a => a == revise.Alert ? a with { Statement = revise.Statement } : a),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static (Type Kind, string? Alert, string Statement) Told(AlertStep step) => step switch
    {
        AlertStep.Raise raise => (typeof(AlertStep.Raise), null, raise.Content.Statement),
        AlertStep.Restate restate => (typeof(AlertStep.Restate), restate.Alert.Id, restate.Content.Statement + restate.Reason + restate.Reopen),
        AlertStep.Revise revise => (typeof(AlertStep.Revise), revise.Alert.Id, revise.Statement),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}

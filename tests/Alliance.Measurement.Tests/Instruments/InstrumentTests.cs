using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Tests.Instruments;

public class InstrumentTests
{
    private static readonly ItemFormat FourItems = new(4, 1, 5, 1, []);

    [Test]
    public void The_primary_scale_is_the_total_wherever_it_stands_else_the_last()
    {
        Assert.That(Form(scales: [Named("total"), Named("bond")]).Primary.Name, Is.EqualTo("total"));
        Assert.That(Form(scales: [Named("bond"), Named("goal")]).Primary.Name, Is.EqualTo("goal"));
    }

    [Test]
    public void The_total_is_the_mean_of_the_parts_for_bond_goal_and_task_alone()
    {
        Assert.That(Form(scales: [Named("task"), Named("total"), Named("bond"), Named("goal")]).TotalIsMeanOfScales, Is.True);
        Assert.That(Form(scales: [Named("bond"), Named("goal"), Named("task")]).TotalIsMeanOfScales, Is.False);
        Assert.That(Form(scales: [Named("bond"), Named("goal"), Named("task"), Named("overall")]).TotalIsMeanOfScales, Is.False);
        Assert.That(Form(scales: [Named("bond"), Named("goal"), Named("other"), Named("total")]).TotalIsMeanOfScales, Is.False);
        Assert.That(Form(scales: [Named("bond"), Named("goal"), Named("task"), Named("overall"), Named("total")]).TotalIsMeanOfScales, Is.False);
    }

    [TestCase(0.75, 4, 3)]
    [TestCase(0.5, 3, 2)]
    [TestCase(1.0, 3, 3)]
    [TestCase(0.1, 3, 1)]
    [TestCase(0.6666666666666666, 3, 2)]
    public void Needed_answers_are_rounded_up(double share, int items, int needed)
    {
        var form = Form(share: share, scales: [new Scale("total", Enumerable.Range(1, items))]);
        Assert.That(form.AnswersNeeded(form.Primary), Is.EqualTo(needed));
        Assert.That(() => form.AnswersNeeded(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_rater_counts_once() => Assert.That(Form(raters: [Rater.Client, Rater.Therapist, Rater.Client]).Raters, Is.EqualTo(new[] { Rater.Client, Rater.Therapist }));

    [Test]
    public void What_contradicts_itself_is_refused()
    {
        Refused("minimumShare", "0 and up to 1", () => Form(share: 0));
        Refused("minimumShare", "0 and up to 1", () => Form(share: 1.01));
        Refused("minimumShare", "0 and up to 1", () => Form(share: double.NaN));
        Refused("scales", "at least one rater and one scale", () => Form(raters: []));
        Refused("scales", "at least one rater and one scale", () => Form(scales: []));
        Refused("scales", "share a name", () => Form(scales: [Named("bond"), Named("bond")]));
        Refused("scales", "Scale total names an item outside 1 to 4", () => Form(scales: [new Scale("total", [1, 5])]));
        Refused("scales", "Scale total names an item outside 1 to 4", () => Form(scales: [new Scale("total", [0, 4])]));
        Refused("parameters", "Parameters are given for bond, which is no scale", () => Form(parameters: new() { ["bond"] = new ScaleParameters(0.2, null, "s") }));
        foreach (var empty in (string[])["", " "])
        {
            Refused("id", "", () => Form(id: empty));
            Refused("version", "", () => Form(version: empty));
            Refused("name", "", () => Form(name: empty));
        }

        Assert.That(() => new Instrument("i", "1", "n", [Rater.Client], null!, [Named("total")], 0.75, Metric.Mean), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("items"));
    }

    [Test]
    public void What_was_given_is_kept()
    {
        var form = Form(parameters: new() { ["total"] = new ScaleParameters(0.2, null, "s") });
        Assert.That((form.Id, form.Version, form.Name, form.MinimumShare, form.Metric), Is.EqualTo(("i", "1", "n", 0.75, Metric.Mean)));
        Assert.That(form.Items, Is.SameAs(FourItems));
        Assert.That(form.Parameters["total"].StandardError, Is.EqualTo(0.2));
        Assert.That(Form().Parameters, Is.Empty);
    }

    internal static void Refused(string parameter, string why, Func<object> make) =>
        Assert.That(make, Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(parameter).And.Message.Contains(why));

    private static Scale Named(string name) => new(name, [1, 2]);

    private static Instrument Form(
        string id = "i",
        string version = "1",
        string name = "n",
        Rater[]? raters = null,
        Scale[]? scales = null,
        double share = 0.75,
        Dictionary<string, ScaleParameters>? parameters = null) =>
        new(id, version, name, raters ?? [Rater.Client], FourItems, scales ?? [Named("total")], share, Metric.Mean, parameters);
}

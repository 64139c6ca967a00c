using System.Collections.Immutable;
using System.Globalization;
using Alliance.Measurement.Reliability;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Reliability;

/// <summary>The decomposition of answers against lme4, and against sums of squares where these are the same.</summary>
public class ItemDecompositionTests
{
    [Test]
    public void Equals_the_reference()
    {
        var expected = Open("reliability").GetProperty("expected").GetProperty("multilevel");
        var found = ItemDecomposition.Of(Caseload(), 12);
        Assert.That((found.Clients, found.Items, found.IsEnough), Is.EqualTo((200, 12, true)));
        Close(found.ClientVariance, expected.Number("varClient"), 1e-4, "client");
        Close(found.OccasionVariance, expected.Number("varOccasionWithinClient"), 1e-4, "occasion");
        Close(found.ItemVariance, expected.Number("varItem"), 1e-4, "item");
        Close(found.ClientByItemVariance, expected.Number("varClientByItem"), 1e-4, "client by item");
        Close(found.ResidualVariance, expected.Number("varResidual"), 1e-4, "residual");
        Close(found.LogLikelihood, expected.Number("reml"), 1e-4, "log-likelihood");
        Close(found.ReliabilityOfChange, expected.Number("reliabilityOfChange"), 1e-4, "reliability of change");
        Close(found.ErrorVariance, expected.Number("sessionScoreErrorVariance"), 1e-5, "error variance");
        Close(found.StandardError, expected.Number("sessionScoreSem"), 1e-4, "SEM");
        Close(found.ReliabilityOfOneSession, expected.Number("reliabilityOfClientMeanOverK1"), 1e-4, "reliability of one session");
    }

    /// <summary>In a balanced table with positive estimates, REML is the classical analysis of variance.</summary>
    [Test]
    public void Equals_sums_of_squares_in_a_balanced_table()
    {
        const int clients = 6, occasions = 4, items = 3;
        double Answer(int c, int o, int i) => 3 + (0.9 * Noise(c, 7, 1)) + (0.6 * Noise(c, o, 2)) + (0.5 * Noise(3, i, 3)) + (0.5 * Noise(c, i, 4)) + (0.4 * Noise((c * 31) + o, i, 5));
        var forms = from c in Enumerable.Range(0, clients) from o in Enumerable.Range(0, occasions) select Form($"c{c}", [.. Enumerable.Range(0, items).Select(i => Answer(c, o, i))]);
        double Mean(Func<int, int, int, bool> which) => (from c in Enumerable.Range(0, clients) from o in Enumerable.Range(0, occasions) from i in Enumerable.Range(0, items) where which(c, o, i) select Answer(c, o, i)).Average();
        var all = Mean((_, _, _) => true);
        double ofClient = 0, ofOccasion = 0, ofItem = 0, ofBoth = 0, rest = 0;
        for (var i = 0; i < items; i++) ofItem += clients * occasions * Square(Mean((_, _, k) => k == i) - all);
        for (var c = 0; c < clients; c++)
        {
            var client = Mean((k, _, _) => k == c);
            ofClient += occasions * items * Square(client - all);
            for (var o = 0; o < occasions; o++) ofOccasion += items * Square(Mean((k, l, _) => k == c && l == o) - client);
            for (var i = 0; i < items; i++)
            {
                var cell = Mean((k, _, l) => k == c && l == i);
                ofBoth += occasions * Square(cell - client - Mean((_, _, k) => k == i) + all);
                for (var o = 0; o < occasions; o++) rest += Square(Answer(c, o, i) - cell - Mean((k, l, _) => k == c && l == o) + client);
            }
        }

        var residual = rest / (clients * (occasions - 1) * (items - 1));
        var (both, occasion) = (ofBoth / ((clients - 1) * (items - 1)), ofOccasion / (clients * (occasions - 1)));
        var found = ItemDecomposition.Of(forms, items);
        Assert.That((found.Clients, found.Forms, found.Answers, found.IsEnough), Is.EqualTo((clients, clients * occasions, clients * occasions * items, false)));
        Assert.That(found.ResidualVariance, Is.EqualTo(residual).Within(1e-5));
        Assert.That(found.OccasionVariance, Is.EqualTo((occasion - residual) / items).Within(1e-5));
        Assert.That(found.ClientByItemVariance, Is.EqualTo((both - residual) / occasions).Within(1e-5));
        Assert.That(found.ItemVariance, Is.EqualTo(((ofItem / (items - 1)) - both) / (clients * occasions)).Within(1e-5));
        Assert.That(found.ClientVariance, Is.EqualTo(((ofClient / (clients - 1)) - occasion - both + residual) / (occasions * items)).Within(1e-5));
    }

    [Test]
    public void Is_undefined_where_the_variances_are_not_determined()
    {
        foreach (var forms in new ItemForm[][]
        {
            [],
            [Form("a", 1, 2), Form("a", 2, 3)],
            [Form("a", 1, 2), Form("b", 2, 3)],
            [Form("a", 3, 3), Form("a", 3, 3), Form("b", 3, 3)],
            [Form("a", double.NaN, double.NaN), Form("b", double.NaN, double.NaN)],
        })
        {
            var found = ItemDecomposition.Of(forms, 2);
            Assert.That(
                new[] { found.ClientVariance, found.OccasionVariance, found.ItemVariance, found.ClientByItemVariance, found.ResidualVariance, found.LogLikelihood, found.ErrorVariance, found.StandardError, found.ReliabilityOfChange, found.ReliabilityOfOneSession },
                Is.All.Null);
        }

        Assert.That(ItemDecomposition.Of([Form("a", double.NaN, double.NaN), Form("b", 1, double.NaN)], 2), Has.Property("Clients").EqualTo(1).And.Property("Answers").EqualTo(1));
    }

    [Test]
    public void Refuses_what_are_no_forms()
    {
        Assert.That(() => ItemDecomposition.Of([Form("a", 1, 2, 3)], 2), Throws.ArgumentException.With.Message.Contains("client a has 3 answers, not 2"));
        Assert.That(() => ItemDecomposition.Of([new ItemForm("a", default)], 2), Throws.ArgumentException.With.Message.Contains("0 answers"));
        Assert.That(() => ItemDecomposition.Of([Form("a", 1, double.PositiveInfinity)], 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("answer 2 of client a"));
        Assert.That(() => ItemDecomposition.Of([], 1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("items"));
        Assert.That(() => ItemDecomposition.Of([], 201), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("items"));
        Assert.That(() => ItemDecomposition.Of(null!, 2), Throws.ArgumentNullException);
    }

    [Test]
    public void Fifty_clients_with_three_forms_are_enough()
    {
        ItemForm[] Clients(int count) => [.. Enumerable.Range(0, count * 3).Select(i => Form($"c{i / 3}", Noise(i, 1, 1), Noise(i, 2, 1)))];
        Assert.That(ItemDecomposition.Of(Clients(49), 2).IsEnough, Is.False);
        Assert.That(ItemDecomposition.Of([.. Clients(49), Form("x", 1, 2), Form("x", 1, 3)], 2).IsEnough, Is.False);
        Assert.That(ItemDecomposition.Of(Clients(50), 2).IsEnough, Is.True);
    }

    private static ItemForm Form(string client, params double[] answers) => new(client, ImmutableArray.Create(answers));

    private static double Square(double v) => v * v;

    // Between -1 and 1, the same at every run.
    private static double Noise(int a, int b, int c) => (((((a * 73) + (b * 179) + (c * 283)) * 7919) % 2003) / 1001.0) - 1;

    private static IEnumerable<ItemForm> Caseload()
    {
        var rows = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", "caseload.csv")).Select(l => l.Split(',')).ToArray();
        int client = Array.IndexOf(rows[0], "client"), first = Array.IndexOf(rows[0], "c1");
        return rows.Skip(1).Select(r => Form(r[client], [.. r[first..(first + 12)].Select(v => v.Length == 0 ? double.NaN : double.Parse(v, CultureInfo.InvariantCulture))]));
    }
}

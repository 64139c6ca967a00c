using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The options of a trend that add control charts.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ControlChartTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        // One item in hundredths, so that the scores of the reference can be answered.
        var made = await _clinic.Admin.Post("/v1/instruments", new
        {
            id = "hundredths",
            version = "1",
            name = "A form for tests",
            raters = new[] { "client" },
            items = new { count = 1, min = 1, max = 5, step = 0.01 },
            scales = new[] { new { scale = "total", items = new[] { 1 } } },
            missing = new { minimumShare = 1 },
            citation = "Made for tests.",
            licence = "CC0 1.0",
        });
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
    }

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [TestCase("H1-classic-v")]
    [TestCase("H3-two-ruptures")]
    public async Task Xmr_equals_the_reference(string id)
    {
        var (episode, sessions, _) = await Enter(id);
        var expected = CaseloadOfReference.Open("xmr")["cases"]!.AsArray().Single(c => (string?)c!["id"] == id)!["expected"]!["baseline6"]!;
        var xmr = (await Scale(_clinic.Clinician, episode, "?chart=xmr"))["xmr"]!;
        foreach (var (member, reference) in (ValueTuple<string, string>[])[("centre", "center"), ("sigma", "sigma"), ("low", "lcl"), ("high", "ucl"), ("movingRangeLimit", "mrUcl")])
        {
            Assert.That((double)xmr[member]!, Is.EqualTo((double)expected[reference]!).Within(1e-10), member);
        }

        Assert.That((int)xmr["limitsFrom"]!, Is.EqualTo(6));
        foreach (var (rule, reference) in (ValueTuple<string, string>[])[("beyondLimits", "rule1Beyond3Sigma"), ("twoOfThree", "rule2TwoOfThreeBeyond2Sigma"), ("movingRange", "mrAboveUcl")])
        {
            Assert.That(Signals(xmr, rule), Is.EqualTo(expected[reference]!.AsArray().Select(p => sessions[(int)p! - 1])), rule);
        }

        Assert.That(xmr["signals"]!.AsArray().Select(s => (int)s!["session"]!), Is.Ordered);
    }

    [Test]
    public async Task Cusum_adds_up_from_the_mean_of_the_first_six_in_units_of_the_model()
    {
        var (episode, sessions, scores) = await Enter("H1-classic-v");
        var scale = await Scale(_clinic.Clinician, episode, "?cusum=true");
        var cusum = scale["cusum"]!;
        var (centre, sigma) = (scores.Take(6).Average(), Math.Sqrt(0.075));
        Assert.That((double)cusum["centre"]!, Is.EqualTo(centre).Within(1e-12));
        Assert.That((double)cusum["sigma"]!, Is.EqualTo(sigma).Within(1e-12));
        Assert.That(((double)cusum["k"]!, (double)cusum["h"]!), Is.EqualTo((0.5, 4.0)));
        var (upper, lower) = (0.0, 0.0);
        foreach (var (point, score) in cusum["points"]!.AsArray().Zip(scores))
        {
            (upper, lower) = (Math.Max(0, upper + ((score - centre) / sigma) - 0.5), Math.Max(0, lower - ((score - centre) / sigma) - 0.5));
            Assert.That((double)point!["upper"]!, Is.EqualTo(upper).Within(1e-9));
            Assert.That((double)point["lower"]!, Is.EqualTo(lower).Within(1e-9));
            Assert.That(Signals(cusum, "down").Contains((int)point["session"]!), Is.EqualTo(lower > 4));
            Assert.That(Signals(cusum, "up").Contains((int)point["session"]!), Is.EqualTo(upper > 4));
        }

        Assert.That(Signals(cusum, "down"), Is.Not.Empty);
        Assert.That(cusum["points"]!.AsArray().Select(p => (int)p!["session"]!), Is.EqualTo(sessions));
        Assert.That(scale.AsObject().ContainsKey("xmr"), Is.False);
    }

    [Test]
    public async Task Too_few_forms_give_no_limits_and_no_sums()
    {
        var episode = await _clinic.Episode("chart-short");
        for (var session = 1; session <= 12; session++)
        {
            var scale = await Scale(_clinic.Clinician, episode, "?chart=xmr&cusum=true");
            Assert.That(scale["xmr"]!["centre"] is null, Is.EqualTo(session - 1 < 8), $"{session - 1} forms");
            Assert.That(scale["cusum"]!["centre"] is null && scale["cusum"]!["points"]!.AsArray().Count == 0, Is.True, $"{session - 1} forms");
            Assert.That((await _clinic.Submit(episode, Clinic.Flat(session, 4))).Status, Is.EqualTo(201));
        }

        Assert.That((await Scale(_clinic.Clinician, episode, "?cusum=true"))["cusum"]!["points"]!.AsArray(), Has.Count.EqualTo(12));
    }

    [Test]
    public async Task Charts_come_only_when_asked_for_and_have_tags_of_their_own()
    {
        var (episode, _, _) = await Enter("H1-classic-v");
        var path = $"/v1/episodes/{episode}/trend";
        var plain = await _clinic.Clinician.Get(path);
        var scale = plain.Json["scales"]![0]!.AsObject();
        Assert.That((scale.ContainsKey("xmr"), scale.ContainsKey("cusum")), Is.EqualTo((false, false)));
        var charted = await _clinic.Clinician.Get(path + "?chart=xmr", ("If-None-Match", plain.Tag!));
        Assert.That((charted.Status, charted.Tag), Is.EqualTo((200, charted.Tag)).And.Not.EqualTo((200, plain.Tag)));
        Assert.That((await _clinic.Clinician.Get(path + "?cusum=false")).Body, Is.EqualTo(plain.Body));
    }

    [Test]
    public async Task A_supervisor_sees_limits_and_no_sums_that_would_tell_scores()
    {
        var (episode, _, _) = await Enter("H1-classic-v");
        var scale = await Scale(_clinic.Supervisor, episode, "?chart=xmr&cusum=true");
        Assert.That(scale["cusum"]!["points"]!.AsArray(), Is.Empty);
        Assert.That(Signals(scale["cusum"]!, "down"), Is.Not.Empty);
        Assert.That(scale["xmr"]!["centre"], Is.Not.Null);
    }

    [TestCase("trend?chart=pie", "?chart out-of-range")]
    [TestCase("trend?cusum=yes", "?cusum out-of-range")]
    [TestCase("trend.svg?chart=xmr", "?chart unknown-parameter")]
    public async Task What_is_not_known_is_refused(string path, string fault)
    {
        var episode = await _clinic.Episode("chart-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        Assert.That((await _clinic.Clinician.Get($"/v1/episodes/{episode}/{path}")).Faults, Is.EqualTo(new[] { fault }));
    }

    [TestCase("chart=xmr", "?chart json-only")]
    [TestCase("cusum=true", "?cusum json-only")]
    public async Task A_drawing_takes_no_chart_option(string query, string fault)
    {
        var episode = await _clinic.Episode("drawn-" + query[..5]);
        Assert.That((await _clinic.Clinician.Get($"/v1/episodes/{episode}/trend?{query}", ("Accept", "image/svg+xml"))).Faults, Is.EqualTo(new[] { fault }));
    }

    [Test]
    public async Task The_options_stand_in_the_description_of_the_api()
    {
        var parameters = (await _clinic.Clinician.Get("/openapi/v1.json")).Json["paths"]!["/v1/episodes/{episodeId}/trend"]!["get"]!["parameters"]!.AsArray();
        Assert.That(parameters.Select(p => (string?)p!["name"]), Is.SupersetOf(new[] { "chart", "cusum" }));
    }

    private async Task<(string Episode, int[] Sessions, double[] Scores)> Enter(string id)
    {
        var series = CaseloadOfReference.Open("series")["series"]!.AsArray().Single(s => (string?)s!["id"] == id)!;
        var (sessions, scores) = (series["session"]!.AsArray().Select(s => (int)s!).ToArray(), series["score"]!.AsArray().Select(s => (double)s!).ToArray());
        var episode = await _clinic.Episode("chart-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), instrument: "hundredths");
        foreach (var (session, score) in sessions.Zip(scores))
        {
            var answer = await _clinic.Submit(episode, Clinic.Form(session, [score], instrument: "hundredths"));
            Assert.That(answer.Status, Is.EqualTo(201), string.Create(CultureInfo.InvariantCulture, $"{score} {answer.Text}"));
        }

        return (episode, sessions, scores);
    }

    private static async Task<JsonNode> Scale(Api by, string episode, string query)
    {
        var answer = await by.Get($"/v1/episodes/{episode}/trend{query}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json["scales"]!.AsArray().Single(s => (string?)s!["scale"] == "total")!;
    }

    private static List<int> Signals(JsonNode chart, string rule) =>
        [.. chart["signals"]!.AsArray().Where(s => (string?)s!["rule"] == rule).Select(s => (int)s!["session"]!)];
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Responses.Filing;

namespace AllianceApi.Tests.Responses;

/// <summary>The quick reading of a submission accepts only what the strict one accepts, and gives the same.</summary>
internal sealed class PlainSubmissionTests
{
    private static readonly string[] Sessions =
    [
        """{"number":3,"heldAt":"2026-03-02T10:00:00Z","modality":"inPerson"}""", """{"heldAt":"2026-03-02T10:00:00.25+05:30"}""", """{"number":1}""",
        """{"number":0}""", """{"number":1.0}""", """{"number":"1"}""", """{"number":1,"number":2}""", """{"modality":"video"}""", """{"number":1,"modality":"letter"}""",
        """{"number":1,"place":"x"}""", """{"number":null,"heldAt":"2026-03-02T10:00:00Z"}""", """{"heldAt":"2026-02-30T10:00:00Z"}""", """{"heldAt":""}""", "[]", "null", "{}",
    ];

    private static readonly string[] Instruments = ["\"wai-sr\"", "\"wai-sr@2006\"", "\"srs\"", "\"none\"", "\"\"", "\"  \"", "\"wai\\u002dsr\"", "\"wäi\"", "1", "null"];

    private static readonly string[] Raters = ["\"client\"", "\"therapist\"", "\"observer\"", "\"Client\"", "\"\"", "null", "true"];

    private static readonly string[] Values = ["1", "3", "5", "2.5", "6", "0", "-1", "1e0", "4.0", "1e400", "null", "\"3\"", "[]"];

    private static readonly string[] Others =
    [
        "\"completedAt\":\"2026-03-02T11:00:00Z\"", "\"completedAt\":\"yesterday\"", "\"durationSeconds\":95", "\"durationSeconds\":-1", "\"durationSeconds\":1e9", "\"durationSeconds\":\"95\"",
        "\"setting\":\"aloneOnPhone\"", "\"setting\":\"\"", "\"setting\":\"a\\nb\"", "\"setting\":null", "\"note\":1", "\"episodeId\":\"e-1\"", "\"session\":{\"number\":1}", "\"rater\":\"client\"",
    ];

    [Test]
    public void Accepts_what_the_strict_reading_accepts_and_gives_the_same([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        var plain = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var body = Body(random);
            if (PlainSubmission.Read(Encoding.UTF8.GetBytes(body)) is not { } form)
            {
                continue;
            }

            plain++;
            var (submission, assessment) = Strictly(body);
            Assert.That(assessment, Is.Not.Null, () => $"The strict reading refuses {body}");
            Assert.That(form.EpisodeId, Is.Null);
            Assert.That(form.Submission, Is.EqualTo(submission with { Answers = null }), body);
            Assert.That(form.Assessment.Document, Is.SameAs(assessment!.Document), body);
            Assert.That(form.Assessment.Encoded, Is.EqualTo(assessment.Encoded), body);
            Assert.That(form.Assessment.Means, Is.EqualTo(assessment.Means), body);
            Assert.That((form.Assessment.Flags, form.Assessment.CanBeScored), Is.EqualTo((assessment.Flags, assessment.CanBeScored)), body);
        }

        Assert.That(plain, Is.GreaterThan(100), "Hardly any of the bodies was of the usual shape.");
    }

    [TestCase("""{"session":{"number":3,"heldAt":"2026-03-02T10:00:00Z","modality":"inPerson"},"instrument":"wai-sr","rater":"client","answers":{"1":4,"2":5},"completedAt":"2026-03-02T11:00:00Z","durationSeconds":95,"setting":"aloneOnPhone"}""")]
    [TestCase("""{ "answers": { "12": 3, "1": null }, "rater": "therapist", "instrument": "wai-sr@2006", "session": { "heldAt": "2026-03-02T10:00:00+01:00" } }""")]
    public void The_usual_shape_is_read_quickly(string body) => Assert.That(PlainSubmission.Read(Encoding.UTF8.GetBytes(body)), Is.Not.Null);

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"session":{"number":3},"instrument":"wai-sr","rater":"client","answers":{"1":4}}}""")]
    [TestCase("""{"session":{"number":3},"instrument":"wai-sr","rater":"client","answers":{"1":4}""")]
    [TestCase("""{"episodeId":"e","session":{"number":3},"instrument":"wai-sr","rater":"client","answers":{"1":4}}""")]
    public void All_else_is_left_to_the_strict_reading(string body) => Assert.That(PlainSubmission.Read(Encoding.UTF8.GetBytes(body)), Is.Null);

    private static (Submission Submission, Assessment? Assessment) Strictly(string body)
    {
        using var document = JsonDocument.Parse(body, Input.Strict);
        var members = new Members(document.RootElement, "", new Faults());
        var submission = Submission.Read(members);
        members.Done();
        return (submission, Assessment.Of(submission.Instrument is { } named ? InstrumentLibrary.Shipped.Resolve(named) : null, submission, members.Faults).Assessment);
    }

    // Mostly right, so that each wrong part is also met alone.
    private static string Body(Random random)
    {
        List<string> members = [$"\"session\":{Some(random, Sessions, 3)}", $"\"instrument\":{Some(random, Instruments, 2)}", $"\"rater\":{Some(random, Raters, 1)}", $"\"answers\":{Answers(random)}"];
        for (var n = random.Next(3); n > 0; n--)
        {
            members.Add(Others[random.Next(Others.Length)]);
        }

        if (random.Next(10) == 0)
        {
            members.RemoveAt(random.Next(members.Count));
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        return "{" + string.Join(random.Next(2) == 0 ? "," : " , ", members) + "}";
    }

    private static string Answers(Random random)
    {
        var items = Enumerable.Range(1, 12).Where(_ => random.Next(8) > 0).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        if (random.Next(10) == 0)
        {
            items.Add(new[] { "0", "01", "13", "a", "1", "999", "" }[random.Next(7)]);
        }

        return random.Next(40) == 0 ? "[]" : "{" + string.Join(",", items.Select(i => $"\"{i}\":{(random.Next(40) == 0 ? Values[random.Next(Values.Length)] : Values[random.Next(3)])}")) + "}";
    }

    private static string Some(Random random, string[] choices, int usual) => choices[random.Next(4) > 0 ? random.Next(usual) : random.Next(choices.Length)];
}

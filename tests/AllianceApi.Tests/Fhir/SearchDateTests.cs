using AllianceApi.Fhir.Search;

namespace AllianceApi.Tests.Fhir;

/// <summary>Dates of searches: a partial one is all of the time that it may mean, an instant that is gone on from is that instant.</summary>
internal sealed class SearchDateTests
{
    private const long Second = 1767607200000000; // 2026-01-05T10:00:00Z

    [TestCase("2026-01-05T10:00:00Z", 0, 1000000)]
    [TestCase("2026-01-05T10:00:00.12Z", 120000, 130000)]
    [TestCase("gt2026-01-05T10:00:00Z", 1000000, null)]
    [TestCase("gt2026-01-05T10:00:00.123456Z", 123457, null)]
    [TestCase("gt2026-01-05T10:00:00.12345Z", 123451, null)]
    [TestCase("sa2026-01-05T10:00:00.1Z", 100001, null)]
    [TestCase("ge2026-01-05T10:00:00.1Z", 100000, null)]
    [TestCase("lt2026-01-05T10:00:00.1Z", null, 100000)]
    [TestCase("le2026-01-05T10:00:00.1Z", null, 200000)]
    [TestCase("gt2026-01-05T11:00+01:00", 60000000, null)]
    public void AsksForASpanOfTime(string text, int? from, int? to)
    {
        var asked = SearchText.Date(text)!;
        Assert.That((asked.From - Second, asked.To - Second), Is.EqualTo(((long?)from, (long?)to)));
    }
}

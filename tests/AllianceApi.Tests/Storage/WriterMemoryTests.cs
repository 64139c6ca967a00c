using AllianceApi.Storage;

namespace AllianceApi.Tests.Storage;

/// <summary>A write makes forgotten what it may have changed, and nothing else.</summary>
internal sealed class WriterMemoryTests
{
    private static readonly Remembered[] All = Enum.GetValues<Remembered>();

    [TestCase("INSERT INTO episodes (organization_id) VALUES (@O)", Remembered.Episode)]
    [TestCase("UPDATE visibility_policies SET policy = 1", Remembered.Policy)]
    [TestCase("DELETE FROM promises", Remembered.Promise)]
    [TestCase("DELETE FROM data_keys WHERE organization_id = @O", Remembered.DataKey)]
    [TestCase("INSERT INTO sessions(organization_id) VALUES (@O)", Remembered.Filed)]
    [TestCase("UPDATE series SET forms = 0", Remembered.Filed)]
    [TestCase("DELETE FROM alerts WHERE alert_id = @A", Remembered.Filed)]
    public void AStatementMakesItsTableForgotten(string sql, Remembered of)
    {
        var memory = Full();
        memory.Note(sql);
        Assert.That(All.Where(r => memory.Find(r, "o", "a") is null), Is.EqualTo((Remembered[])[of]));
    }

    [TestCase("INSERT INTO audit (organization_id) VALUES (@O)")]
    [TestCase("UPDATE series_of_others SET forms = 0")]
    public void AnotherTableMakesNothingForgotten(string sql)
    {
        var memory = Full();
        memory.Note(sql);
        Assert.That(All.Where(r => memory.Find(r, "o", "a") is null), Is.Empty);
    }

    [TestCase("WITH old AS (SELECT 1) DELETE FROM episodes")]
    [TestCase("INSERT OR REPLACE INTO alerts VALUES (1)")]
    [TestCase(" UPDATE series SET forms = 0")]
    [TestCase("VACUUM")]
    [TestCase("")]
    public void AStatementOfAnotherFormMakesAllForgotten(string sql)
    {
        var memory = Full();
        memory.Note(sql);
        Assert.That(All.Where(r => memory.Find(r, "o", "a") is not null), Is.Empty);
    }

    [Test]
    public void AFilingForgetsItsOwnEpisodeUntilItEnds()
    {
        var memory = Full();
        memory.Keep(Remembered.Filed, "o", "b", "other");
        memory.BeginFiling("o", "a");
        memory.Note("UPDATE series SET forms = 1");
        Assert.That((memory.Find(Remembered.Filed, "o", "a"), memory.Find(Remembered.Filed, "o", "b")), Is.EqualTo(((object?)null, (object?)"other")));
        memory.EndFiling("new");
        Assert.That((memory.Find(Remembered.Filed, "o", "a"), memory.Find(Remembered.Filed, "o", "b")), Is.EqualTo(((object?)"new", (object?)"other")));
        memory.Note("UPDATE series SET forms = 2");
        Assert.That((memory.Find(Remembered.Filed, "o", "a"), memory.Find(Remembered.Filed, "o", "b")), Is.EqualTo(((object?)null, (object?)null)));
    }

    [Test]
    public void AFilingThatDidNotEndSparesNothingAfterIt()
    {
        var memory = Full();
        memory.Keep(Remembered.Filed, "o", "b", "other");
        memory.BeginFiling("o", "a");
        memory.Begin();
        Assert.That((memory.Find(Remembered.Filed, "o", "a"), memory.Find(Remembered.Filed, "o", "b")), Is.EqualTo(((object?)null, (object?)"other")));
        memory.Note("UPDATE series SET forms = 1");
        Assert.That(memory.Find(Remembered.Filed, "o", "b"), Is.Null);
        memory.EndFiling("late");
        Assert.That(memory.Find(Remembered.Filed, "o", "a"), Is.Null);
    }

    [Test]
    public void OrganizationsAndNumbersAreApart()
    {
        var memory = new WriterMemory();
        memory.Keep(Remembered.Promise, "o", "", "first", 1);
        Assert.That((memory.Find(Remembered.Promise, "o", "", 1), memory.Find(Remembered.Promise, "o", "", 2), memory.Find(Remembered.Promise, "p", "", 1)), Is.EqualTo(((object?)"first", (object?)null, (object?)null)));
    }

    [Test]
    public void ItHoldsSoManyAndNoMore()
    {
        var memory = new WriterMemory();
        for (var i = 0; i < 100_000; i++)
        {
            memory.Keep(Remembered.Filed, "o", $"{i}", "row");
        }

        Assert.That(Enumerable.Range(0, 100_000).Count(i => memory.Find(Remembered.Filed, "o", $"{i}") is not null), Is.InRange(1, 8_000));
    }

    private static WriterMemory Full()
    {
        var memory = new WriterMemory();
        foreach (var of in All)
        {
            memory.Keep(of, "o", "a", "row");
        }

        return memory;
    }
}

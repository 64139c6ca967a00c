using System.Text;
using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>The access table of docs/security.md is the one that the code goes by.</summary>
internal sealed class AccessTable
{
    private const string Begin = "<!-- access table: begin -->\n";
    private const string End = "<!-- access table: end -->";

    private static readonly Dictionary<Reach, string> Words = new()
    {
        [Reach.None] = "",
        [Reach.Organization] = "all",
        [Reach.Ids] = "ids only",
        [Reach.Own] = "own",
        [Reach.Supervised] = "supervisees",
    };

    [Test]
    public async Task TheDocumentedTableIsTheTableOfTheCode()
    {
        var file = Repository.PathOf("docs", "security.md");
        var text = await File.ReadAllTextAsync(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, text[..begin] + Table() + text[end..]);
            return;
        }

        Assert.That(text[begin..end], Is.EqualTo(Table()), "UPDATE_DOCS=1 dotnet test rewrites it");
    }

    private static string Table()
    {
        var table = new StringBuilder().Append("| Operation | ").AppendJoin(" | ", Roles.Names).Append(" | behind the glass |\n|---|").Append(string.Concat(Enumerable.Repeat("---|", Roles.Names.Length + 1))).Append('\n');
        foreach (var operation in Enum.GetValues<Operation>())
        {
            table.Append("| ").Append(operation).Append(" | ").AppendJoin(" | ", Enum.GetValues<Role>().Select(r => Words[AccessRules.For(operation, r)])).Append(" | ")
                .Append(AccessRules.MayBreakGlass(operation) ? "clinician, with a reason" : "").Append(" |\n");
        }

        return table.ToString();
    }
}

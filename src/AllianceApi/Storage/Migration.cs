using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Storage;

/// <summary>One numbered step of the schema, embedded in the program.</summary>
/// <param name="Number">1, 2, 3, ... without a gap.</param>
/// <param name="Name">File name without its ending, such as <c>0001_main</c>.</param>
/// <param name="Sql">Its text.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text: a migration that was applied never changes.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>All migrations for a provider (<c>sqlite</c>, <c>postgres</c>), by number.</summary>
    public static IReadOnlyList<Migration> For(string provider)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"migrations/{provider}/";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    var name = Path.GetFileNameWithoutExtension(n[prefix.Length..]);
                    return new Migration(int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
                }),
        ];
    }
}

using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>The instrument that a query names, as <c>wai-sr</c> or <c>wai-sr@2006</c>, and its version.</summary>
/// <param name="Id">Id of the instrument; null for the episode's usual one.</param>
/// <param name="Version">Version; null for the one last used.</param>
internal readonly record struct NamedInstrument(string? Id, string? Version)
{
    public static NamedInstrument Of(Input input)
    {
        var (id, version) = (input.Query("instrument"), input.QueryId("version"));
        var at = id?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at < 0 ? new NamedInstrument(id, version) : new NamedInstrument(id![..at], version ?? id[(at + 1)..]);
    }
}

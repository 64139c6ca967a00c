namespace AllianceApi.Hosting;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Cursor of the next page; null when this is the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page of which list is asked for.</summary>
/// <param name="Path">Path of the list.</param>
/// <param name="Filter">The query without <c>limit</c> and <c>cursor</c>.</param>
/// <param name="Limit">Most rows.</param>
/// <param name="After">Key of the last row of the page before; null for the first page.</param>
/// <param name="Cursors">Signs the cursor of the next page.</param>
internal sealed record PageRequest(string Path, IReadOnlyDictionary<string, string> Filter, int Limit, string? After, Cursors Cursors)
{
    public string? this[string name] => Filter.GetValueOrDefault(name);

    /// <summary>The page made of <paramref name="rows"/>, of which one more than <see cref="Limit"/> were asked for.</summary>
    public Outcome<Page<T>> Of<T>(IReadOnlyList<T> rows, Func<T, string> key, string organization)
        where T : class =>
        Of(rows, key, organization, r => r);

    /// <summary>The same where some rows may not be shown: a page may then have fewer, and still go on.</summary>
    public Outcome<Page<T>> Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, string> key, string organization, Func<TRow, T?> show)
        where T : class
    {
        if (rows.Count <= Limit)
        {
            return Outcome<Page<T>>.Ok(new Page<T>(Shown(rows), null), 0);
        }

        var items = rows.Take(Limit).ToList();
        var next = Cursors.Sign(organization, this with { After = key(items[^1]) });
        var query = string.Concat(Filter.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}&"));
        return Outcome<Page<T>>.Ok(new Page<T>(Shown(items), next), 0, $"{Path}?{query}limit={Limit}&cursor={next}");

        IReadOnlyList<T> Shown(IEnumerable<TRow> all) => [.. all.Select(show).OfType<T>()];
    }
}

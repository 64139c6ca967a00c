using AllianceApi.Hosting;

namespace AllianceApi.Exports.Bulk;

/// <summary>A bulk export that was asked for.</summary>
internal sealed record BulkExport
{
    public string ExportId { get; init; } = "";

    /// <summary>The credential that asked: nobody else sees it.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>The request as it was sent.</summary>
    public string Asked { get; init; } = "";

    /// <summary>Types of resources, with a space between them.</summary>
    public string Types { get; init; } = "";

    /// <summary>Only what was recorded after this instant; null for all.</summary>
    public long? Since { get; init; }

    /// <summary>The instant as of which it is: all that was committed before is in it.</summary>
    public long AsOf { get; init; }

    /// <summary>running, ready or failed.</summary>
    public string State { get; init; } = "";

    /// <summary>How many resources each type has, in the order of the types, with a space between them.</summary>
    public string Counts { get; init; } = "";

    /// <summary>When it was last worked on.</summary>
    public long TouchedAt { get; init; }

    public long ExpiresAt { get; init; }

    public IReadOnlyList<string> TypeList => Types.Split(' ');

    public DateTimeOffset Time => Instant.FromStore(AsOf);

    /// <summary>The types that have resources, with their number.</summary>
    public IEnumerable<(string Type, long Count)> Counted => TypeList.Zip(Counts.Split(' ', StringSplitOptions.RemoveEmptyEntries), (t, c) => (t, long.Parse(c, System.Globalization.CultureInfo.InvariantCulture)));
}

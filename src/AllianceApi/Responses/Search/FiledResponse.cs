using AllianceApi.Responses.Foreign;

namespace AllianceApi.Responses.Search;

/// <summary>Where and when a response was filed, and what other systems call it; nothing of what it says.</summary>
internal sealed record FiledResponse
{
    public string ResponseId { get; init; } = "";

    public long Revision { get; init; }

    /// <summary>final, void or moved.</summary>
    public string Status { get; init; } = "final";

    public string EpisodeId { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public long Number { get; init; }

    /// <summary>When it was answered, as far as that was said; else when its session began. Microseconds since 1970.</summary>
    public long AuthoredAt { get; init; }

    /// <summary>When this state was recorded, microseconds since 1970: it never falls from one commit to the next.</summary>
    public long RecordedAt { get; init; }

    /// <summary>The credential that recorded it.</summary>
    public string RecordedBy { get; init; } = "";

    /// <summary>What is kept beside it.</summary>
    public ForeignNote Note { get; init; } = ForeignNote.Empty;
}

/// <summary>A span of time, or all that lies outside of it.</summary>
/// <param name="From">First microsecond; null where it has no beginning.</param>
/// <param name="To">First microsecond after it; null where it has no end.</param>
/// <param name="Outside">Whether what lies outside is meant.</param>
internal sealed record TimeSpanAsked(long? From, long? To, bool Outside = false);

/// <summary>The states of a response as a reader tells them apart.</summary>
internal enum ReadStatus
{
    Completed,
    Amended,
    EnteredInError,
}

/// <summary>Which responses are asked for. Each list that is not null must hold the response; within a list one match is enough.</summary>
internal sealed record ResponseCriteria
{
    public IReadOnlyList<string>? Ids { get; init; }

    public IReadOnlyList<string>? ClientIds { get; init; }

    public IReadOnlyList<string>? Instruments { get; init; }

    public IReadOnlyList<ReadStatus>? Statuses { get; init; }

    /// <summary>Who answered: client or clinician, and the id.</summary>
    public IReadOnlyList<ForeignPerson>? Sources { get; init; }

    /// <summary>Who entered it.</summary>
    public IReadOnlyList<ForeignPerson>? Authors { get; init; }

    /// <summary>What other systems call it; in any system where that is null.</summary>
    public IReadOnlyList<(string? System, string Value)>? Identifiers { get; init; }

    /// <summary>What other systems call its visit.</summary>
    public IReadOnlyList<(string? System, string Value)>? Visits { get; init; }

    /// <summary>Episodes, or single sessions of them.</summary>
    public IReadOnlyList<(string EpisodeId, int? Number)>? Sessions { get; init; }

    /// <summary>When it was answered: within all of these.</summary>
    public IReadOnlyList<TimeSpanAsked> Authored { get; init; } = [];

    /// <summary>When its state was recorded: within all of these.</summary>
    public IReadOnlyList<TimeSpanAsked> Recorded { get; init; } = [];

    /// <summary>Whether only those are meant behind which nothing will be recorded any more: those that a reader of changes is shown.</summary>
    public bool Settled { get; init; }
}

/// <summary>By what found responses are ordered; the id decides between equals.</summary>
internal enum ResponseKey
{
    Received,
    Recorded,
    Authored,
}

/// <summary>An order and the place in it after which to go on.</summary>
internal sealed record ResponseOrder(ResponseKey Key, bool Descending, long? AfterKey = null, string? AfterId = null);

namespace AllianceApi.Hosting;

/// <summary>What a use case answers: a result or a refusal.</summary>
internal interface IOutcome
{
    /// <summary>The refusal; null when there is a result.</summary>
    Refusal? Refusal { get; }
}

/// <summary>An outcome that can be made from a refusal, for what stands in front of every use case.</summary>
internal interface IRefusable<out TSelf> : IOutcome
{
    static abstract TSelf Refused(Refusal refusal);
}

/// <summary>A result of a use case with what the door needs to know of it, or a refusal.</summary>
internal sealed class Outcome<T> : IRefusable<Outcome<T>>
    where T : class
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    public T? Value { get; }

    public Refusal? Refusal { get; }

    /// <summary>HTTP status of a result: 200, 201 or 204.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Path of what was made, for 201.</summary>
    public string? Location { get; init; }

    /// <summary>Revision of the resource, from which its entity tag is made; null for what has none.</summary>
    public long? Revision { get; init; }

    /// <summary>Strong entity tag without quotes, where it is not made from the revision and the bytes.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether this is the kept answer of an earlier request with the same Idempotency-Key.</summary>
    public bool Replayed { get; init; }

    /// <summary>The bytes of the result, where they lie ready or were kept.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Path with query of the next page, for a list.</summary>
    public string? NextPage { get; init; }

    public static Outcome<T> Ok(T value, long? revision = null, string? nextPage = null) => new(value, null) { Revision = revision, NextPage = nextPage };

    public static Outcome<T> Created(T value, string location, long? revision = null) =>
        new(value, null) { Status = StatusCodes.Status201Created, Location = location, Revision = revision };

    /// <summary>A result whose bytes lie ready.</summary>
    public static Outcome<T> Ready(Rendered rendered) => new(null, null) { Body = rendered.Bytes, Tag = rendered.Tag, NextPage = rendered.NextPage };

    public static Outcome<T> Done() => new(null, null) { Status = StatusCodes.Status204NoContent };

    /// <summary>The entity tag of the result when <paramref name="body"/> is what is sent.</summary>
    public string? TagOf(ReadOnlySpan<byte> body) => Tag ?? (Revision is { } revision ? EntityTag.Of(revision, body) : null);

    /// <summary>The same as a header shows it.</summary>
    public string? QuotedTagOf(ReadOnlySpan<byte> body) =>
        Tag is not null ? EntityTag.Quoted(Tag) : Revision is { } revision ? EntityTag.Quoted(revision, body) : null;

    public static Outcome<T> Refused(Refusal refusal) => new(null, refusal);

    public static Outcome<T> Replay(int status, string? location, string? tag, byte[] body) =>
        new(null, null) { Status = status, Location = location, Tag = tag, Body = body, Replayed = true };

    public static Outcome<T> ReplayRefusal(Refusal refusal) => new(null, refusal) { Replayed = true };

    public static implicit operator Outcome<T>(Refusal refusal) => Refused(refusal);

    public static implicit operator Outcome<T>(T value) => Ok(value);
}

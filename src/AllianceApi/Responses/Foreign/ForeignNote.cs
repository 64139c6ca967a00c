using System.Text.Json;
using System.Text.Json.Serialization;

namespace AllianceApi.Responses.Foreign;

/// <summary>What another system calls something.</summary>
/// <param name="System">Who gives such names, as a URI; empty where nobody is named.</param>
/// <param name="Value">The name.</param>
internal sealed record ForeignIdentifier(string System, string Value);

/// <summary>A label that another system put on a response.</summary>
internal sealed record ForeignTag(string? System, string? Code, string? Display);

/// <summary>A person that another system names as having entered a response.</summary>
/// <param name="Kind">client or clinician.</param>
/// <param name="Id">Our caller's id.</param>
internal sealed record ForeignPerson(string Kind, string Id);

/// <summary>What another system says about a response beyond what it measures. Kept beside it and given back; nothing is decided by it.</summary>
/// <param name="Identifier">What it calls the response.</param>
/// <param name="Visit">What it calls the visit of the session.</param>
/// <param name="Author">Who entered it.</param>
/// <param name="Tags">Its labels.</param>
/// <param name="Profiles">The profiles that it claims.</param>
internal sealed record ForeignNote(
    ForeignIdentifier? Identifier, ForeignIdentifier? Visit, ForeignPerson? Author, IReadOnlyList<ForeignTag> Tags, IReadOnlyList<string> Profiles)
{
    public static readonly ForeignNote Empty = new(null, null, null, [], []);

    public bool IsEmpty => this is { Identifier: null, Visit: null, Author: null, Tags.Count: 0, Profiles.Count: 0 };

    public byte[] Pack() => JsonSerializer.SerializeToUtf8Bytes(this, ForeignJson.Default.ForeignNote);

    public static ForeignNote Unpack(byte[]? content) => content is null ? Empty : JsonSerializer.Deserialize(content, ForeignJson.Default.ForeignNote)!;
}

/// <summary>What a submission by another system brings along.</summary>
/// <param name="Note">What is kept beside the response.</param>
/// <param name="Unless">Nothing is filed where a response has this identifier already, whatever its content; null where no such condition is made.</param>
internal sealed record ForeignFiling(ForeignNote Note, ForeignIdentifier? Unless)
{
    /// <summary>Every identifier that the response goes by.</summary>
    public IEnumerable<ForeignIdentifier> Identifiers => new[] { Unless, Note.Identifier }.OfType<ForeignIdentifier>().Distinct();
}

[JsonSerializable(typeof(ForeignNote))]
internal sealed partial class ForeignJson : JsonSerializerContext;

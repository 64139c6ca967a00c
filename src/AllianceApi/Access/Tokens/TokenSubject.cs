namespace AllianceApi.Access.Tokens;

/// <summary>Whose token it is. Neither part holds a space.</summary>
/// <param name="Subject">Who it is, to the issuer.</param>
/// <param name="Issuer">Who says so.</param>
internal sealed record TokenSubject(string Subject, string Issuer)
{
    private const string Prefix = "sub:";

    /// <summary>Both in one text, which stands in the audit log where the id of an API key stands otherwise.</summary>
    public string Actor => Beginning(Subject) + Issuer;

    /// <summary>With what <see cref="Actor"/> begins for a subject of any issuer.</summary>
    public static string Beginning(string subject) => $"{Prefix}{subject} ";

    /// <summary>The subject of an actor; null where it is the id of an API key.</summary>
    public static TokenSubject? Of(string actor)
    {
        var space = actor.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && actor.StartsWith(Prefix, StringComparison.Ordinal) ? new TokenSubject(actor[Prefix.Length..space], actor[(space + 1)..]) : null;
    }
}

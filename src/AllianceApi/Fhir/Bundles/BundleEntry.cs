using System.Globalization;
using AllianceApi.Access.Tokens;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Bundles;

/// <summary>One entry of a batch or a transaction: which interaction it asks for.</summary>
internal sealed class BundleEntry
{
    private BundleEntry(int index, Bundle.EntryComponent sent) => (Index, Sent) = (index, sent);

    public int Index { get; }

    public Bundle.EntryComponent Sent { get; }

    public Interaction? Interaction { get; private init; }

    public FhirRequest? Request { get; private init; }

    /// <summary>Why it asks for nothing that we do; null where it does.</summary>
    public FhirAnswer? Fault { get; private init; }

    public string Expression => string.Create(CultureInfo.InvariantCulture, $"Bundle.entry[{Index}]");

    public static BundleEntry Read(FhirContext context, int index, Bundle.EntryComponent sent, bool lenient)
    {
        var entry = new BundleEntry(index, sent);
        if (sent.Request is not { Url: { } url, Method: { } method })
        {
            return entry.Refused(400, IssueType.Required, "An entry needs request.method and request.url.");
        }

        if (url.StartsWith(context.Base + "/", StringComparison.Ordinal))
        {
            url = url[(context.Base.Length + 1)..];
        }

        var parts = url.TrimStart('/').Split('?', 2);
        var segments = parts[0].Split('/');
        if (FhirTable.Find(segments[0]) is not { } type)
        {
            return entry.Refused(404, IssueType.NotSupported, "There is no such type here.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var interaction = type.Interactions.FirstOrDefault(i => i.Method == method.ToString() && Fits(i.Template, segments.AsSpan(1), values));
        if (interaction is null)
        {
            return entry.Refused(405, IssueType.NotSupported, $"{type.Name} does not take this. {type.WhyNot}".TrimEnd());
        }

        if (interaction.TakesBody && !interaction.IsOperation && sent.Resource?.TypeName != type.Name)
        {
            return entry.Refused(400, IssueType.Invalid, $"A {type.Name} is sent here.");
        }

        var request = new FhirRequest(context, type.Name, values.GetValueOrDefault("id"), values.GetValueOrDefault("vid"), parts.Length == 2 ? SearchQuery.Pairs(parts[1]) : [])
        {
            Body = sent.Resource,
            IfMatch = sent.Request.IfMatch,
            IfNoneExist = sent.Request.IfNoneExist,
            IsLenient = lenient,
        };
        return new BundleEntry(index, sent) { Interaction = interaction, Request = request };
    }

    /// <summary>Does what it asks for.</summary>
    public async Task<FhirAnswer> Run()
    {
        if (Fault is not null)
        {
            return Fault;
        }

        var (context, path) = (Request!.Context, $"{FhirNames.Path}/{Request.Type}");
        var caller = SmartNeed.Narrowed(context.Call.Caller, FhirScopes.Of(Request.Type, Interaction!), Interaction!.Method);
        var call = caller is null ? context.Call : context.Call with { Caller = caller };
        var right = await context.Send(new AskRight(call, Interaction.Operation, path, IsBeyondScopes: caller is null));
        if (right.Refusal is { } refusal)
        {
            return FhirAnswer.Refused(refusal);
        }

        var answer = await Interaction.Run(Request with { Context = context.Of(call) });
        return Sent.Request!.IfNoneMatch is { } known && Interaction.Method == "GET" && answer is { Status: StatusCodes.Status200OK, Version: { } version } && EntityTag.Matches(known, version)
            ? answer with { Status = StatusCodes.Status304NotModified, Resource = null }
            : answer;
    }

    private BundleEntry Refused(int status, IssueType code, string text) => new(Index, Sent) { Fault = FhirAnswer.Refused(status, FhirIssue.Error(code, text, Expression)) };

    private static bool Fits(string template, ReadOnlySpan<string> segments, Dictionary<string, string> values)
    {
        var expected = template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (expected.Length != segments.Length)
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i][0] == '{')
            {
                if (segments[i].Length == 0 || segments[i][0] is '_' or '$')
                {
                    return false;
                }

                values[expected[i].Trim('{', '}')] = Uri.UnescapeDataString(segments[i]);
            }
            else if (expected[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }
}

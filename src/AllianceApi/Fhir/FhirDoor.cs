using System.Text;
using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using MediatR;
using static Hl7.Fhir.Model.OperationOutcome;
using Task = System.Threading.Tasks.Task;

namespace AllianceApi.Fhir;

/// <summary>The FHIR door: reads an HTTP request as an interaction, has it done, and writes what it answers.</summary>
internal static class FhirDoor
{
    /// <summary>Most bytes of one resource.</summary>
    public const int ResourceLimit = 128 * 1024;

    /// <summary>Most bytes of a bundle or a questionnaire: what the server takes at all.</summary>
    public const int BundleLimit = 1024 * 1024;

    private static readonly string[] AlwaysKnown = ["_format", "_pretty"];

    public static async Task Run(HttpContext http, FhirType type, Interaction interaction)
    {
        var (request, refused) = await Read(http, type.Name, interaction);
        if (refused is { Status: StatusCodes.Status400BadRequest } && interaction.Code == "$validate")
        {
            // Whoever asks what is wrong is told so, and that is no failure.
            refused = new FhirAnswer(StatusCodes.Status200OK) { Resource = FhirIssue.Outcome(refused.Issues.Select(i => i with { Expression = i.Expression ?? type.Name })) };
        }
        else if (refused is not null)
        {
            await Unread.Note(http, new Refusal(ProblemType.OfStatus(refused.Status), "It could not be read."));
        }

        await FhirReply.Write(http, refused ?? await interaction.Run(request!));
    }

    /// <summary>What every interaction of a request shares.</summary>
    public static FhirContext Context(HttpContext http)
    {
        var services = http.RequestServices;
        var names = services.GetRequiredService<FhirNames>();
        var languages = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value!).SelectMany(l => new[] { l, l.Split('-')[0] }).Distinct(StringComparer.OrdinalIgnoreCase).Take(10);
        return new FhirContext(
            Call.Of(http, []) with { Once = null },
            services.GetRequiredService<ISender>(),
            names,
            services.GetRequiredService<Cursors>(),
            BaseOf(http),
            [.. languages],
            services.GetRequiredService<TimeProvider>(),
            http.RequestAborted);
    }

    public static string BaseOf(HttpContext http) => PublicAddress.Of(http) + FhirNames.Path;

    /// <summary>The resource that a request carries, or why it can not be read.</summary>
    public static async Task<(Resource? Resource, FhirAnswer? Refused)> ReadResource(HttpContext http, int limit)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
        {
            return (null, FhirAnswer.Refused(415, FhirIssue.Error(IssueType.NotSupported, "Send the resource as application/fhir+json or application/json.")));
        }

        if (await RequestBody.ReadWhole(http.Request, limit, http.RequestAborted) is not { } bytes)
        {
            return (null, TooLong(limit));
        }

        var (resource, issues) = FhirJson.Read(bytes);
        return resource is null ? (null, FhirAnswer.Refused(400, issues)) : (resource, null);
    }

    public static FhirAnswer? Unacceptable(HttpRequest request) => MediaTypes.AcceptsJson(request)
        ? null
        : FhirAnswer.Refused(406, FhirIssue.Error(IssueType.NotSupported, "FHIR is spoken here as application/fhir+json only."));

    private static async Task<(FhirRequest? Request, FhirAnswer? Refused)> Read(HttpContext http, string type, Interaction interaction)
    {
        if (Unacceptable(http.Request) is { } unacceptable)
        {
            return (null, unacceptable);
        }

        var query = http.Request.Query.SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v ?? ""))).ToList();
        Resource? body = null;
        if (interaction is { IsSearch: true, Method: "POST" })
        {
            if (!MediaTypes.IsForm(http.Request.ContentType))
            {
                return (null, FhirAnswer.Refused(415, FhirIssue.Error(IssueType.NotSupported, "Send the search as application/x-www-form-urlencoded.")));
            }

            if (await RequestBody.ReadWhole(http.Request, ResourceLimit, http.RequestAborted) is not { } form)
            {
                return (null, TooLong(ResourceLimit));
            }

            query.AddRange(SearchQuery.Pairs(Encoding.UTF8.GetString(form)));
        }
        else if (interaction.TakesBody && (http.Request.ContentLength is not (null or 0) || !interaction.IsOperation || http.Request.Headers.TransferEncoding.Count > 0))
        {
            var (resource, refused) = await ReadResource(http, type == "Questionnaire" ? BundleLimit : ResourceLimit);
            if (resource is null)
            {
                return (null, refused);
            }

            body = resource;
        }

        return Of(http, type, interaction, query, body);
    }

    private static (FhirRequest? Request, FhirAnswer? Refused) Of(HttpContext http, string type, Interaction interaction, List<KeyValuePair<string, string>> query, Resource? body)
    {
        var lenient = FhirReply.Prefer(http.Request, "handling") == "lenient";
        if (!interaction.TakesQuery && !lenient && query.FirstOrDefault(p => !AlwaysKnown.Contains(p.Key)) is { Key: not null })
        {
            return (null, FhirAnswer.Refused(400, FhirIssue.Error(IssueType.NotSupported, "This interaction takes no query parameters but _format.")));
        }

        if (body is not null && !interaction.IsOperation && body.TypeName != type)
        {
            return (null, FhirAnswer.Refused(400, FhirIssue.Error(IssueType.Invalid, $"A {type} is sent here.", body.TypeName)));
        }

        var request = new FhirRequest(Context(http), type, (string?)http.Request.RouteValues["id"], (string?)http.Request.RouteValues["vid"], query)
        {
            Body = body,
            IfMatch = Header(http, "If-Match"),
            IfNoneExist = Header(http, "If-None-Exist"),
            IsLenient = lenient,
        };
        return (request, null);
    }

    private static FhirAnswer TooLong(int limit) => FhirAnswer.Refused(413, FhirIssue.Error(IssueType.TooLong, $"The body has more than {limit} bytes."));

    private static string? Header(HttpContext http, string name) => http.Request.Headers[name] is { Count: > 0 } values ? values.ToString() : null;
}

using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Alerts.Cards;
using AllianceApi.Fhir;
using AllianceApi.Hosting;
using AllianceApi.People;
using MediatR;

namespace AllianceApi.CdsHooks;

/// <summary>
/// The door for record systems that ask at certain moments whether there is something to look at (CDS Hooks 2.0). It answers from
/// the store alone and never calls them back.
/// </summary>
internal static class HookRoutes
{
    public const string Path = "/cds-services";

    private static readonly SmartEverywhere Reads = new("rs");
    private static readonly SmartEverywhere Writes = new("cud");

    public static void MapCdsHooks(this IEndpointRouteBuilder app)
    {
        Hide(app.MapGet(Path, Discover)).RequireCors(PublicCors.Policy);
        Hide(app.MapPost(Path + "/{id}", Show)).WithMetadata(new Allows(Operation.ReadAlert), Reads, new TakesAssertions(Path));
        Hide(app.MapPost(Path + "/{id}/feedback", Note)).WithMetadata(new Allows(Operation.NoteFeedback), Writes, new TakesAssertions(Path));
    }

    private static IEndpointConventionBuilder Hide(IEndpointConventionBuilder route) => route.WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());

    private static Task Discover(HttpContext http) =>
        Reply.Bytes(http, StatusCodes.Status200OK, HookBody.Json, JsonSerializer.SerializeToUtf8Bytes(new HookList(HookTable.All), HookJson.Default.HookList), null);

    private static async Task Show(HttpContext http)
    {
        if (HookTable.Find((string?)http.Request.RouteValues["id"]) is not { } entry)
        {
            await Unread.Refuse(http, Refusal.NotFound("hook"));
            return;
        }

        var names = http.RequestServices.GetRequiredService<FhirNames>();
        var faults = new Faults();
        var (body, refusal) = await HookBody.Read(http);
        using (body)
        {
            var call = body is null ? null : HookReading.Read(body.RootElement, entry, names, faults);
            refusal ??= faults.Any ? Refusal.Invalid(faults.All) : call!.Identifiers is null ? Missing() : null;
            if (refusal is not null)
            {
                await Unread.Refuse(http, refusal);
                return;
            }

            await Answer(http, names, call!);
        }
    }

    private static async Task Answer(HttpContext http, FhirNames names, HookCall hook)
    {
        var (call, sender) = (Call.Of(http, []) with { Once = null }, http.RequestServices.GetRequiredService<ISender>());
        var found = hook.Identifiers!.Count == 0 ? null
            : await sender.Send(new FindPeople(call, PublicKind.Client, new PersonFilter(null, hook.Identifiers), null, 2), http.RequestAborted);
        // Identifiers that lead to two clients lead to none: nothing is said rather than something of somebody else.
        var shown = found?.Value?.Items is [var client]
            ? await sender.Send(new ShowCards(call, client.Id, http.Request.Path, hook.User), http.RequestAborted)
            : null;
        if ((found?.Refusal ?? shown?.Refusal) is { } refusal)
        {
            await Reply.Refuse(http, refusal);
            return;
        }

        var view = new CardView(PublicAddress.Of(http), http.RequestServices.GetRequiredService<HookSettings>().SmartApp);
        var cards = new CardList([.. (shown?.Value?.Items ?? []).Select(view.Of)]);
        http.Response.Headers.CacheControl = "no-store";
        await HookBody.Write(http, JsonSerializer.SerializeToUtf8Bytes(cards, HookJson.Default.CardList));
    }

    private static async Task Note(HttpContext http)
    {
        var faults = new Faults();
        var (body, refusal) = HookTable.Find((string?)http.Request.RouteValues["id"]) is null ? (null, Refusal.NotFound("hook")) : await HookBody.Read(http);
        using (body)
        {
            var items = body is null ? [] : FeedbackReading.Read(body.RootElement, faults);
            refusal ??= faults.Any ? Refusal.Invalid(faults.All) : null;
            if (refusal is not null)
            {
                await Unread.Refuse(http, refusal);
                return;
            }

            var sender = http.RequestServices.GetRequiredService<ISender>();
            var noted = await sender.Send(new NoteFeedback(Call.Of(http, []) with { Once = null }, items, http.Request.Path), http.RequestAborted);
            await (noted.Refusal is { } refused ? Reply.Refuse(http, refused) : HookBody.Write(http, "{}"u8.ToArray()));
        }
    }

    private static Refusal Missing() => new(
        ProblemType.PrefetchMissing,
        $"Send the patient along as prefetch.{HookTable.Patient}, a FHIR Patient with its identifiers: this service never calls back to the record system.");
}

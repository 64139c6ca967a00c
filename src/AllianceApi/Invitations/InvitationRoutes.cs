using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Responses;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>The routes of invitations.</summary>
internal static class InvitationRoutes
{
    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        app.MapForms();
        var invitations = app.MapResource("Invitations");
        var address = PublicAddress.Of(app.ServiceProvider.GetRequiredService<IConfiguration>(), "Invitations:BaseUrl", PublicAddress.Setting);
        invitations.MapPost("/v1/episodes/{episodeId}/invitations", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Post<MakeInvitation, NewInvitationResource>(http, sender, input => MakeInvitation.Read(input, address.Of(http.Request))))
            .Allows(Operation.WriteInvitation).Takes<MakeInvitationBody>().Headers(HeaderParameter.IdempotencyKey).Gives<NewInvitationResource>(201, 404, 422)
            .Describe("makeInvitation", "Makes a one-time link to a form", "For one rater and one session. The link is shown once and works once. Needs the form's texts in the language: without them 422 `wording-missing`.");
        invitations.MapGet("/v1/episodes/{episodeId}/invitations", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Get<ListInvitations, Page<InvitationResource>>(http, sender, ListInvitations.Read))
            .Allows(Operation.ReadInvitation).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<InvitationResource>>(200, 404)
            .Describe("listInvitations", "Lists the invitations of an episode", "Without their links, in the order in which they were made.");
        invitations.MapDelete("/v1/episodes/{episodeId}/invitations/{invitationId}", (string episodeId, string invitationId, HttpContext http, ISender sender) =>
                Rest.Get<RevokeInvitation, InvitationResource>(http, sender, RevokeInvitation.Read))
            .Allows(Operation.WriteInvitation).Gives(204, 404, 409)
            .Describe("revokeInvitation", "Withdraws an invitation", "Its link then leads to a page that says so. One that was answered stays: 409.");
    }
}

/// <summary>An invitation to be made.</summary>
/// <param name="Session">The session that it is about, as in a response.</param>
/// <param name="Instrument">The form, such as `alliance-check` or `alliance-check@1`; the episode's usual one where absent.</param>
/// <param name="Rater">Who is to answer: client, therapist or observer.</param>
/// <param name="Language">Language of the page, such as `en` or `de-CH`.</param>
/// <param name="ExpiresAt">When it ends by itself, at most 90 days from now; 7 days where absent.</param>
internal sealed record MakeInvitationBody(SubmitSessionBody Session, string? Instrument, string Rater, string Language, DateTimeOffset? ExpiresAt);

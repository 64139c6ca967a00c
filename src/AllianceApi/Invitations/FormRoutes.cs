using System.Text;
using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>The client's page behind a one-time link. The link's token is the credential, so it goes into no log.</summary>
internal static class FormRoutes
{
    public static void MapForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("").ExcludeFromDescription();
        forms.MapGet("/f/{token}", (string token, HttpContext http, InvitationDirectory directory, ISender sender) => Show(token, http, directory, sender));
        forms.MapPost("/f/{token}", (string token, HttpContext http, InvitationDirectory directory, ISender sender) => Take(token, http, directory, sender));
        app.MapResource("Instruments").MapGet("/v1/instruments/{id}/versions/{version}/preview", (string id, string version, HttpContext http, ISender sender) => Preview(http, sender))
            .Allows(Operation.ManageInstruments)
            .Query(new QueryParameter("language", "Language of the page.", "string", "en"), new QueryParameter("rater", "Who is to answer.", "string", "client", Responses.Submission.Raters))
            .Produces(200, contentType: "text/html").Gives(404)
            .Describe("previewForm", "Shows the page of a form", "As a rater would see it, without a way to send it. Where no texts are attached in the language, the sentences are `Item 1`, `Item 2`, ...; nobody else is ever shown those.");
    }

    private static async Task Preview(HttpContext http, ISender sender)
    {
        var input = Input.Of(http);
        var request = PreviewForm.Read(input);
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var outcome = await sender.Send(request, http.RequestAborted);
        await (outcome.Value is { } form ? Write(http, 200, FormHtml.Form(form, null, new Dictionary<string, string>(), isPreview: true)) : Reply.Refuse(http, outcome.Refusal!));
    }

    private static async Task Show(string token, HttpContext http, InvitationDirectory directory, ISender sender)
    {
        if (await directory.Find(token, http.RequestAborted) is not { } found)
        {
            await Write(http, 404, FormAnswer.Unknown(http.Request.Headers.AcceptLanguage));
        }
        else if (found.State != InvitationState.Open)
        {
            await Write(http, found.State == InvitationState.Completed ? 200 : 410, FormAnswer.Closed(found.Row, found.State));
        }
        else
        {
            var opened = await sender.Send(new OpenForm(InvitationDirectory.CallOf(http, found.Row), found.Row), http.RequestAborted);
            await (opened.Value is { } form
                ? Write(http, 200, FormHtml.Form(form, null, new Dictionary<string, string>()))
                : Write(http, 404, FormAnswer.Unknown(http.Request.Headers.AcceptLanguage)));
        }
    }

    private static async Task Take(string token, HttpContext http, InvitationDirectory directory, ISender sender)
    {
        if (await directory.Find(token, http.RequestAborted) is not { } found)
        {
            await Write(http, 404, FormAnswer.Unknown(http.Request.Headers.AcceptLanguage));
            return;
        }

        if (found.State != InvitationState.Open)
        {
            await Write(http, found.State == InvitationState.Completed ? 200 : 410, FormAnswer.Closed(found.Row, found.State));
            return;
        }

        var (status, page) = await FormPost.Read(http.Request, http.RequestAborted) is { } post
            ? await new FormAnswer(sender, InvitationDirectory.CallOf(http, found.Row), found.Row, post).Give(http.RequestAborted)
            : (400, FormAnswer.Unreadable(found.Row));
        await Write(http, status, page);
    }

    private static Task Write(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(html, Encoding.UTF8, http.RequestAborted);
    }
}

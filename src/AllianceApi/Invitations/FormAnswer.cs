using System.Globalization;
using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Responses;
using AllianceApi.Trends;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Takes what a page sent to the use cases, and says in the invitation's language what became of it.</summary>
internal sealed class FormAnswer(ISender sender, Call call, InvitationRow invitation, FormPost post)
{
    private readonly FormTexts _texts = FormTexts.For(invitation.Language);

    public static string Unknown(string? languages)
    {
        var texts = FormTexts.For(languages?.Split(',', ';')[0].Trim() ?? "en");
        return FormHtml.Plain(texts, texts["expiredtitle"], [texts["expired"]]);
    }

    public static string Unreadable(InvitationRow invitation)
    {
        var texts = FormTexts.For(invitation.Language);
        return FormHtml.Plain(texts, texts["busytitle"], [texts["bad"]]);
    }

    public static string Closed(InvitationRow invitation, InvitationState state)
    {
        var texts = FormTexts.For(invitation.Language);
        return state switch
        {
            InvitationState.Completed => FormHtml.Plain(texts, texts["usedtitle"], [texts["used"]], invitation.InvitationId),
            InvitationState.Revoked => FormHtml.Plain(texts, texts["revokedtitle"], [texts["revoked"]], invitation.InvitationId),
            _ => FormHtml.Plain(texts, texts["expiredtitle"], [texts["expired"]], invitation.InvitationId),
        };
    }

    /// <summary>Status and page.</summary>
    public async Task<(int Status, string Page)> Give(CancellationToken cancellationToken)
    {
        var opened = await sender.Send(new OpenForm(call, invitation), cancellationToken);
        if (opened.Value is not { } form)
        {
            return (404, Closed(invitation, InvitationState.Expired));
        }

        // Who sees more now than the page said was not what the person agreed to.
        if (post.Promise is not { } promised || !form.Policy.IsWithin(new Promise(promised).Policy))
        {
            return (409, FormHtml.Form(form, _texts["changed"], post.Fields));
        }

        if (post.Answers(form.Form.Instrument.Items.Count) is not { } answers)
        {
            return (400, FormHtml.Form(form, _texts["bad"], post.Fields));
        }

        var submission = new Submission(
            new NamedSession((int?)invitation.SessionNumber, invitation.Held, invitation.Modality), $"{invitation.Instrument}@{invitation.Version}", invitation.Rater, answers, null, post.Seconds, null);
        var stored = await sender.Send(new SubmitResponse(call, invitation.EpisodeId, submission), cancellationToken);
        return stored.Refusal is { } refusal
            ? Refused(form, refusal)
            : await Received(stored.Value!, cancellationToken);
    }

    private (int Status, string Page) Refused(OpenedForm form, Refusal refusal) => refusal.Type.Status switch
    {
        409 => (409, FormHtml.Plain(_texts, _texts["usedtitle"], [_texts["other"]], invitation.InvitationId)),
        422 => (422, FormHtml.Form(form, _texts["few"], post.Fields)),
        429 or 503 => (refusal.Type.Status, FormHtml.Plain(_texts, _texts["busytitle"], [_texts["busy"]])),
        _ => (400, FormHtml.Form(form, _texts["bad"], post.Fields)),
    };

    private async Task<(int Status, string Page)> Received(ResponseResource response, CancellationToken cancellationToken)
    {
        await sender.Send(new CompleteInvitation(call, invitation, response.Id), cancellationToken);
        var own = invitation.Rater == "client" ? await OwnTrend(cancellationToken) : "";
        return (200, FormHtml.Plain(_texts, _texts["thanks"], [_texts["received"]], invitation.InvitationId, own));
    }

    // Only in the answer to the form itself: the link alone must not show it to who finds it later.
    private async Task<string> OwnTrend(CancellationToken cancellationToken)
    {
        var trend = await sender.Send(
            new GetTrend(call, invitation.EpisodeId, new NamedInstrument(invitation.Instrument, invitation.Version), invitation.Rater, null, TrendFormat.Json, default), cancellationToken);
        if (trend.Value is not { } rendered)
        {
            return "";
        }

        using var json = JsonDocument.Parse(rendered.Bytes);
        var total = json.RootElement.GetProperty("scales").EnumerateArray().FirstOrDefault(s => s.GetProperty("scale").GetString() == "total");
        if (total.ValueKind != JsonValueKind.Object || total.GetProperty("recentChange") is not { ValueKind: JsonValueKind.Object } recent)
        {
            return "";
        }

        var name = recent.GetProperty("label").GetString() switch { "rising" => "rising", "falling" => "falling", "no-clear-change" => "steady", _ => "soon" };
        var forms = name == "soon" ? "" : $"<p class=\"small\">{FormHtml.Text(_texts.With("forms", total.GetProperty("forms").GetInt32().ToString(CultureInfo.InvariantCulture)))}</p>";
        return $"<section class=\"promise\"><h2>{FormHtml.Text(_texts["own"])}</h2><p>{FormHtml.Text(_texts[name])}</p>{forms}</section>";
    }
}

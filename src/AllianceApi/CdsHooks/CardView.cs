using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Alerts;
using AllianceApi.Alerts.Cards;

namespace AllianceApi.CdsHooks;

/// <summary>Shows alerts as cards: what the alert says, no more and no louder.</summary>
/// <param name="publicBase">Address under which callers reach the service.</param>
/// <param name="smartApp">Launch address of an app that shows the trend; null to lead to the dashboard.</param>
internal sealed class CardView(string publicBase, string? smartApp)
{
    /// <summary>The system of the codes by which a card is set aside.</summary>
    public const string ReasonSystem = "urn:alliance:override-reason";

    private const int LongestSummary = 139;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_{}[]<>#|!");

    private static readonly OverrideReason[] Reasons =
    [
        new("already-discussed", ReasonSystem, "Already talked about"),
        new("known-cause", ReasonSystem, "The reason is known"),
        new("not-now", ReasonSystem, "Not now"),
        new("not-helpful", ReasonSystem, "Not helpful"),
    ];

    public Card Of(AlertCard card)
    {
        var alert = card.Alert;
        return new Card(
            card.CardId,
            Short(AlertView.InShort(alert)),
            AlertView.IsPressing(alert) ? "warning" : "info",
            new CardSource("AllianceApi: therapeutic alliance", publicBase),
            Detail(alert),
            [Link(alert)],
            Reasons);
    }

    private CardLink Link(AlertResource alert) => smartApp is null
        ? new CardLink("Open the trend", $"{publicBase}/#/episodes/{Uri.EscapeDataString(alert.EpisodeId)}", "absolute", null)
        : new CardLink("Open the trend", smartApp, "smart", new JsonObject { ["episode"] = alert.EpisodeId, ["alert"] = alert.Id }.ToJsonString());

    private static string Detail(AlertResource alert) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Plain(alert.Statement)}\n\n*{Plain(alert.Instrument)}, rated by the {alert.Rater}. Noticed on {alert.RaisedAt.UtcDateTime:yyyy-MM-dd}. A reason to ask, not a finding.*");

    // The statement is text: what would be a mark of Markdown in it stays what it is.
    private static string Plain(string text)
    {
        if (text.AsSpan().IndexOfAny(Marks) < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            plain.Append(Marks.Contains(c) ? "\\" : "").Append(c);
        }

        return plain.ToString();
    }

    private static string Short(string text) => text.Length <= LongestSummary ? text : text[..(LongestSummary - 1)].TrimEnd() + "\u2026";
}

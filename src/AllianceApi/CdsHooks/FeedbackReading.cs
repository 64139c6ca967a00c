using System.Globalization;
using System.Text.Json;
using AllianceApi.Alerts.Cards;
using AllianceApi.Hosting;

namespace AllianceApi.CdsHooks;

/// <summary>Reads what became of cards.</summary>
internal static class FeedbackReading
{
    private const int Most = 100;
    private const int LongestText = 1000;

    public static List<CardFeedback> Read(JsonElement body, Faults faults)
    {
        var all = new List<CardFeedback>();
        if (HookReading.Member(body, "feedback") is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() is 0 or > Most)
        {
            faults.Add("/feedback", "required", $"Send a list of 1 to {Most} notes on cards.");
            return all;
        }

        foreach (var item in items.EnumerateArray())
        {
            if (One(item, string.Create(CultureInfo.InvariantCulture, $"/feedback/{all.Count}"), faults) is not { } feedback)
            {
                return all;
            }

            all.Add(feedback);
        }

        return all;
    }

    private static CardFeedback? One(JsonElement item, string at, Faults faults)
    {
        var card = HookReading.Text(item, "card");
        if (card is not { Length: <= 64 })
        {
            faults.Add($"{at}/card", "required", "Name the card by its uuid.");
        }

        var outcome = HookReading.Text(item, "outcome");
        if (outcome is not ("accepted" or "overridden"))
        {
            faults.Add($"{at}/outcome", "out-of-range", "This must be one of accepted, overridden.");
        }

        var instant = default(DateTimeOffset);
        if (HookReading.Text(item, "outcomeTimestamp") is not { } time || Instant.Read(time, out instant) is not null)
        {
            faults.Add($"{at}/outcomeTimestamp", "invalid-format", "Write an RFC 3339 instant with offset, such as 2026-03-02T10:00:00Z.");
        }

        var reason = HookReading.Member(item, "overrideReason");
        var code = reason is { } given ? HookReading.Member(given, "reason") : null;
        return faults.Any ? null : new CardFeedback(card!, outcome!, instant, Cut(Coded(code)), Cut(reason is { } told ? HookReading.Text(told, "userComment") : null));
    }

    // Our own codes by themselves, another system's with its name.
    private static string? Coded(JsonElement? coding) => coding is not { } c || HookReading.Text(c, "code") is not { } code ? null
        : HookReading.Text(c, "system") is { } system && system != CardView.ReasonSystem ? $"{system}|{code}"
        : code;

    private static string? Cut(string? text) => text is null ? null : new string([.. text.Where(c => !char.IsControl(c) || c == '\n').Take(LongestText)]);
}

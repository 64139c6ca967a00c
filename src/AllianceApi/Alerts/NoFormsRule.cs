using System.Globalization;
using System.Text.Json;
using AllianceApi.Hosting;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>The newest form of an episode, whoever answered it.</summary>
/// <param name="Session">Its session.</param>
/// <param name="HeldAt">When that session was held, microseconds since 1970.</param>
internal sealed record LastForm(int Session, long HeldAt)
{
    public DateOnly Date => Day(Instant.FromStore(HeldAt));

    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}

/// <summary>An alert that told of a gap.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Since">Day (UTC) of the last form before the gap.</param>
internal sealed record KnownGap(KnownAlert Alert, DateOnly Since);

/// <summary>
/// noForms/1: an open episode that has had at least one form has none for more than a set number of days (UTC calendar). One
/// open alert per episode; it stays until a person closes it, tells when a form comes in, and is never raised twice for one gap.
/// </summary>
internal static class NoFormsRule
{
    public const string Name = "noForms/1";

    /// <summary>The input that names the gap: the last form before it, in seconds since 1970.</summary>
    public const string LastFormAt = "lastFormAt";

    /// <summary>With what an alert begins that tells that the gap is over.</summary>
    public const string CameIn = "A form came in on session ";

    /// <summary>The gap that an alert of this rule told of, by its reasons as they are stored.</summary>
    public static KnownGap Gap(KnownAlert alert, string because)
    {
        var since = (long)JsonSerializer.Deserialize(because, StoredJson.Default.Because)!.Inputs[LastFormAt];
        return new KnownGap(alert, LastForm.Day(DateTimeOffset.FromUnixTimeSeconds(since)));
    }

    /// <summary>What is to be done about an episode whose newest form is <paramref name="last"/>.</summary>
    /// <param name="last">Its newest form.</param>
    /// <param name="today">The day (UTC).</param>
    /// <param name="afterDays">More days than this make a gap.</param>
    /// <param name="known">Gaps that were told of, closed alerts included.</param>
    public static AlertStep? Decide(LastForm last, DateOnly today, int afterDays, IReadOnlyList<KnownGap> known)
    {
        var days = today.DayNumber - last.Date.DayNumber;
        if (days <= afterDays)
        {
            return null;
        }

        var statement = string.Create(CultureInfo.InvariantCulture, $"No form has come in since session {last.Session} on {last.Date:yyyy-MM-dd}, more than {afterDays} days ago.");
        var content = new AlertContent(AlertRules.NoForms, last.Session, statement, new Because(
            Name,
            null,
            new Dictionary<string, double> { ["days"] = days, [LastFormAt] = Math.Floor(last.HeldAt / 1e6) },
            new Dictionary<string, double> { ["days"] = afterDays },
            TrendView.MethodId,
            null));
        if (known.FirstOrDefault(g => !g.Alert.IsClosed) is { } open)
        {
            return open.Alert.Statement == statement ? null : new AlertStep.Restate(open.Alert, content, open.Since != last.Date, statement);
        }

        return known.All(g => g.Since != last.Date) ? new AlertStep.Raise(content) : null;
    }

    /// <summary>What is to be done when a form came in, or an earlier one changed.</summary>
    /// <param name="last">The newest form of the series that changed.</param>
    /// <param name="known">Gaps that were told of.</param>
    public static AlertStep? Came(LastForm last, IReadOnlyList<KnownGap> known)
    {
        if (known.FirstOrDefault(g => !g.Alert.IsClosed) is not { } open || last.Date <= open.Since)
        {
            return null;
        }

        var statement = string.Create(CultureInfo.InvariantCulture, $"{CameIn}{last.Session}.");
        return open.Alert.Statement == statement ? null : new AlertStep.Revise(open.Alert, statement, statement);
    }
}

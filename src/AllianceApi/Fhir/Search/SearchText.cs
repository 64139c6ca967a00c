using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AllianceApi.Hosting;
using AllianceApi.Responses.Search;

namespace AllianceApi.Fhir.Search;

/// <summary>The forms in which values of search parameters are written (R4, 3.1.1).</summary>
internal static partial class SearchText
{
    /// <summary>Splits at a character that no backslash stands before.</summary>
    public static List<string> Split(string text, char at)
    {
        var (parts, part) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[i]).Append(text[++i]);
            }
            else if (text[i] == at)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    /// <summary>Takes the backslashes away.</summary>
    public static string Plain(string text) => Escaped().Replace(text, "${plain}");

    /// <summary>A token: its system is null where any will do and empty where it must have none; its code is null where any will do.</summary>
    public static (string? System, string? Code) Token(string text)
    {
        var parts = Split(text, '|');
        return parts.Count == 1 ? (null, Plain(parts[0])) : (Plain(parts[0]), parts[1].Length == 0 ? null : Plain(string.Join('|', parts.Skip(1))));
    }

    /// <summary>A date with its prefix, as the span of time that it asks for; null where it is none.</summary>
    public static TimeSpanAsked? Date(string text)
    {
        // A plus sign that was not escaped arrives as a space.
        var match = DateForm().Match(text.Replace(' ', '+'));
        if (!match.Success || Range(match) is not { } range)
        {
            return null;
        }

        var (from, to) = range;
        // Who goes on after an instant that we gave brings it without its last zeros, and means that instant: what came within the rest
        // of the hundredth would else be missed.
        var after = match.Groups["fraction"].Success ? from + 1 : to;
        return match.Groups["prefix"].Value switch
        {
            "" or "eq" => new TimeSpanAsked(from, to),
            "ne" => new TimeSpanAsked(from, to, Outside: true),
            "gt" or "sa" => new TimeSpanAsked(after, null),
            "ge" => new TimeSpanAsked(from, null),
            "lt" or "eb" => new TimeSpanAsked(null, from),
            _ => new TimeSpanAsked(null, to),
        };
    }

    // A partial date is all of the time that it may mean; without an offset it is read as UTC.
    private static (long From, long To)? Range(Match match)
    {
        var (year, month, day) = (Part(match, "year", 1), Part(match, "month", 1), Part(match, "day", 1));
        var (hour, minute, second) = (Part(match, "hour", 0), Part(match, "minute", 0), Part(match, "second", 0));
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var zone = match.Groups["zone"].Value;
        var offset = zone.Length < 6 ? TimeSpan.Zero : TimeSpan.ParseExact(zone[1..], "hh\\:mm", CultureInfo.InvariantCulture) * (zone[0] == '-' ? -1 : 1);
        if (offset.Duration() > TimeSpan.FromHours(14))
        {
            return null;
        }

        var at = new DateTimeOffset(year, month, day, hour, minute, second, offset);
        var fraction = match.Groups["fraction"].Value;
        var from = at.ToStore() + (fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(6, '0')[..6], CultureInfo.InvariantCulture));
        return (from, End(match, at, from, fraction));
    }

    private static long End(Match match, DateTimeOffset at, long from, string fraction) =>
        fraction.Length > 0 ? from + (long)Math.Pow(10, Math.Max(0, 6 - fraction.Length))
        : match.Groups["second"].Success ? from + 1_000_000
        : match.Groups["minute"].Success ? from + 60_000_000
        : match.Groups["day"].Success ? at.AddDays(1).ToStore()
        : match.Groups["month"].Success ? at.AddMonths(1).ToStore()
        : at.AddYears(1).ToStore();

    private static int Part(Match match, string name, int otherwise) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"\\(?<plain>.)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(
        @"^(?<prefix>eq|ne|gt|lt|ge|le|sa|eb)?(?<year>\d{4})(-(?<month>\d\d)(-(?<day>\d\d)(T(?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)(\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d\d:\d\d)?)?)?)?$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex DateForm();
}

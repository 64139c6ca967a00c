using System.Text;

namespace AllianceApi.Hosting;

/// <summary>
/// Instants as the API and the store know them: RFC 3339 with an offset coming in, UTC with <c>Z</c> going out, microseconds
/// since 1970 in the store.
/// </summary>
internal static class Instant
{
    /// <summary>The longest text of an instant: one with six digits after the second.</summary>
    public const int MostCharacters = 27;

    private const long MicrosecondTicks = TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long ToStore(this DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / MicrosecondTicks;

    /// <summary>The instant of <paramref name="microseconds"/> since 1970, in UTC.</summary>
    public static DateTimeOffset FromStore(long microseconds) => new(DateTime.UnixEpoch.Ticks + (microseconds * MicrosecondTicks), TimeSpan.Zero);

    /// <summary>The instant of <paramref name="microseconds"/> since 1970, on a clock that is <paramref name="offsetMinutes"/> ahead of UTC.</summary>
    public static DateTimeOffset FromStore(long microseconds, long offsetMinutes) => FromStore(microseconds).ToOffset(TimeSpan.FromMinutes(offsetMinutes));

    /// <summary>RFC 3339 in UTC, with as many digits of the second as are not zero.</summary>
    public static string Text(this DateTimeOffset instant)
    {
        Span<byte> text = stackalloc byte[MostCharacters];
        return Encoding.ASCII.GetString(text[..instant.Write(text)]);
    }

    /// <summary>Writes <see cref="Text(DateTimeOffset)"/> in UTF-8.</summary>
    /// <returns>How many bytes it has, at most <see cref="MostCharacters"/>.</returns>
    public static int Write(this DateTimeOffset instant, Span<byte> text)
    {
        var utc = instant.UtcDateTime;
        Digits(text, 0, 4, utc.Year);
        text[4] = (byte)'-';
        Digits(text, 5, 2, utc.Month);
        text[7] = (byte)'-';
        Digits(text, 8, 2, utc.Day);
        text[10] = (byte)'T';
        Digits(text, 11, 2, utc.Hour);
        text[13] = (byte)':';
        Digits(text, 14, 2, utc.Minute);
        text[16] = (byte)':';
        Digits(text, 17, 2, utc.Second);
        var length = 19;
        if ((int)(utc.Ticks / MicrosecondTicks % 1_000_000) is var fraction && fraction != 0)
        {
            text[19] = (byte)'.';
            Digits(text, 20, 6, fraction);
            length = text[..26].TrimEnd((byte)'0').Length;
        }

        text[length] = (byte)'Z';
        return length + 1;
    }

    private static void Digits(Span<byte> text, int place, int count, int value)
    {
        for (var i = place + count - 1; i >= place; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    /// <summary>The instant cut to whole microseconds: what the store can hold.</summary>
    public static DateTimeOffset Truncated(this DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % MicrosecondTicks));

    /// <summary>
    /// Reads RFC 3339 strictly: date, <c>T</c>, time with seconds, optional fraction, and <c>Z</c> or an offset. The fraction is
    /// cut to microseconds. Years 1900 to 2199.
    /// </summary>
    /// <returns>Null when read; else why not: <c>no-offset</c>, <c>out-of-range</c> or <c>invalid-format</c>.</returns>
    public static string? Read(ReadOnlySpan<char> s, out DateTimeOffset instant)
    {
        instant = default;
        if (s.Length < 19 || s[4] != '-' || s[7] != '-' || s[10] is not ('T' or 't') || s[13] != ':' || s[16] != ':'
            || !Digits(s, 0, 4, out var year) || !Digits(s, 5, 2, out var month) || !Digits(s, 8, 2, out var day)
            || !Digits(s, 11, 2, out var hour) || !Digits(s, 14, 2, out var minute) || !Digits(s, 17, 2, out var second))
        {
            return "invalid-format";
        }

        if (!Fraction(s, out var at, out var microseconds))
        {
            return "invalid-format";
        }

        if (at == s.Length)
        {
            return "no-offset";
        }

        if (!Offset(s[at..], out var offset))
        {
            return "invalid-format";
        }

        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return "out-of-range";
        }

        instant = new DateTimeOffset(year, month, day, hour, minute, second, offset).AddTicks(microseconds * MicrosecondTicks);
        return null;
    }

    private static bool Digits(ReadOnlySpan<char> s, int from, int count, out int value)
    {
        value = 0;
        foreach (var c in s.Slice(from, count))
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static bool Fraction(ReadOnlySpan<char> s, out int end, out long microseconds)
    {
        (end, microseconds) = (19, 0);
        if (end == s.Length || s[end] != '.')
        {
            return true;
        }

        long unit = 100_000;
        for (end++; end < s.Length && char.IsAsciiDigit(s[end]); end++, unit /= 10)
        {
            microseconds += (s[end] - '0') * unit;
        }

        return end > 20;
    }

    private static bool Offset(ReadOnlySpan<char> s, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (s.Length == 1 && s[0] is 'Z' or 'z')
        {
            return s.Length == 1;
        }

        if (s.Length != 6 || s[0] is not ('+' or '-') || s[3] != ':' || !Digits(s, 1, 2, out var hours) || !Digits(s, 4, 2, out var minutes) || minutes > 59)
        {
            return false;
        }

        offset = TimeSpan.FromMinutes(((hours * 60) + minutes) * (s[0] == '-' ? -1 : 1));
        return hours * 60 + minutes <= 14 * 60;
    }
}

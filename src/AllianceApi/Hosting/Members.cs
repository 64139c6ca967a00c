using System.Globalization;
using System.Text.Json;

namespace AllianceApi.Hosting;

/// <summary>
/// The members of one JSON object, read strictly: each is asked for by name and type, and what was not asked for, or stands
/// twice, is a fault. A member that is absent or has the wrong type yields null; the fault is noted once.
/// </summary>
internal sealed class Members
{
    private readonly List<(string Name, JsonElement Value)> _members = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Members(JsonElement json, string pointer, Faults faults)
    {
        (Pointer, Faults) = (pointer, faults);
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(pointer, "wrong-type", "This must be a JSON object.");
            Valid = false;
            return;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (JsonText.NameOf(member) is not { } name)
            {
                faults.Add(pointer, "invalid-format", "The name of a member is not valid Unicode.");
            }
            else if (_members.Exists(m => m.Name == name))
            {
                faults.Add(At(name), "duplicate-member", "This member stands more than once.");
            }
            else
            {
                _members.Add((name, member.Value));
            }
        }
    }

    public Faults Faults { get; }

    public string Pointer { get; }

    /// <summary>Whether there is an object at all.</summary>
    public bool Valid { get; } = true;

    public int Count => _members.Count;

    /// <summary>JSON pointer of a member, escaped as RFC 6901 asks.</summary>
    public string At(string name) => $"{Pointer}/{Escaped(name)}";

    /// <summary>A name as a part of a JSON pointer.</summary>
    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Notes every member that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (name, _) in _members)
        {
            if (!_asked.Contains(name))
            {
                Faults.Add(At(name), "unknown-member", $"There is no such member here.{(_asked.Count > 0 ? " Known: " + string.Join(", ", _asked) + "." : "")}");
            }
        }
    }

    /// <summary>Every member as it is, for objects whose names are data; each counts as asked for.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Each()
    {
        foreach (var member in _members)
        {
            _asked.Add(member.Name);
            yield return member;
        }
    }

    /// <summary>Whether a member has a value, right or wrong; null is the same as absent.</summary>
    public bool Has(string name) => Find(name) is { ValueKind: not JsonValueKind.Null };

    public string? Text(string name, bool required = false, int longest = 200)
    {
        if (Take(name, required, JsonValueKind.String, "a string") is not { } json)
        {
            return null;
        }

        if (JsonText.Of(json) is not { } text)
        {
            Faults.Add(At(name), "invalid-format", "The string is not valid Unicode.");
            return null;
        }

        if (text.Length > longest || (required && string.IsNullOrWhiteSpace(text)))
        {
            Faults.Add(At(name), "out-of-range", $"The text must have {(required ? 1 : 0)} to {longest} characters.");
            return null;
        }

        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
        {
            Faults.Add(At(name), "invalid-format", "The text holds control characters.");
            return null;
        }

        return text;
    }

    /// <summary>An id of the caller's: <c>[A-Za-z0-9._~-]{1,64}</c>.</summary>
    public string? Id(string name, bool required = false)
    {
        var text = Text(name, required);
        if (text is not null && !ExternalId.Fits(text))
        {
            Faults.Add(At(name), "invalid-id", ExternalId.Rule);
            return null;
        }

        return text;
    }

    public string? OneOf(string name, IReadOnlyList<string> choices, bool required = false)
    {
        var text = Text(name, required);
        if (text is not null && !choices.Contains(text, StringComparer.Ordinal))
        {
            Faults.Add(At(name), "out-of-range", $"This must be one of {string.Join(", ", choices)}.");
            return null;
        }

        return text;
    }

    public double? Number(string name, bool required = false, double least = double.MinValue, double most = double.MaxValue)
    {
        if (Take(name, required, JsonValueKind.Number, "a number") is not { } json)
        {
            return null;
        }

        return Finite(json, At(name), least, most);
    }

    public int? Whole(string name, bool required = false, int least = int.MinValue, int most = int.MaxValue)
    {
        if (Take(name, required, JsonValueKind.Number, "a whole number") is not { } json)
        {
            return null;
        }

        return Whole(json, At(name), least, most);
    }

    /// <summary>A whole number within bounds, written as 7, 7.0 or 7e0, which JSON does not tell apart; null with a fault for anything else.</summary>
    public int? Whole(JsonElement json, string pointer, int least, int most)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out var value) || value != Math.Floor(value))
        {
            Faults.Add(pointer, "wrong-type", "This must be a whole number.");
            return null;
        }

        if (value < least || value > most)
        {
            Faults.Add(pointer, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"This must lie between {least} and {most}."));
            return null;
        }

        return (int)value;
    }

    public DateTimeOffset? Instant(string name, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        var fault = Hosting.Instant.Read(text, out var instant);
        if (fault is null)
        {
            return instant;
        }

        Faults.Add(At(name), fault, fault switch
        {
            "no-offset" => "The time has no offset. Write an RFC 3339 instant such as 2026-03-02T10:00:00+01:00.",
            "out-of-range" => "There is no such date and time between the years 1900 and 2199.",
            _ => "Write an RFC 3339 instant with offset, such as 2026-03-02T10:00:00+01:00.",
        });
        return null;
    }

    public DateOnly? Date(string name, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 1900 or > 2199)
        {
            Faults.Add(At(name), "invalid-format", "Write a date such as 2026-01-05.");
            return null;
        }

        return date;
    }

    /// <summary>The members of an object; null where it is absent or something else.</summary>
    public Members? Object(string name, bool required = false) =>
        Take(name, required, JsonValueKind.Object, "an object") is { } json ? new Members(json, At(name), Faults) : null;

    /// <summary>The elements of an array; null where it is absent or something else.</summary>
    public IReadOnlyList<JsonElement>? Array(string name, bool required = false, int most = 1000)
    {
        if (Take(name, required, JsonValueKind.Array, "an array") is not { } json)
        {
            return null;
        }

        if (json.GetArrayLength() > most)
        {
            Faults.Add(At(name), "out-of-range", $"The array has more than {most} elements.");
            return null;
        }

        return [.. json.EnumerateArray()];
    }

    /// <summary>A finite number within bounds; null with a fault for anything else.</summary>
    public double? Finite(JsonElement json, string pointer, double least, double most)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out var value))
        {
            Faults.Add(pointer, "wrong-type", "This must be a number.");
            return null;
        }

        if (!double.IsFinite(value))
        {
            Faults.Add(pointer, "non-finite", "The number is too large.");
            return null;
        }

        if (value < least || value > most)
        {
            Faults.Add(pointer, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"This must lie between {least} and {most}."));
            return null;
        }

        return value;
    }

    private JsonElement? Find(string name)
    {
        foreach (var member in _members)
        {
            if (member.Name == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    private JsonElement? Take(string name, bool required, JsonValueKind kind, string what)
    {
        _asked.Add(name);
        var json = Find(name);
        if (json is null || (json.Value.ValueKind == JsonValueKind.Null && !required))
        {
            if (required && Valid)
            {
                Faults.Add(At(name), "required", "This member is required.");
            }

            return null;
        }

        if (json.Value.ValueKind != kind)
        {
            Faults.Add(At(name), "wrong-type", $"This must be {what}.");
            return null;
        }

        return json;
    }
}

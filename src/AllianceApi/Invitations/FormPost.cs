using System.Globalization;
using AllianceApi.Hosting;
using AllianceApi.Responses;
using Microsoft.AspNetCore.Http.Features;

namespace AllianceApi.Invitations;

/// <summary>What the page's form sent.</summary>
/// <param name="Fields">Fields by name, as they were sent.</param>
internal sealed record FormPost(IReadOnlyDictionary<string, string> Fields)
{
    private const int MostFields = 256;

    /// <summary>The policy that was on the page; null where that can not be read.</summary>
    public long? Promise => long.TryParse(Fields.GetValueOrDefault("promise"), NumberStyles.None, CultureInfo.InvariantCulture, out var packed) ? packed : null;

    /// <summary>How long it took; null where the page could not measure it.</summary>
    public double? Seconds =>
        double.TryParse(Fields.GetValueOrDefault("duration"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= Submission.LongestDuration ? seconds : null;

    /// <summary>The fields; null for anything that is no form, or too large.</summary>
    public static async Task<FormPost?> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true || request.ContentLength is null or > Input.BodyLimit)
        {
            return null;
        }

        try
        {
            var form = await new FormFeature(request, new FormOptions { ValueCountLimit = MostFields, KeyLengthLimit = 64, ValueLengthLimit = 64 }).ReadFormAsync(cancellationToken);
            return new FormPost(form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The answers by item; null where one is no number. A decimal comma is read as a point.</summary>
    public IReadOnlyDictionary<string, double>? Answers(int items)
    {
        var answers = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var item = 1; item <= items; item++)
        {
            if (Fields.GetValueOrDefault(FormHtml.FieldOf(item))?.Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            if (!double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            answers[item.ToString(CultureInfo.InvariantCulture)] = value;
        }

        return answers;
    }
}

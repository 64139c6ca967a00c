using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace AllianceApi.Invitations;

/// <summary>What the client's page says around the sentences of the form, in one language.</summary>
internal sealed class FormTexts
{
    private const string Prefix = "formtexts/";
    private const string Fallback = "en";

    // Languages written from right to left; a form may have texts in one that the page itself does not speak.
    private static readonly FrozenSet<string> RightToLeft = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi");

    private static readonly FrozenDictionary<string, FormTexts> All = typeof(FormTexts).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(n => new FormTexts(Path.GetFileNameWithoutExtension(n[Prefix.Length..]), n))
        .ToFrozenDictionary(t => t.Language, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> _texts;

    private FormTexts(string language, string resource)
    {
        using var stream = typeof(FormTexts).Assembly.GetManifestResourceStream(resource)!;
        (Language, _texts) = (language, JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The language of these texts.</summary>
    public string Language { get; }

    public static IEnumerable<FormTexts> Every => All.Values;

    public IEnumerable<string> Names => _texts.Keys;

    public string this[string name] => _texts[name];

    public string With(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, _texts[name], values);

    /// <summary>The texts for a language tag such as <c>de-CH</c>; English where there are none.</summary>
    public static FormTexts For(string language) => All.GetValueOrDefault(Primary(language)) ?? All[Fallback];

    public static string DirectionOf(string language) => RightToLeft.Contains(Primary(language)) ? "rtl" : "ltr";

    private static string Primary(string language) => language.Split('-')[0];
}

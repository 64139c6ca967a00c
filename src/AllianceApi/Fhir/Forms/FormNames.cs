using AllianceApi.Hosting;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Forms;

/// <summary>How an instrument is called as a Questionnaire.</summary>
internal static class FormNames
{
    /// <summary>Id of the resource: the instrument's id; of a version that is not current, with the version.</summary>
    public static string IdOf(InstrumentForm form)
    {
        var id = form.IsCurrent ? form.View.Id : $"{form.View.Id}-v-{form.View.Version}";
        return Id.IsValidValue(id) ? id : PublicId.Of(PublicKind.Episode, "questionnaire", id);
    }

    public static string UrlOf(FhirContext context, string instrument) => $"{context.Canonical}/Questionnaire/{Uri.EscapeDataString(instrument)}";

    /// <summary>URL with version, as responses name it.</summary>
    public static string CanonicalOf(FhirContext context, string instrument, string version) => $"{UrlOf(context, instrument)}|{version}";

    /// <summary>The form with an id.</summary>
    public static async System.Threading.Tasks.Task<InstrumentForm?> Find(FhirContext context, string id) =>
        (await context.Forms(null)).FirstOrDefault(f => IdOf(f) == id);

    /// <summary>The form that a canonical means: of ours, absolute or relative, with or without a version; null for anything else.</summary>
    public static async System.Threading.Tasks.Task<InstrumentForm?> Resolve(FhirContext context, string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        var (url, version) = bar < 0 ? (canonical, null) : (canonical[..bar], canonical[(bar + 1)..]);
        var start = new[] { $"{context.Canonical}/Questionnaire/", $"{context.Base}/Questionnaire/", "Questionnaire/" }.FirstOrDefault(s => url.StartsWith(s, StringComparison.Ordinal));
        if (start is null)
        {
            return null;
        }

        var name = Uri.UnescapeDataString(url[start.Length..]);
        return await context.Form(name, version) ?? (await Find(context, name) is { } form && (version is null || form.View.Version == version) ? form : null);
    }
}

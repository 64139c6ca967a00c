using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Trends;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>The estimates of a series as Observations: one for each scale that has scores.</summary>
internal static class TrendObservations
{
    /// <summary>The estimates of a series as it is, or as it could be known at an instant.</summary>
    public static async Task<IReadOnlyList<(int Place, Observation Observation)>> Of(FhirContext context, FiledSeries series, DateTimeOffset? asOf = null)
    {
        var request = new GetTrend(context.Call, series.EpisodeId, new NamedInstrument(series.Instrument, series.Version), series.Rater, asOf, TrendFormat.Json, default);
        if ((await context.Send(request)).Value is not { } rendered || await context.Form(series.Instrument, series.Version) is not { } form)
        {
            return [];
        }

        var trend = JsonSerializer.Deserialize(rendered.Bytes, (JsonTypeInfo<TrendResource>)ApiJson.Options.GetTypeInfo(typeof(TrendResource)))!;
        var shown = asOf is { } at ? series with { RecordedAt = at.ToStore(), LastHeldAt = trend.Scales.SelectMany(s => s.Points).Select(p => p.HeldAt.ToStore()).DefaultIfEmpty(series.LastHeldAt).Max() } : series;
        return [.. trend.Scales.Select((scale, i) => (Place: i + 1, Scale: scale)).Where(s => s.Scale.Level is not null).Select(s => (s.Place, Show(context, shown, form.View, trend, s.Scale, s.Place)))];
    }

    /// <summary>Id of the estimate of a scale.</summary>
    public static string IdOf(FhirContext context, FiledSeries series, int place) => string.Create(CultureInfo.InvariantCulture, $"{Start(context, series)}-{place}");

    /// <summary>The public id of the episode within the id of an estimate; null where it has another form.</summary>
    public static string? EpisodeOf(string id) => id.Length > 42 && id[32] == '-' && id[41] == '-' ? id[..32] : null;

    private static string Start(FhirContext context, FiledSeries series) =>
        $"{context.IdOf(PublicKind.Episode, series.EpisodeId)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{series.Instrument}\n{series.Version}\n{series.Rater}")).AsSpan(0, 4))}";

    private static Observation Show(FhirContext context, FiledSeries series, InstrumentView view, TrendResource trend, ScaleTrendResource scale, int place)
    {
        var at = AllianceApi.Hosting.Instant.FromStore(series.RecordedAt);
        var id = IdOf(context, series, place);
        var source = series.Rater == "client" ? (PublicKind.Client, series.ClientId) : (PublicKind.Clinician, series.ClinicianId);
        return new Observation
        {
            Id = id,
            Meta = new Meta { VersionId = series.Revision.ToString(CultureInfo.InvariantCulture), LastUpdated = at },
            Identifier = [new Identifier("urn:alliance:observation", id)],
            Status = ObservationStatus.Final,
            Category = [Codes.Survey()],
            Code = Codes.Measure(context, view, series.Rater, scale.Scale, Codes.TrendCode),
            Subject = References.ToPerson(context, PublicKind.Client, series.ClientId),
            Effective = new FhirDateTime(AllianceApi.Hosting.Instant.FromStore(series.LastHeldAt)),
            Issued = at,
            Performer = [References.ToPerson(context, source.Item1, source.Item2)],
            Value = Codes.Score(scale.Level!.Value),
            Method = new CodeableConcept { Coding = [new Coding(Codes.System(context), trend.Method.Id)], Text = $"{trend.Method.Id}, parameters {trend.Method.Parameters} ({trend.Method.Source})" },
            Note = [new Annotation { Text = new Markdown("An estimate made from the scores that it is derived from; no measurement of its own.") }],
            ReferenceRange = [new Observation.ReferenceRangeComponent { Low = Codes.Score(scale.Min), High = Codes.Score(scale.Max), Text = "The range of the scale." }],
            Component = [.. Components(context, scale)],
            DerivedFrom = [.. scale.Points.Select(p => p.ResponseId).OfType<string>().Select(r => new ResourceReference($"Observation/{ObservationView.IdOf(r, place)}"))],
        };
    }

    private static IEnumerable<Observation.ComponentComponent> Components(FhirContext context, ScaleTrendResource scale)
    {
        foreach (var (code, value) in new (string, double?)[]
        {
            ("level-low", scale.Level!.Low), ("level-high", scale.Level.High), ("level-sd", scale.Level.Sd),
            ("slope", scale.Slope?.PerSession), ("slope-low", scale.Slope?.Low), ("slope-high", scale.Slope?.High),
            ("recent-change", scale.RecentChange.Value), ("recent-change-low", scale.RecentChange.Low), ("recent-change-high", scale.RecentChange.High),
            ("overall-change", scale.OverallChange.Value), ("overall-change-low", scale.OverallChange.Low), ("overall-change-high", scale.OverallChange.High),
        })
        {
            if (value is { } number)
            {
                yield return ObservationView.Component(context, code, number);
            }
        }

        yield return Label(context, "recent-label", scale.RecentChange.Label);
        yield return Label(context, "overall-label", scale.OverallChange.Label);
        yield return new Observation.ComponentComponent { Code = Codes.Component(context, "forms"), Value = new Integer(scale.Forms) };
    }

    private static Observation.ComponentComponent Label(FhirContext context, string code, string label) => new() { Code = Codes.Component(context, code), Value = Codes.Component(context, label) };
}

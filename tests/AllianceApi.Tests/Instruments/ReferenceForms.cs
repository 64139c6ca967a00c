using System.Text.Json;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

/// <summary>The dossier of instruments (<c>Reference/instruments.json</c>), and which of its forms each shipped instrument stands for.</summary>
internal static class ReferenceForms
{
    /// <summary>Shipped id to the forms of the dossier that it serves.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Served = new Dictionary<string, string[]>
    {
        ["wai-sr"] = ["wai-sr-c", "wai-sr-t12"],
        ["wai-36"] = ["wai-36-c", "wai-36-t"],
        ["wai-s"] = ["wai-s-c", "wai-s-t"],
        ["wai-srt-10"] = ["wai-srt-10"],
        ["sai"] = ["sai-6-c"],
        ["wai-b3"] = ["wai-b3"],
        ["haq-ii"] = ["haq-ii-p", "haq-ii-t"],
        ["arm-5"] = ["arm-5-c"],
        ["srs"] = ["srs-v3"],
        ["csrs"] = ["csrs"],
        ["gsrs"] = ["gsrs"],
        ["cgsrs"] = ["cgsrs"],
    };

    /// <summary>The whole dossier.</summary>
    public static readonly JsonElement Dossier = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "instruments.json"))).RootElement;

    /// <summary>One form of the dossier.</summary>
    public static JsonElement Form(string id) =>
        Dossier.GetProperty("instruments").EnumerateArray().Single(i => i.GetProperty("id").GetString() == id);

    /// <summary>The shipped instrument that serves a form of the dossier.</summary>
    public static InstrumentDocument ShippedFor(string form) =>
        InstrumentLibrary.Shipped.Find(Served.Single(s => s.Value.Contains(form)).Key)!;

    /// <summary>The numbers in a JSON array; none for null.</summary>
    public static int[] Numbers(JsonElement array) =>
        array.ValueKind == JsonValueKind.Null ? [] : [.. array.EnumerateArray().Select(n => n.GetInt32())];
}

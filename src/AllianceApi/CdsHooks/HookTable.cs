namespace AllianceApi.CdsHooks;

/// <summary>The hooks at which we have something to say, once: discovery tells of them and the routes serve them.</summary>
internal static class HookTable
{
    /// <summary>The key under which a client sends the patient along.</summary>
    public const string Patient = "patient";

    private static readonly Dictionary<string, string> Prefetch = new() { [Patient] = "Patient/{{context.patientId}}" };

    public static readonly IReadOnlyList<HookEntry> All =
    [
        new(
            "patient-view",
            "Therapeutic alliance",
            "Shows what to look at in the working relationship of client and therapist, such as a possible strain, when the record of a patient is opened.",
            "alliance-patient-view",
            Prefetch),
        new(
            "encounter-start",
            "Therapeutic alliance at the start of a session",
            "Shows what to look at in the working relationship of client and therapist, such as a possible strain, when an encounter begins.",
            "alliance-encounter-start",
            Prefetch),
    ];

    public static HookEntry? Find(string? id) => All.FirstOrDefault(h => h.Id == id);
}

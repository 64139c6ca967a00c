namespace AllianceApi.Demo;

/// <summary>One simulated client: how the alliance went, from which the answers are drawn.</summary>
/// <param name="Id">Name of the course, in the ids of its client and episode.</param>
/// <param name="Label">What people see.</param>
/// <param name="Clinician">Which clinician, from 0.</param>
/// <param name="Sessions">Number of sessions.</param>
/// <param name="DaysAgo">How many days before the demo's day the last one was.</param>
/// <param name="Level">The client's alliance at a session, 1 to 5.</param>
internal sealed record DemoCourse(string Id, string Label, int Clinician, int Sessions, int DaysAgo, Func<int, double> Level)
{
    /// <summary>How far single sessions scatter about the level.</summary>
    public double Scatter { get; init; } = 0.12;

    /// <summary>How far single items scatter about their session.</summary>
    public double ItemScatter { get; init; } = 0.35;

    /// <summary>Sessions without a form.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>The item that the client left out at a session.</summary>
    public IReadOnlyDictionary<int, int> Unanswered { get; init; } = new Dictionary<int, int>();

    /// <summary>The therapist's rating at a session; null where only the client answers.</summary>
    public Func<int, double>? Therapist { get; init; }

    /// <summary>At which session the clinician did what with the open alert; 0 is after the last.</summary>
    public IReadOnlyDictionary<int, string> Acts { get; init; } = new Dictionary<int, string>();

    public string ClientId => $"demo-client-{Id}";

    public string EpisodeId => $"demo-{Id}";
}

/// <summary>Who is in the demo clinic, and how it went for them.</summary>
internal static class DemoPlan
{
    public const string Instrument = "alliance-check";

    public static readonly IReadOnlyList<(string Id, string Label)> Clinicians = [("demo-clinician-1", "Clinician 1"), ("demo-clinician-2", "Clinician 2")];

    public static readonly IReadOnlyList<DemoCourse> Courses =
    [
        new("growth", "A. (growth)", 0, 14, 3, s => Math.Min(4.6, 2.9 + (0.13 * s))) { Therapist = s => Math.Min(4.4, 2.7 + (0.13 * s)) },
        new("slow-decline", "B. (slow decline)", 1, 18, 2, s => 4.5 - (0.085 * s)),
        new("strain-recovered", "C. (a drop that recovered)", 0, 13, 4, s => s switch { 7 => 2.5, 8 => 3.3, _ => 4.1 })
        {
            Scatter = 0.05,
            ItemScatter = 0.25,
            Acts = new Dictionary<int, string> { [7] = "seen", [8] = "discussed", [0] = "resolved" },
        },
        new("strain-stayed", "D. (a drop that stayed)", 1, 14, 5, s => s < 8 ? 4.2 : 2.7) { Acts = new Dictionary<int, string> { [9] = "seen" } },
        new("ceiling", "E. (always the best answer)", 0, 10, 6, _ => 5.0) { Scatter = 0, ItemScatter = 0 },
        new("gaps", "F. (missing sessions)", 1, 13, 3, s => 3.5 + (0.04 * s)) { Missing = [3, 4, 8, 12], Unanswered = new Dictionary<int, int> { [7] = 5 } },
        new("two-raters", "G. (two views)", 0, 12, 1, s => 4.4 - (0.03 * s)) { Therapist = s => 3.3 + (0.02 * s) },
        new("volatile", "H. (up and down)", 1, 15, 2, s => 3.6 + (s % 3 == 0 ? -0.55 : 0.3)) { Scatter = 0.25, ItemScatter = 0.5 },
        new("two-forms", "I. (just begun)", 0, 2, 4, _ => 3.8),
        new("long", "J. (forty sessions)", 1, 40, 5, s => Math.Min(4.3, 3.2 + (0.05 * s)) + (0.12 * Math.Sin(s / 3.0))),
        new("stable", "K. (stable)", 0, 16, 6, _ => 3.9) { Scatter = 0.08 },
        new("recent-drop", "L. (a recent drop)", 1, 9, 2, s => s == 9 ? 2.4 : 4.2),
    ];
}

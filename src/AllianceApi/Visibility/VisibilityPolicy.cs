using System.Globalization;

namespace AllianceApi.Visibility;

/// <summary>How much of a response is shown; each level holds the ones before it.</summary>
internal enum Level
{
    /// <summary>That there is one, and when.</summary>
    Existence,

    /// <summary>What it does to the course: level, changes, markers, statements; no single score.</summary>
    Trend,

    /// <summary>The scores, and how the form was filled in.</summary>
    Scores,

    /// <summary>Each answer.</summary>
    Items,
}

/// <summary>Who looks.</summary>
internal enum Audience
{
    /// <summary>The clinician of the episode.</summary>
    Clinician,

    /// <summary>Who supervises that clinician.</summary>
    Supervisor,

    /// <summary>Other systems of the organization.</summary>
    Integration,

    /// <summary>The client.</summary>
    Client,
}

/// <summary>What must have happened before the content of a session's responses is shown.</summary>
[Flags]
internal enum Holds
{
    None = 0,

    /// <summary>The clinician has said that the session was discussed; until then only the clinician sees it.</summary>
    Discussed = 1,

    /// <summary>The day of the session is over, or a later session is known; until then nobody sees it.</summary>
    SessionClosed = 2,
}

/// <summary>Who may see how much, and from when on.</summary>
internal readonly record struct VisibilityPolicy(Level Clinician, Level Supervisor, Level Integration, Level Client, Holds Holds)
{
    /// <summary>What holds where an organization has set nothing.</summary>
    public static readonly VisibilityPolicy BuiltIn = new(Level.Items, Level.Trend, Level.Items, Level.Trend, Holds.None);

    private const int Levels = 4;
    private const int HoldsFactor = 256;

    public static readonly string[] LevelNames = ["existence", "trend", "scores", "items"];

    public static readonly string[] HoldNames = ["discussed", "sessionClosed"];

    /// <summary>The policy as one number, as the store keeps it.</summary>
    public long Packed => (long)Clinician + (Levels * (long)Supervisor) + (Levels * Levels * (long)Integration) + (Levels * Levels * Levels * (long)Client) + (HoldsFactor * (long)Holds);

    public static VisibilityPolicy Unpack(long packed) => new(
        (Level)(packed & 3), (Level)((packed >> 2) & 3), (Level)((packed >> 4) & 3), (Level)((packed >> 6) & 3), (Holds)((packed >> 8) & 3));

    public static Level LevelOf(string name) => (Level)Array.IndexOf(LevelNames, name);

    public static Holds HoldOf(string? name) => name switch { "discussed" => Holds.Discussed, "sessionClosed" => Holds.SessionClosed, _ => Holds.None };

    public Level Of(Audience audience) => audience switch
    {
        Audience.Clinician => Clinician,
        Audience.Supervisor => Supervisor,
        Audience.Integration => Integration,
        _ => Client,
    };

    /// <summary>What both allow: the lower of the levels, and all that either waits for.</summary>
    public VisibilityPolicy And(VisibilityPolicy other) => new(
        Lower(Clinician, other.Clinician), Lower(Supervisor, other.Supervisor), Lower(Integration, other.Integration), Lower(Client, other.Client), Holds | other.Holds);

    /// <summary>Whether this shows nobody anything that <paramref name="other"/> does not show.</summary>
    public bool IsWithin(VisibilityPolicy other) => And(other) == this;

    /// <summary>In short, for the audit log.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"clinician={Name(Clinician)} supervisor={Name(Supervisor)} integration={Name(Integration)} client={Name(Client)} hold={Holds}");

    public static string Name(Level level) => LevelNames[(int)level];

    private static Level Lower(Level one, Level other) => one < other ? one : other;
}

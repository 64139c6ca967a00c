namespace AllianceApi.Access;

/// <summary>
/// Who may do what, and how far it reaches: the one table behind the code, the documentation and the tests. What lies outside
/// the reach is answered like what does not exist.
/// </summary>
internal static class AccessRules
{
    private const Reach No = Reach.None;
    private const Reach All = Reach.Organization;
    private const Reach Ids = Reach.Ids;
    private const Reach Own = Reach.Own;
    private const Reach Sup = Reach.Supervised;

    private static readonly Dictionary<Operation, Reach[]> Table = new()
    {
        // Columns: admin, integration, clinician, supervisor, auditor.
        [Operation.ManageKeys] = [All, No, No, No, No],
        [Operation.FetchToken] = [All, All, No, No, All],
        [Operation.ReadOwnKey] = [All, All, All, All, All],
        [Operation.ManageOrganizations] = [All, No, No, No, No],
        [Operation.ManageInstruments] = [All, No, No, No, No],
        [Operation.ManageWebhooks] = [All, No, No, No, No],
        [Operation.ReadInstruments] = [All, All, All, All, All],
        [Operation.WriteClinician] = [All, All, No, No, No],
        [Operation.ReadClinician] = [All, All, Own, Sup, No],
        [Operation.WriteClient] = [No, All, Own, No, No],
        [Operation.ReadClient] = [Ids, All, Own, Sup, No],
        [Operation.WriteEpisode] = [No, All, Own, No, No],
        [Operation.ReadEpisode] = [Ids, All, Own, Sup, No],
        [Operation.WriteSession] = [No, All, Own, No, No],
        [Operation.DiscussSession] = [No, No, Own, No, No],
        [Operation.WriteResponse] = [No, All, Own, No, No],
        [Operation.ReadResponse] = [No, All, Own, No, No],
        [Operation.MoveResponse] = [No, All, Own, No, No],
        [Operation.ReadTrend] = [No, All, Own, Sup, No],
        [Operation.ReadCaseload] = [No, All, Own, Sup, No],
        [Operation.ReadAlert] = [No, All, Own, Sup, No],
        [Operation.AcknowledgeAlert] = [No, No, Own, No, No],
        [Operation.NoteFeedback] = [No, All, Own, No, No],
        [Operation.ReadSupervision] = [No, No, No, Sup, No],
        [Operation.ReadEvents] = [No, All, Own, No, No],
        [Operation.ReadAudit] = [No, No, No, No, All],
        [Operation.ExportClient] = [No, All, No, No, No],
        [Operation.MergeClients] = [No, All, No, No, No],
        [Operation.EraseClient] = [All, All, No, No, No],
        [Operation.ReadDefaultVisibility] = [All, All, All, All, All],
        [Operation.WriteDefaultVisibility] = [All, No, No, No, No],
        [Operation.WriteClientVisibility] = [No, All, Own, No, No],
        [Operation.ReadVisibility] = [No, All, Own, No, No],
        [Operation.WriteInvitation] = [No, All, Own, No, No],
        [Operation.ReadInvitation] = [No, All, Own, No, No],
        [Operation.AnswerInvitation] = [No, No, No, No, No],
        [Operation.Export] = [No, All, No, No, No],
    };

    // One person's data at a time: no caseload, no feed, nothing that writes.
    private static readonly HashSet<Operation> BehindGlass =
    [
        Operation.ReadClient, Operation.ReadEpisode, Operation.ReadResponse, Operation.ReadTrend, Operation.ReadAlert, Operation.ReadVisibility,
    ];

    /// <summary>Whether a clinician who says why may do this beyond its own episodes.</summary>
    public static bool MayBreakGlass(Operation operation) => BehindGlass.Contains(operation);

    // What the form behind a link does, for the one episode that its door names: nobody signs in there.
    private static readonly HashSet<Operation> ByInvitation = [Operation.AnswerInvitation, Operation.WriteResponse, Operation.ReadTrend];

    // What keeps to one client in every statement that it runs, and what is no client's.
    private static readonly HashSet<Operation> OfOneClient =
    [
        Operation.ReadOwnKey, Operation.ReadInstruments, Operation.ReadClinician, Operation.ReadClient, Operation.ReadEpisode, Operation.ReadResponse, Operation.ReadTrend, Operation.ReadAlert,
        Operation.WriteResponse,
    ];

    /// <summary>Whether a caller has a right to this at all, whatever it reaches.</summary>
    public static bool Allow(Operation operation, Caller caller) =>
        caller.Answers is not null ? ByInvitation.Contains(operation)
            : (caller.OnlyClient is null || OfOneClient.Contains(operation)) && For(operation, caller.Role) != Reach.None;

    /// <summary>How far <paramref name="operation"/> reaches for <paramref name="role"/>.</summary>
    public static Reach For(Operation operation, Role role) => Table[operation][(int)role];
}

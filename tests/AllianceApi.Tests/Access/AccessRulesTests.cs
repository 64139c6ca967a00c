using AllianceApi.Access;

namespace AllianceApi.Tests.Access;

/// <summary>The table of roles as the contract prints it, in its own words.</summary>
internal sealed class AccessRulesTests
{
    // | what | admin | integration | clinician | supervisor | auditor |
    private const string Contract = """
        ManageKeys             | write    | -     | -                | -            | -
        FetchToken             | yes      | yes   | -                | -            | yes
        ReadOwnKey             | yes      | yes   | yes              | yes          | yes
        ManageOrganizations    | write    | -     | -                | -            | -
        ManageInstruments      | write    | -     | -                | -            | -
        ManageWebhooks         | write    | -     | -                | -            | -
        ReadInstruments        | yes      | yes   | yes              | yes          | yes
        WriteClinician         | write    | write | -                | -            | -
        ReadClinician          | write    | write | own              | supervisees  | -
        WriteClient            | -        | write | own              | -            | -
        ReadClient             | read ids | write | own              | supervisees  | -
        WriteEpisode           | -        | write | own              | -            | -
        ReadEpisode            | read ids | write | own              | supervisees  | -
        WriteSession           | -        | write | own              | -            | -
        WriteResponse          | -        | yes   | own              | -            | -
        ReadResponse           | -        | read  | own              | -            | -
        MoveResponse           | -        | yes   | own              | -            | -
        ReadTrend              | -        | read  | own              | supervisees  | -
        ReadCaseload           | -        | read  | own              | supervisees  | -
        ReadAlert              | -        | read  | own              | supervisees  | -
        AcknowledgeAlert       | -        | -     | own              | -            | -
        NoteFeedback           | -        | yes   | own              | -            | -
        ReadSupervision        | -        | -     | -                | supervisees  | -
        Export                 | -        | yes   | -                | -            | -
        ReadEvents             | -        | yes   | own              | -            | -
        ReadAudit              | -        | -     | -                | -            | read
        ExportClient           | -        | yes   | -                | -            | -
        MergeClients           | -        | yes   | -                | -            | -
        EraseClient            | erasure  | yes   | -                | -            | -
        DiscussSession         | -        | -     | own              | -            | -
        ReadDefaultVisibility  | yes      | yes   | yes              | yes          | yes
        WriteDefaultVisibility | write    | -     | -                | -            | -
        WriteClientVisibility  | -        | write | own              | -            | -
        ReadVisibility         | -        | write | own              | -            | -
        WriteInvitation        | -        | write | own              | -            | -
        ReadInvitation         | -        | write | own              | -            | -
        AnswerInvitation       | -        | -     | -                | -            | -
        """;

    private static readonly Dictionary<string, string[]> Rows = Contract
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..]);

    [Test]
    public void EveryOperationStandsInTheContract() => Assert.That(Enum.GetNames<Operation>(), Is.EquivalentTo(Rows.Keys));

    [Test]
    public void AnOperationReachesAsFarAsTheContractSays([Values] Operation operation, [Values] Role role)
    {
        var expected = Rows[operation.ToString()][(int)role] switch
        {
            "-" => Reach.None,
            "own" => Reach.Own,
            "supervisees" => Reach.Supervised,
            "read ids" => Reach.Ids,
            _ => Reach.Organization,
        };
        Assert.That(AccessRules.For(operation, role), Is.EqualTo(expected));
    }

    [Test]
    public void WhoHoldsAnInvitationMayAnswerIt([Values] Operation operation) => Assert.That(
        AccessRules.Allow(operation, Caller.Invited("default", "i", "client")), Is.EqualTo(operation is Operation.AnswerInvitation or Operation.WriteResponse or Operation.ReadTrend));

    [Test]
    public void TheColumnsAreTheRolesInTheirOrder() => Assert.That(Roles.Names, Is.EqualTo((string[])["admin", "integration", "clinician", "supervisor", "auditor"]));
}

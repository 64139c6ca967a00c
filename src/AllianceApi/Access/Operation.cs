namespace AllianceApi.Access;

/// <summary>What can be done; each endpoint names the one that it does.</summary>
internal enum Operation
{
    ManageKeys,
    ManageOrganizations,
    ManageInstruments,
    ReadInstruments,
    WriteClinician,
    ReadClinician,
    WriteClient,
    ReadClient,
    WriteEpisode,
    ReadEpisode,
    WriteSession,
    WriteResponse,
    ReadResponse,
    MoveResponse,
    ReadTrend,
    ReadCaseload,
    ReadAlert,
    AcknowledgeAlert,
    ReadSupervision,
    ReadEvents,
    ReadAudit,
    ExportClient,
    MergeClients,
    EraseClient,
    WriteDefaultVisibility,
    WriteClientVisibility,
    ReadVisibility,
    Export,
}

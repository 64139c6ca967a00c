namespace AllianceApi.Storage;

/// <summary>
/// A work must be taken back alone, but it shares its part of the transaction with its neighbours: the group is run again, each
/// work in its own savepoint.
/// </summary>
internal sealed class NotApartException() : Exception("The work can not be taken back alone.");

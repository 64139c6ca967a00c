namespace AllianceApi.Storage;

/// <summary>The store can not take or give this now. The same work may succeed later.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null, bool mayBeKept = false) : Exception(message, cause)
{
    /// <summary>Whether the work may have been kept nonetheless: the connection was lost while it was committed. Else nothing of it was.</summary>
    public bool MayBeKept { get; } = mayBeKept;
}

namespace AllianceApi.Storage;

/// <summary>The store can not take or give this now; nothing of it was kept. The same work may succeed later.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

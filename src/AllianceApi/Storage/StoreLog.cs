namespace AllianceApi.Storage;

/// <summary>What the store says in the log.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(2001, LogLevel.Error, "A commit of {Works} works failed; nothing of it was kept and their callers were told")]
    public static partial void CommitFailed(ILogger logger, Exception cause, int works);

    [LoggerMessage(2008, LogLevel.Error, "The disk did not take a commit of {Works} works; their callers were told that it is unsure")]
    public static partial void FlushFailed(ILogger logger, Exception cause, int works);

    [LoggerMessage(2002, LogLevel.Information, "Migration {Name} applied")]
    public static partial void Migrated(ILogger logger, string name);

    [LoggerMessage(2003, LogLevel.Information, "The store is the SQLite file {Path}")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(2005, LogLevel.Error, "A work could not be written and was given up; its caller was told")]
    public static partial void WriteFailed(ILogger logger, Exception cause);

    [LoggerMessage(2006, LogLevel.Error, "A work could not be read and was given up; its caller was told")]
    public static partial void ReadFailed(ILogger logger, Exception cause);

    [LoggerMessage(2007, LogLevel.Warning, "Audit rows and events could not be numbered; it is tried again")]
    public static partial void SealFailed(ILogger logger, Exception cause);

    [LoggerMessage(2009, LogLevel.Warning, "The log of the store could not be brought into its file; it is tried again")]
    public static partial void CheckpointFailed(ILogger logger, Exception cause);

    [LoggerMessage(2004, LogLevel.Warning, "Upkeep of the store did not get through; it is tried again later")]
    public static partial void UpkeepFailed(ILogger logger, Exception cause);
}

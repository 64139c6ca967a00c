namespace AllianceApi.Responses.Batch;

/// <summary>
/// A line that waits for its turn. Where its episode can be told from its bytes at sight, the rest of it is read only when it is
/// filed: so a full window is little more than its bytes, however long it waits.
/// </summary>
/// <param name="Number">Number of the line in the file, from 1.</param>
/// <param name="EpisodeId">The episode that it names, as in <see cref="BatchLine"/>; null where that has to be read, or can not be.</param>
/// <param name="Known">The line; null where it is still to be read.</param>
/// <param name="Bytes">Its bytes, where it is still to be read.</param>
internal readonly record struct WaitingLine(int Number, string? EpisodeId, BatchLine? Known, ReadOnlyMemory<byte> Bytes)
{
    public static WaitingLine Of(BatchLine line) => new(line.Number, line.EpisodeId, line, default);

    /// <summary>The line as it is filed.</summary>
    public BatchLine Read(BatchFormat format) => Known ?? format.Read(Number, Bytes);
}

using System.Data.Common;

namespace AllianceApi.Storage;

/// <summary>A row of a query while it is read, by the places of its columns from 0.</summary>
internal interface IStoredRow
{
    long Number(int column);

    long? NumberOrNull(int column);

    string? Text(int column);

    byte[] Bytes(int column);

    double? RealOrNull(int column);
}

/// <summary>The row of a reader of any engine.</summary>
internal sealed class ReaderRow(DbDataReader reader) : IStoredRow
{
    public long Number(int column) => reader.GetInt64(column);

    public long? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public double? RealOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}

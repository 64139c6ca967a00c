using System.Globalization;

namespace AllianceApi.Storage;

/// <summary>A row of a query while it is read, by the places of its columns from 0.</summary>
internal interface IStoredRow
{
    long Number(int column);

    long? NumberOrNull(int column);

    string? Text(int column);

    byte[] Bytes(int column);

    /// <summary>The same in place: it holds until the row is left.</summary>
    ReadOnlySpan<byte> BytesInPlace(int column);

    double? RealOrNull(int column);
}

/// <summary>A row that was fetched whole.</summary>
internal sealed class FetchedRow(object[] values) : IStoredRow
{
    public long Number(int column) => Convert.ToInt64(values[column], CultureInfo.InvariantCulture);

    public long? NumberOrNull(int column) => values[column] is DBNull ? null : Number(column);

    public string? Text(int column) => values[column] as string;

    public byte[] Bytes(int column) => (byte[])values[column];

    public ReadOnlySpan<byte> BytesInPlace(int column) => Bytes(column);

    public double? RealOrNull(int column) => values[column] is DBNull ? null : Convert.ToDouble(values[column], CultureInfo.InvariantCulture);
}

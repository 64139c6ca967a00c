using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Alliance.Measurement.Trends;
using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>
/// A headline as it is stored, which happens with every form: a version byte, then its values one after the other, a quarter of
/// what JSON takes. Headlines that were stored before were JSON and stay so until their series changes.
/// </summary>
internal static class PackedHeadline
{
    private const byte Version = 1;
    private const byte Json = (byte)'{';
    private const byte HasLast = 1;
    private const byte HasLevel = 2;

    private static readonly string[] Labels = [.. Enum.GetValues<TrendLabel>().Select(l => l.Text())];

    /// <summary>The headline of a trend, as <see cref="SeriesHeadline.Of"/> makes it, packed.</summary>
    public static byte[] Pack(SeriesTrend trend)
    {
        var packed = new byte[Length(trend)];
        var to = new Packing(packed);
        to.Write(Version);
        to.Write((byte)(trend.Quality.Informative ? 1 : 0));
        to.Write((byte)trend.Scales.Length);
        foreach (var scale in trend.Scales)
        {
            to.Write(scale.Model.Scale.Name);
            to.Write((byte)((scale.LastScore is null ? 0 : HasLast) | (scale.Level is null ? 0 : HasLevel)));
            to.Write((byte)scale.RecentChange.Label);
            to.Write((byte)scale.OverallChange.Label);
            if (scale.LastScore is { } last)
            {
                to.Write(last);
            }

            if (scale.Level is { } level)
            {
                to.Write(level.Value);
                to.Write(level.Low);
                to.Write(level.High);
                to.Write(level.Sd);
            }
        }

        to.Write((byte)trend.Quality.Notes.Length);
        foreach (var note in trend.Quality.Notes)
        {
            to.Write(note);
        }

        return packed;
    }

    /// <summary>The headline that was stored.</summary>
    /// <exception cref="InvalidDataException">It is no headline.</exception>
    public static SeriesHeadline Unpack(byte[] stored)
    {
        try
        {
            return stored is [Json, ..] ? JsonSerializer.Deserialize(stored, ResourceJson.Default.SeriesHeadline)! : Unpack((ReadOnlySpan<byte>)stored);
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("A stored headline can not be read.", e);
        }
    }

    /// <summary>Whether these bytes are a packed headline, to the last bit, or the JSON of the same.</summary>
    public static bool Are(ReadOnlySpan<byte> stored, byte[] packed) => stored.SequenceEqual(stored is [Json, ..] ? ApiJson.Bytes(Unpack(packed)) : packed);

    private static SeriesHeadline Unpack(ReadOnlySpan<byte> packed)
    {
        var from = new Unpacking(packed);
        ArgumentOutOfRangeException.ThrowIfNotEqual(from.Byte(), Version);
        var informative = from.Byte() != 0;
        var scales = new ScaleHeadline[from.Byte()];
        for (var i = 0; i < scales.Length; i++)
        {
            var (name, has, recent, overall) = (from.Text(), from.Byte(), Labels[from.Byte()], Labels[from.Byte()]);
            double? last = (has & HasLast) != 0 ? from.Real() : null;
            scales[i] = new ScaleHeadline(name, last, (has & HasLevel) != 0 ? new EstimateResource(from.Real(), from.Real(), from.Real(), from.Real()) : null, recent, overall);
        }

        var notes = new string[from.Byte()];
        for (var i = 0; i < notes.Length; i++)
        {
            notes[i] = from.Text();
        }

        return new SeriesHeadline(scales, new HeadlineQuality(informative, notes));
    }

    private static int Length(SeriesTrend trend)
    {
        var length = 4;
        foreach (var scale in trend.Scales)
        {
            length += sizeof(ushort) + Encoding.UTF8.GetByteCount(scale.Model.Scale.Name) + 3 + (scale.LastScore is null ? 0 : sizeof(double)) + (scale.Level is null ? 0 : 4 * sizeof(double));
        }

        foreach (var note in trend.Quality.Notes)
        {
            length += sizeof(ushort) + Encoding.UTF8.GetByteCount(note);
        }

        return length;
    }

    private ref struct Packing(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void Write(byte value)
        {
            _rest[0] = value;
            _rest = _rest[1..];
        }

        public void Write(double value)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(_rest, value);
            _rest = _rest[sizeof(double)..];
        }

        public void Write(string text)
        {
            var length = Encoding.UTF8.GetBytes(text, _rest[sizeof(ushort)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, checked((ushort)length));
            _rest = _rest[(sizeof(ushort) + length)..];
        }
    }

    private ref struct Unpacking(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte Byte() => Take(1)[0];

        public double Real() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

        public string Text() => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)))));

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}

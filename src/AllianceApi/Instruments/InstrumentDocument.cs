using System.Security.Cryptography;
using System.Text.Json;
using Alliance.Measurement.Instruments;

namespace AllianceApi.Instruments;

/// <summary>
/// An instrument with the document that defines it. The document's bytes are its identity: their SHA-256 lets a reader check
/// that two systems score by the same key.
/// </summary>
internal sealed class InstrumentDocument
{
    private InstrumentDocument(InstrumentDefinition definition, ReadOnlyMemory<byte> utf8)
    {
        Definition = definition;
        Instrument = definition.ToInstrument();
        Utf8 = utf8;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(utf8.Span));
    }

    /// <summary>What the document says.</summary>
    public InstrumentDefinition Definition { get; }

    /// <summary>The instrument that scoring and trends work with.</summary>
    public Instrument Instrument { get; }

    /// <summary>The bytes of the document: as shipped, or the canonical form of a posted one.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>SHA-256 over <see cref="Utf8"/>, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a document; its bytes are kept and hashed as they are.</summary>
    /// <param name="utf8">JSON in UTF-8, as shipped or as <see cref="Utf8"/> gave it.</param>
    /// <exception cref="JsonException">The text is no definition: a member is missing, unknown, doubled or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The definition contradicts itself.</exception>
    public static InstrumentDocument Read(ReadOnlyMemory<byte> utf8)
    {
        var definition = JsonSerializer.Deserialize<InstrumentDefinition>(utf8.Span, InstrumentDefinition.Json)
            ?? throw new JsonException("A definition is an object, not null.");
        return new InstrumentDocument(definition, utf8);
    }

    /// <summary>
    /// Makes the document of a posted instrument: members in a fixed order, no white space, absent members left out, so that
    /// the same submission always has the same bytes and hash, however it was written.
    /// </summary>
    /// <param name="submission">A submission without faults.</param>
    /// <exception cref="ArgumentException">The submission has faults; see <see cref="InstrumentRules"/>.</exception>
    public static InstrumentDocument From(InstrumentSubmission submission)
    {
        if (InstrumentRules.FaultsOf(submission) is [var first, ..])
        {
            throw new ArgumentException($"{first.Pointer}: {first.Message}", nameof(submission));
        }

        var definition = submission.ToDefinition();
        return new InstrumentDocument(definition, JsonSerializer.SerializeToUtf8Bytes(definition, InstrumentDefinition.Json));
    }
}

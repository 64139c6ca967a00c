using System.Diagnostics.CodeAnalysis;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// What stands out about the way one form was answered. Information for the reader only: no answer is dropped and no score is
/// changed because of a flag.
/// </summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "A flag is what the field calls it; the word is not a type suffix here.")]
public enum ResponseFlags
{
    /// <summary>Nothing stands out.</summary>
    None = 0,

    /// <summary>All answers are equal as given, before reverse keying; needs enough answers to mean anything.</summary>
    StraightLine = 1,

    /// <summary>All answers stand at the greatest value after reverse keying; there is no room to show improvement.</summary>
    Perfect = 2,

    /// <summary>All answers stand at the least value after reverse keying.</summary>
    Floor = 4,

    /// <summary>Less than two seconds for each answered item.</summary>
    TooFast = 8,

    /// <summary>At least one item was not answered.</summary>
    Incomplete = 16,
}

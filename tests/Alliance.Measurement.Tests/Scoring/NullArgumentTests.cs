using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

/// <summary>What is handed in as null is refused at the door, by name.</summary>
internal sealed class NullArgumentTests
{
    private static readonly ItemFormat Format = Forms.WaiSr.Items;
    private static readonly Answers Given = Forms.WaiSr.All(3);

    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Call("format", () => Answers.Of(null!, new Dictionary<int, double>()));
        yield return Call("values", () => Answers.Of(Format, (IReadOnlyDictionary<int, double>)null!));
        yield return Call("format", () => Answers.Of(null!, [1.0]));
        yield return Call("format", () => Answers.Decode(null!, "1"));
        yield return Call("text", () => Answers.Decode(Format, null!));
        yield return Call("instrument", () => MeasurementError.Of(null!, Forms.WaiSr.Primary));
        yield return Call("scale", () => MeasurementError.Of(Forms.WaiSr, null!));
        yield return Call("format", () => PrintedColumns.ToLabels(null!, Given, []));
        yield return Call("byColumn", () => PrintedColumns.ToLabels(Format, null!, []));
        yield return Call("flipped", () => PrintedColumns.ToLabels(Format, Given, null!));
        yield return Call("instrument", () => ResponseScore.Of(null!, Given, null));
        yield return Call("answers", () => ResponseScore.Of(Forms.WaiSr, null!, null));

        static TestCaseData Call(string parameter, Func<object> call) => new(parameter, call);
    }

    [TestCaseSource(nameof(Calls))]
    public void Null_is_refused(string parameter, Func<object> call) =>
        Assert.That(() => call(), Throws.ArgumentNullException.With.Property("ParamName").EqualTo(parameter));
}
